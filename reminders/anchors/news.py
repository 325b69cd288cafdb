"""Anchors of what happened to orders: told once, to the customer by his policy and to whom a rule names."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.derive import BINDING
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin, Stage, Status
from orders.service.letters.choices import News
from reminders.anchors import facts
from reminders.anchors.choices import Group, Recipient, Unit
from reminders.anchors.orders import OfOrder
from reminders.anchors.reading import of_order
from reminders.anchors.source import Facts, Key, Text
from tasks.scheduling.models import OrderPhase

_PEOPLE = (Recipient.OWNER, Recipient.EXECUTOR, Recipient.HEAD, Recipient.CUSTOMER)
_State = OutboundDocument.Status


class Happened(OfOrder):
    """Something that happened to an order, at a moment."""

    group = Group.NEWS
    units = (Unit.HOUR, Unit.DAY, Unit.WORKDAY)
    recipients = _PEOPLE
    ends_with_order = False
    repeats = False
    by_moment = True


class TookEffect(Happened):
    """An order took effect; not one that went back to a draft since."""

    code, moment, news = "order_effective", "effective_at", News.EFFECTIVE
    label = _("Order took effect")
    about = _("The moment when the order was approved, or came into force without approval")

    def rows(self) -> QuerySet[Any]:
        return Order.objects.filter(status__in=BINDING).exclude(origin=Origin.HISTORY)


class Completed(Happened):
    """An order was delivered and closed; one of which nothing was ever sent is not complete."""

    code, moment, news = "order_completed", "closed_at", News.COMPLETED
    label = _("Order complete")
    about = _("The moment when the order closed, all of it delivered or let go")

    def rows(self) -> QuerySet[Any]:
        closed = Order.objects.filter(status__in=(Status.CLOSED, Status.ARCHIVED)).exclude(origin=Origin.HISTORY)
        return closed.exclude(fulfilment=Fulfilment.NONE)


class Produced(Happened):
    """The last task of producing and purchasing for an order was done."""

    code, moment, news = "produced", "moment", News.PRODUCED
    label = _("Goods ready")
    about = _("The moment when the last task before the goods are sent was done")
    subject, to_order = "order_id", "order"
    columns: ClassVar[dict[str, str]] = of_order("order")

    def rows(self) -> QuerySet[Any]:
        """Orders whose phases of making goods are all reached."""
        rows = OrderPhase.objects.filter(phase__stage=Stage.PREPARING, order__status__in=BINDING)
        grouped = rows.exclude(order__origin=Origin.HISTORY).values("order_id")
        return grouped.annotate(moment=Max("reached_at"), left=Count("pk", filter=Q(reached_at=None))).filter(left=0)

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        """The orders are found by one of their phases, by index; then all of theirs are looked at."""
        near = OrderPhase.objects.filter(reached_at__range=(first, last)).order_by().values("order_id")
        return super().within(rows.filter(order__in=near), first, last)


class _Sent(Happened):
    """Goods of an order on their way: one document, or several of one moment."""

    states: ClassVar[tuple[str, ...]] = ()
    subject, to_order = "order_id", "order"
    columns: ClassVar[dict[str, str]] = of_order("order")
    words: ClassVar[Mapping[str, Text]] = {
        **facts.ORDER_WORDS,
        **facts.GOODS,
        "document": _("Outbound number"),
        "carrier": _("Carrier"),
        "waybill": _("Waybill number"),
        "arrival": _("Expected day of arrival"),
        "signer": _("Who signed"),
    }

    def rows(self) -> QuerySet[Any]:
        rows = OutboundLine.objects.filter(document__status__in=self.states, order__status__in=BINDING)
        return rows.exclude(order__origin=Origin.HISTORY).distinct()

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        orders = facts.Orders((pk for pk, _due in keys), reader)
        rows = OutboundLine.objects.filter(
            order__in={pk for pk, _due in keys},
            document__status__in=self.states,
            **{f"{self.moment}__in": {due for _pk, due in keys}},
        )
        found: dict[Key, list[OutboundLine]] = {}
        for row in rows.select_related("document__carrier", "order_line").annotate(at=F(self.moment)).order_by("pk"):
            found.setdefault((row.order_id, row.at), []).append(row)  # type: ignore[attr-defined]
        return {
            (pk, due): Facts(orders.title(pk), orders.url(pk), {**orders.words(pk), **_papers(found[pk, due])})
            for pk, due in keys
            if orders.get(pk) is not None and (pk, due) in found
        }


def _papers(rows: Iterable[OutboundLine]) -> dict[str, str]:
    rows = list(rows)
    papers = list(dict.fromkeys(row.document for row in rows))
    amounts: list[tuple[Any, Decimal]] = [(row.of, row.quantity) for row in rows]
    arrivals = sorted(one.arrival_date for one in papers if one.arrival_date)
    return facts.without_empty(
        {
            "goods": facts.goods(amounts),
            "document": ", ".join(one.number for one in papers),
            "carrier": ", ".join(dict.fromkeys(str(one.carrier) for one in papers if one.carrier)),
            "waybill": ", ".join(dict.fromkeys(one.waybill for one in papers if one.waybill)),
            "arrival": arrivals[-1].isoformat() if arrivals else "",
            "signer": ", ".join(dict.fromkeys(one.signer for one in papers if one.signer)),
        }
    )


class Shipped(_Sent):
    """Goods of an order left."""

    code, moment, news = "shipped", "document__audited_at", News.SHIPPED
    label = _("Goods sent")
    about = _("The moment when an outbound document was audited; each document by itself")
    states: ClassVar[tuple[str, ...]] = (_State.AUDITED, _State.SIGNED)


class Delivered(_Sent):
    """Goods of an order were signed for."""

    code, moment, news = "delivered", "document__signed_at", News.DELIVERED
    label = _("Goods signed for")
    about = _("The moment when the signing of an outbound document was written down")
    states: ClassVar[tuple[str, ...]] = (_State.SIGNED,)
