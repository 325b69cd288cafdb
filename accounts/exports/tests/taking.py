"""Read what an export wrote, for the tests of the lists above."""

from typing import Any

import openpyxl

from accounts.exports import operations
from accounts.tests.builders import AT
from common.exports.models import Export


def take(actor: Any, key: str, query: str = "", **options: Any) -> Export:
    """Export a list as a workbook, at once."""
    options.setdefault("at", AT)
    return operations.start_export(actor=actor, list_key=key, form="xlsx", query=query, **options)


def rows_of(export: Export) -> list[dict[str, Any]]:
    """The rows by column head, without the totals below them."""
    sheet = openpyxl.load_workbook(export.file.path).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.rows]
    return [dict(zip(head, row, strict=True)) for row in rows[: export.rows]]


def totals_of(export: Export) -> list[dict[str, Any]]:
    """The rows below the last one."""
    sheet = openpyxl.load_workbook(export.file.path).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.rows]
    return [dict(zip(head, row, strict=True)) for row in rows[export.rows :]]


def told_of(export: Export) -> dict[str, Any]:
    """What the sheet about the list says."""
    sheet = openpyxl.load_workbook(export.file.path).worksheets[1]
    found: dict[str, Any] = {}
    for label, value in sheet.iter_rows(min_row=2, values_only=True):
        found[label] = [*found[label], value] if label == "Condition" and label in found else value
        if label == "Condition" and not isinstance(found[label], list):
            found[label] = [value]
    return found
