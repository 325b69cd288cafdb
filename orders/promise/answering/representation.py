"""Reservations and answers to them as plain dictionaries for the API."""

from typing import Any

from common.api.fields import plain
from orders.promise.models import Reservation, ReservationAnswer


def reservation(row: Reservation, said: ReservationAnswer | None) -> dict[str, Any]:
    """A reservation (``ReservationSerializer``)."""
    if said is not None:
        said.order, said.stock_row = row.line.order, row.stock_row  # read already
    return {
        "order": row.line.order.number,
        "line_no": row.line.line_no,
        "product": row.stock_row.product.code,
        "warehouse": row.stock_row.warehouse.code,
        "place": row.stock_row.place,
        "quantity": plain(row.quantity),
        "since": row.created_at,
        "answer": answer(said) if said is not None else None,
    }


def answer(one: ReservationAnswer) -> dict[str, Any]:
    """An answer (``ReservationAnswerSerializer``)."""
    return {
        "provider": one.provider,
        "external_id": one.external_id,
        "order": one.order.number,
        "line_no": one.line_no,
        "product": one.stock_row.product.code,
        "warehouse": one.stock_row.warehouse.code,
        "asked": plain(one.asked),
        "held": plain(one.held),
        "reason": one.reason,
        "paper": one.paper.number if one.paper else None,
        "answered_at": one.answered_at,
    }
