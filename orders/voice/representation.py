"""Risks of products as plain dictionaries for API answers."""

from typing import Any

from common.money import plain

_COUNTS = ("complaints", "returns", "low_scores", "lines")


def row(product: Any, figures: Any) -> dict[str, Any]:
    """A product in the list (``ProductRiskRowSerializer``); ``figures`` None: nothing was ever counted."""
    return {
        "product": product.code,
        "name": product.name,
        "risk": product.risk,
        **{name: getattr(figures, name) if figures else 0 for name in _COUNTS},
        **{name: plain(getattr(figures, name), 2) if figures else "0.00" for name in ("points", "rate")},
        "since": figures.since if figures else None,
        "counted_at": figures.counted_at if figures else None,
    }


def document(found: Any) -> dict[str, Any]:
    """A product with the rows behind its risk (``ProductRiskSerializer``)."""
    return {
        **row(found.product, found.figures),
        "complaint_rows": [_case(one) for one in found.cases.rows],
        "other_complaints": found.cases.others,
        "return_rows": [_return(one) for one in found.returns.rows],
        "other_returns": found.returns.others,
        "answer_rows": [_answer(one) for one in found.answers.rows],
        "other_answers": found.answers.others,
    }


def _case(case: Any) -> dict[str, Any]:
    return {
        **{name: getattr(case, name) for name in ("number", "kind", "raised_at", "description")},
        "order": case.order.reference if case.order else None,
        "customer": case.customer.code,
    }


def _return(line: Any) -> dict[str, Any]:
    document = line.document
    return {
        **{name: getattr(document, name) for name in ("number", "reason", "created_at")},
        "order": document.order.reference,
        "customer": document.order.customer.code,
        "quantity": plain(line.quantity),
    }


def _answer(note: Any) -> dict[str, Any]:
    return {
        "order": note.order_number,
        "customer": note.customer.code,
        **{name: getattr(note, name) for name in ("score", "text", "created_at")},
    }
