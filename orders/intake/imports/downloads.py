"""The report of an import as a file that leaves the house, for pages and API alike."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse

from accounts.people.models import User
from common import errors
from common.imports import report
from orders.intake.imports import operations, queries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"json": "application/json", "csv": "text/csv", "xlsx": XLSX}


def send_report(*, actor: User, run_id: int, form: str, at: datetime) -> FileResponse:
    """The report as JSON, CSV or workbook, noted in the trail. Raises NotFound, also for another form."""
    run = queries.get_run(actor=actor, run_id=run_id)
    if form not in FORMS:
        raise errors.NotFound()
    operations.note_report(actor=actor, run_id=run_id, form=form, at=at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"import-{run.pk}.{form}"
        report.write_file(run, path)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=FORMS[form])
