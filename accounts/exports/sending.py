"""A file that was written from a list on its way to its maker, by page or API."""

from datetime import datetime
from typing import Any

from django.http import FileResponse

from accounts.exports import operations, sheet
from accounts.people.models import User
from common.exports import writing


def send_file(*, actor: User, export_id: int, at: datetime) -> FileResponse:
    """The file as a download only: nothing in it runs in this site's name, and nobody keeps it on the way.
    Raises as ``operations.fetch_file``."""
    export = operations.fetch_file(actor=actor, export_id=export_id, at=at)
    return as_download(export.file.open("rb"), sheet.file_name(export), export.form)


def as_download(file: Any, name: str, form: str) -> FileResponse:
    """An open file in one of the forms of exports as a download only, under a name."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=writing.CONTENT_TYPES[form])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
