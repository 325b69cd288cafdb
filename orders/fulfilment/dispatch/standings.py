"""What the orders on delivery notices say of their urgency: one statement for any number of notices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Max, Min, Q, Sum, When

from orders.fulfilment.dispatch.sequence import Standing
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.choices import TimeClass


@dataclass(frozen=True)
class Figures:
    """What goes with a notice, and what decides about its place."""

    lines: int
    pieces: Decimal
    standing: Standing


def of(documents: Collection[OutboundDocument]) -> dict[int, Figures]:
    """Key of each notice → its figures."""
    urgent = Case(When(Q(order__time_class=TimeClass.URGENT) | ~Q(order__pin_reason=""), then=1), default=0)
    rows = (
        OutboundLine.objects.filter(document__in=[one.pk for one in documents])
        .values("document_id")
        .annotate(
            count=Count("pk"),
            pieces=Sum("quantity"),
            priority=Max("order__priority"),
            is_urgent=Max(urgent),
            promised=Min("order_line__promised_date"),
        )
        .order_by()
    )
    said = {row["document_id"]: row for row in rows}
    return {one.pk: _figures(one, said[one.pk]) for one in documents if one.pk in said}


def _figures(document: OutboundDocument, row: Mapping[str, Any]) -> Figures:
    standing = Standing(
        pk=document.pk,
        rank=document.dispatch_rank,
        priority=row["priority"] or 0,
        is_urgent=bool(row["is_urgent"]),
        promised=row["promised"],
    )
    return Figures(row["count"], row["pieces"], standing)
