"""Received ship dates as plain dictionaries for API answers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from common.api.fields import plain
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.fulfilment.ship_dates.operations import Answer


def received(said: ReceivedShipDate) -> dict[str, Any]:
    """One as it stands (``ShipDateSerializer``)."""
    return {
        "id": said.pk,
        "provider": said.provider,
        "external_id": said.external_id,
        "ship_date": said.ship_date,
        "outbound": said.outbound_number,
        "order": said.order.number if said.order else None,
        "line_no": said.line_no,
        "quantity": None if said.quantity is None else plain(said.quantity),
        "waybill": said.waybill,
        "carrier": said.carrier,
        "state": said.state,
        "reason": said.why,
        "document": said.document.number if said.document else None,
        "candidates": getattr(said, "candidates", []),
        "entered_ship_date": said.document.entered_ship_date if said.document and said.state == "APPLIED" else None,
        "differs": said.differs,
        "note": said.note,
        "received_by": said.received_by.username,
        "received_at": said.received_at,
        "settled_by": said.settled_by.username if said.settled_by else None,
        "settled_at": said.settled_at,
        "version": said.version,
    }


def answer(row: int, one: Answer) -> dict[str, Any]:
    """What became of a row (``ShipDateAnswerSerializer``)."""
    said = one.received
    return {
        "row": row,
        "provider": one.said.provider,
        "external_id": one.said.external_id,
        "result": said.state.lower() if said else one.result,
        "id": said.pk if said else None,
        "document": said.document.number if said and said.document else None,
        "candidates": one.candidates,
        "field": one.field,
        "message": str(said.get_why_display() if said and said.why else one.message),
    }


def answers(found: Sequence[Answer]) -> dict[str, Any]:
    """Of a whole call (``ShipDateAnswersSerializer``)."""
    rows = [answer(row, one) for row, one in enumerate(found, start=1)]
    return {"counts": dict(Counter(row["result"] for row in rows)), "rows": rows}
