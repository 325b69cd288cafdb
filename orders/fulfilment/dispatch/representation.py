"""The dispatch board and picking lists as plain dictionaries for API answers."""

from collections.abc import Sequence
from typing import Any

from common.api.fields import plain
from orders.fulfilment.dispatch.models import PickingWave
from orders.fulfilment.dispatch.queries import Board, Due, Pick, Row
from orders.fulfilment.models import OutboundDocument


def board(found: Board) -> dict[str, Any]:
    """The whole (``DispatchBoardSerializer``)."""
    days = [{"day": one.day, "rows": [_row(row) for row in one.rows]} for one in found.days]
    return {"days": days, "due": [_due(one) for one in found.due], "is_cut": found.is_cut}


def _customer(customer: Any) -> dict[str, str]:
    return {"code": customer.code, "name": customer.name}


def _row(row: Row) -> dict[str, Any]:
    document, standing = row.document, row.figures.standing
    return {
        "number": document.number,
        "customer": _customer(document.customer),
        "orders": [one.reference for one in row.orders],
        "warehouse": document.warehouse.code if document.warehouse else None,
        "carrier": document.carrier.code if document.carrier else None,
        "transport_mode": document.transport_mode,
        "lines": row.figures.lines,
        "pieces": plain(row.figures.pieces),
        "priority": row.score,
        "is_urgent": standing.is_urgent,
        "promised_date": standing.promised,
        "picking_list": document.wave.number if document.wave else None,
    }


def _due(one: Due) -> dict[str, Any]:
    return {
        "order": one.order.reference,
        "customer": _customer(one.order.customer),
        "leave_by": one.leave_by,
        "promised_date": one.order.promised_date,
        "priority": one.order.priority,
        "lines": one.lines,
    }


def wave_row(wave: PickingWave) -> dict[str, Any]:
    """A picking list in a list (``PickingRowSerializer``)."""
    return {
        "number": wave.number,
        "warehouse": wave.warehouse.code,
        "created_by": wave.created_by.username,
        "created_at": wave.created_at,
    }


def wave(found: PickingWave, documents: Sequence[OutboundDocument], picks: Sequence[Pick]) -> dict[str, Any]:
    """A whole picking list (``PickingSerializer``)."""
    return {
        **wave_row(found),
        "documents": [one.number for one in documents],
        "picks": [
            {
                "place": one.place,
                "product": one.code,
                "product_name": one.name,
                "unit": one.unit,
                "quantity": plain(one.quantity),
                "parts": [{"document": number, "quantity": plain(part)} for number, part in one.parts],
            }
            for one in picks
        ],
    }
