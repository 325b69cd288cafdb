"""An export as plain values, for the API."""

from typing import Any

from accounts.exports import sheet
from common.exports.models import Export


def document(export: Export) -> dict[str, Any]:
    """The export with its progress and the address of its file."""
    progress = sheet.progress_of(export)
    rows = export.rows
    return {
        "id": export.pk,
        "list": export.list_key,
        "form": export.form,
        "state": export.state,
        "query": export.query,
        "columns": export.columns,
        "condition": export.condition,
        "done": progress["done"] if rows is None else rows,
        "total": progress["total"] if rows is None else rows,
        "rows": rows,
        "size": export.size,
        "file": f"/api/v1/exports/{export.pk}/file/" if export.state == sheet.State.DONE else None,
        "error": export.error,
        "created_at": export.created_at,
        "finished_at": export.finished_at,
        "expires_at": export.expires_at,
    }
