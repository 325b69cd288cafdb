"""Files into the staging table: by COPY, in transactions of their own (RELIABILITY 2.2)."""

import io

from django.db import connection, transaction

from common import operation
from common.imports import sandbox
from common.imports.batch import Tell
from common.imports.models import ImportFile, ImportIssue, ImportRow, ImportRun
from common.imports.profile import Profile

_COPY = "COPY common_importrow (run_id, entity, file, line, key, verdict, data) FROM STDIN"


def stage(run: ImportRun, profile: Profile, files: list[ImportFile], limits: sandbox.Limits, tell: Tell) -> None:
    """Load all rows that the profile wants from the files. Raises ReadingFailed; then nothing is kept staged.

    Staging twice gives the same: what an earlier attempt left is removed first.
    """
    clear(run)
    messages = sandbox.Messages()
    expected = sum(int(file.facts.get("rows", 0)) for file in files)
    try:
        for chunk in sandbox.read(sandbox.reading_job(run, profile, files, limits), messages):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.copy_expert(_COPY, io.BytesIO(chunk))
            tell("reading", messages.rows, max(expected, messages.rows))
    except sandbox.ReadingFailed:
        clear(run)
        raise
    operation.in_operation(run.actor_id, lambda: _keep_facts(files, messages))
    with transaction.atomic():
        _move_issues(run)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_importrow")


def clear(run: ImportRun) -> None:
    """Remove what a run has staged and reported."""
    clear_rows(run)
    ImportIssue.objects.filter(run=run).delete()


def clear_rows(run: ImportRun) -> None:
    """Remove what a run has staged; its report stays."""
    ImportRow.objects.filter(run=run).delete()


def _keep_facts(files: list[ImportFile], messages: sandbox.Messages) -> None:
    by_sequence = {file.sequence: file for file in files}
    for message in messages.items:
        file = by_sequence.get(message.get("file", -1))
        if file is not None:
            facts = {key: message[key] for key in ("columns", "encoding", "delimiter", "sheet") if message.get(key)}
            if "read" in message:
                facts["rows"] = message["read"]
            file.facts = {**file.facts, **facts}
    ImportFile.objects.bulk_update(files, ["facts", "alias"])


def _move_issues(run: ImportRun) -> None:
    """Problems travel in the stream of rows, marked by a ``!``; here they become issues."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_importissue"
            ' (run_id, severity, entity, file, line, "column", key, value, code, parameters)'
            " SELECT run_id, data->>'severity', substr(entity, 2), file, line, left(data->>'column', 200), key,"
            " data->>'value', data->>'code', data->'parameters'"
            " FROM common_importrow WHERE run_id = %s AND entity LIKE '!%%' ORDER BY id",
            [run.pk],
        )
        cursor.execute("DELETE FROM common_importrow WHERE run_id = %s AND entity LIKE '!%%'", [run.pk])
