"""Anonymisations and holds as the API shows them."""

from typing import Any

from customers.privacy import places, replacing
from customers.privacy.models import AnonymisationRequest, DataHold, FoundPlace

_PLAIN = (
    *("state", "ground", "asker", "asked_on", "due_on", "reference", "word", "files_unread", "looked_at", "noted_at"),
    *("decided_at", "reason", "done_at", "version"),
)


def request_row(row: AnonymisationRequest) -> dict[str, Any]:
    """One in a list."""
    return {
        "id": row.pk,
        "customer": row.customer.code,
        "contact": row.contact_id,
        "replacement": row.replacement_id,
        "undecided": row.undecided,  # type: ignore[attr-defined]
        "noted_by": row.noted_by.username,
        "decided_by": row.decided_by.username if row.decided_by else None,
        **{name: getattr(row, name) for name in _PLAIN},
    }


def request_sheet(row: AnonymisationRequest) -> dict[str, Any]:
    """One with what was found or done."""
    is_done = row.state in (AnonymisationRequest.State.CONFIRMED, AnonymisationRequest.State.DONE)
    return {
        **request_row(row),
        "places": [_place(one) for one in row.places.filter(is_done=is_done).order_by("fate", "table", "column")],
        "texts": [
            {
                "id": one.pk,
                "table": one.table,
                "column": one.column,
                "row": one.row_id,
                "choice": one.choice,
                "reason": one.reason,
            }
            for one in row.texts.order_by("table", "column", "row_id")
        ],
    }


def hold_row(row: DataHold) -> dict[str, Any]:
    """A hold."""
    return {
        "id": row.pk,
        "customer": row.customer.code,
        "reason": row.reason,
        "set_by": row.set_by.username,
        "set_at": row.set_at,
        "lifted_by": row.lifted_by.username if row.lifted_by else None,
        "lifted_at": row.lifted_at,
        "lift_reason": row.lift_reason,
    }


def _place(one: FoundPlace) -> dict[str, Any]:
    stays = one.fate == FoundPlace.Fate.KEPT
    why = places.table_of(replacing.model_of(one.table)).kept.get(one.column, "") if stays else ""
    return {"table": one.table, "column": one.column, "fate": one.fate, "rows": one.rows, "why": str(why)}
