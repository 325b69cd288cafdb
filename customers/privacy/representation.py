"""Anonymisations and holds as the API shows them."""

from typing import Any

from customers.privacy import places, policies, replacing
from customers.privacy.marks import KEPT
from customers.privacy.models import AnonymisationRequest, DataHold, FoundPlace

_PLAIN = (
    *("state", "ground", "asker", "asked_on", "due_on", "reference", "word", "files_unread", "looked_at", "noted_at"),
    *("decided_at", "reason", "done_at", "version"),
)

TEXTS_SHOWN = 200  # those that wait for a decision first: the next ones come as these are decided


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


def request_sheet(row: AnonymisationRequest, *, with_marks: bool = False) -> dict[str, Any]:
    """One with what was found or done; ``with_marks``: and with what the person is looked for by, for who may see it
    (never in an answer that is kept to be given again)."""
    is_done = row.state in (AnonymisationRequest.State.CONFIRMED, AnonymisationRequest.State.DONE)
    return {
        **request_row(row),
        "marks": {name: row.marks.get(name, []) for name in KEPT} if with_marks and policies.waits(row) else None,
        "is_switched_on": policies.is_switched_on(),
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
            for one in row.texts.order_by("choice", "table", "column", "row_id")[:TEXTS_SHOWN]
        ],
        "text_count": row.texts.count(),
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
