"""Carriers' news and notices of arrival as plain dictionaries for API answers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.transit import mailing
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent
from orders.fulfilment.transit.operations import Answer
from orders.fulfilment.transit.queries import Journey

_SAID = (
    *("provider", "external_id", "kind", "happened_at", "waybill", "place", "text", "person", "arrival_date"),
    "received_at",
)


def event(row: TrackingEvent) -> dict[str, Any]:
    """One (``TrackingSerializer``)."""
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _SAID},
        "outbound": row.document.number if row.document else None,
        "received_by": row.received_by.username,
    }


def answers(found: Sequence[Answer]) -> dict[str, Any]:
    """Of a whole call (``TrackingAnswersSerializer``)."""
    rows = [
        {
            "row": row,
            "provider": one.news.provider,
            "external_id": one.news.external_id,
            "result": one.result or ("taken" if one.is_new else "known"),
            "id": one.event.pk if one.event else None,
            "documents": list(one.documents),
            "field": one.field,
            "message": one.message,
        }
        for row, one in enumerate(found, start=1)
    ]
    return {"counts": dict(Counter(str(row["result"]) for row in rows)), "rows": rows}


def journey(document: OutboundDocument, found: Journey) -> dict[str, Any]:
    """How goods travel (``JourneySerializer``)."""
    return {
        "arrival_date": document.arrival_date,
        "needs": list(found.needs),
        "report_due": found.report_due,
        "tracking_url": mailing.tracking_url(document),
        "events": [event(one) for one in found.events],
        "notices": [_notice(one) for one in found.notices],
    }


def _notice(row: ArrivalNotice) -> dict[str, Any]:
    names = ("way", "recipient", "arrival_date", "note", "told_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}, "told_by": row.told_by.username}
