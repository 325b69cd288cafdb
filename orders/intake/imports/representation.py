"""An import as plain values, for the API."""

from typing import Any

from common.imports import report
from common.imports.models import ImportIssue, ImportRun
from orders.intake.imports import sheet


def run_document(run: ImportRun) -> dict[str, Any]:
    """The import with its files and counts."""
    job = run.job
    return {
        "id": run.pk,
        "state": run.state,
        "profile": run.profile_name,
        "mode": run.mode,
        "repeats": run.repeats_id,
        "files": [
            {"name": file.name, "size": file.size, "sha256": file.sha256, "alias": file.alias}
            for file in run.files.all()
        ],
        "progress": {"stage": job.stage, "done": job.done, "total": job.total} if job else {},
        "summary": run.summary,
        "error": sheet.error_of(run),
        "created_at": run.created_at,
        "checked_at": run.checked_at,
        "committed_at": run.committed_at,
    }


def issue_documents(run: ImportRun, issues: list[ImportIssue]) -> list[dict[str, Any]]:
    """A page of the report."""
    names = dict(run.files.values_list("sequence", "name"))
    return [
        {
            "severity": issue.severity,
            "file": names.get(issue.file, "") if issue.file is not None else "",
            "line": issue.line,
            "entity": issue.entity,
            "key": issue.key.replace("\x1f", " · "),
            "column": issue.column,
            "value": issue.value,
            "code": issue.code,
            "reason": report.words_of(issue.code, issue.parameters),
        }
        for issue in issues
    ]
