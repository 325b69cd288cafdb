"""Papers of the warehouse as the API shows them."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain
from products.stock.papers.models import StockPaper, StockPaperLine

_AS_IT_IS = (
    *("number", "kind", "state", "day", "reference", "reason", "provider", "external_id"),
    *("undone_at", "undo_reason", "version"),
)


def paper_row(paper: StockPaper) -> dict[str, Any]:
    """A paper (``StockPaperSerializer``)."""
    return {
        **{name: getattr(paper, name) for name in _AS_IT_IS},
        "warehouse": paper.warehouse.code,
        "to_warehouse": paper.to_warehouse.code if paper.to_warehouse else None,
        "supplier": paper.supplier.code if paper.supplier else None,
        "made_by": paper.created_by.username,
        "made_at": paper.created_at,
    }


def paper_document(paper: StockPaper, lines: Iterable[StockPaperLine]) -> dict[str, Any]:
    """A paper with its lines (``StockPaperDocumentSerializer``)."""
    return paper_row(paper) | {"lines": [_line(one) for one in lines]}


def _line(line: StockPaperLine) -> dict[str, Any]:
    quantities = {name: getattr(line, name) for name in ("quantity", "book", "counted")}
    return {
        "line_no": line.line_no,
        "product": line.product.code,
        **{name: None if value is None else plain(value) for name, value in quantities.items()},
        "planned_receipt": line.planned_id,
        "note": line.note,
    }
