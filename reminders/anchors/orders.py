"""Anchors of orders: days of delivery and of leaving, what is not delivered yet, drafts that lie, freezes that end."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Stage, Status
from orders.service.letters.choices import News
from reminders.anchors import days, facts, reading
from reminders.anchors.choices import Group, Recipient
from reminders.anchors.reading import CHUNK, DAY, SUBJECT, RowAnchor, days_within, of_order, under_way
from reminders.anchors.source import Due, Facts, Key, Text
from reminders.anchors.staff import Staff

_LEFT = ("ordered", "shipped", "reship", "short_closed", "schedule", "promised_date", "requested_date")
_LINES = {**of_order("order"), SUBJECT: "order_id"}
_PEOPLE = (Recipient.OWNER, Recipient.EXECUTOR, Recipient.RESPONSIBLE, Recipient.HEAD)


def open_lines() -> QuerySet[OrderLine]:
    """Lines of which something is still to be delivered, of orders that are under way and not frozen."""
    rows = OrderLine.objects.filter(under_way("order", frozen=False), closure=Closure.OPEN, is_frozen=False)
    return rows.filter(ordered__gt=F("shipped") - F("reship") + F("short_closed"))


class Delivery(RowAnchor):
    """An order on each day on which something of it is to arrive."""

    code, group = "delivery", Group.DELIVERY
    label = _("Delivery day")
    about = _(
        "The promised day of arrival of what is still open, else the requested one; each day of an order by itself"
    )
    recipients = (*_PEOPLE, Recipient.CUSTOMER)
    words: ClassVar[Mapping[str, Text]] = {**facts.ORDER_WORDS, **facts.GOODS}
    news: ClassVar[str] = News.DELIVERY
    columns: ClassVar[dict[str, str]] = _LINES
    subject, moment, to_order = "order_id", "day", "order"

    def rows(self) -> QuerySet[Any]:
        """Lines that are delivered in one go."""
        return open_lines().filter(schedule=[]).annotate(day=Coalesce("promised_date", "requested_date"))

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        """Said of the two columns, so that their indexes serve it."""
        span = days_within(first, last)
        asked = Q(promised_date__isnull=True, requested_date__range=span)
        return rows.filter(Q(promised_date__range=span) | asked)

    def find(
        self, *, first: datetime, last: datetime, orders: Q | None = None, ids: Collection[int] | None = None
    ) -> Iterator[Due]:
        """Both kinds of lines, each order once a day."""
        whole = self.narrowed(self.within(self.rows(), first, last), orders, ids)
        parts = self.narrowed(open_lines().exclude(schedule=[]), orders, ids)
        span, staff, done = days_within(first, last), Staff(), None
        for row in merge(self._whole(whole), self._in_parts(parts, *span), key=lambda one: (one[SUBJECT], one[DAY])):
            key = (row[SUBJECT], row[DAY])
            if key != done:
                yield self.due(row, staff)
            done = key

    def _whole(self, rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        names, columns = [*self.columns, DAY], [*self.columns.values(), "day"]
        found = rows.order_by("order_id", "day").values_list(*columns).distinct()
        return (dict(zip(names, row, strict=True)) for row in found.iterator(chunk_size=CHUNK))

    def _in_parts(self, rows: QuerySet[Any], first: date, last: date) -> Iterator[dict[str, Any]]:
        """Lines in dated parts, an order's together: which parts are open is not for the database to say."""
        names = list(self.columns)
        found = rows.order_by("order_id").values_list(*self.columns.values(), *_LEFT)
        now: dict[str, Any] = {}
        wanted: set[date] = set()
        for row in found.iterator(chunk_size=CHUNK):
            order = dict(zip(names, row, strict=False))
            if now and order[SUBJECT] != now[SUBJECT]:
                yield from ({**now, DAY: day} for day in sorted(wanted))
                wanted = set()
            now = order
            wanted |= {day for day, _left in days.open_days(days.Left(*row[len(names) :])) if first <= day <= last}
        yield from ({**now, DAY: day} for day in sorted(wanted))

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        ids = {pk for pk, _due in keys}
        orders = facts.Orders(ids, reader)
        pieces: dict[tuple[int, date], list[Any]] = {}
        for line in open_lines().filter(order__in=ids).order_by("order_id", "line_no"):
            for day, quantity in days.open_days(days.Left(*(getattr(line, name) for name in _LEFT))):
                pieces.setdefault((line.order_id, day), []).append((line, quantity))
        found = {}
        for pk, due in keys:
            if orders.get(pk) is not None:
                said = facts.goods(pieces.get((pk, dates.business_day(due)), []))
                words = facts.without_empty({**orders.words(pk), "goods": said})
                found[pk, due] = Facts(orders.title(pk), orders.url(pk), words)
        return found


class Leaving(Delivery):
    """An order on each day on which something of it has to leave, to arrive in time: the next stage is its sending."""

    code = "to_ship"
    label = _("Day by which goods have to leave")
    about = _("The promised day less the days on the way; of lines that have a promise")
    recipients = (*_PEOPLE, Recipient.NEXT)
    news = ""

    def rows(self) -> QuerySet[Any]:
        return open_lines().filter(promised_ship_date__isnull=False).annotate(day=F("promised_ship_date"))

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        return rows.filter(promised_ship_date__range=days_within(first, last))

    def _in_parts(self, rows: QuerySet[Any], first: date, last: date) -> Iterator[dict[str, Any]]:
        return iter(())

    def due(self, row: dict[str, Any], staff: Staff) -> Due:
        """Who sends goods is next."""
        found = super().due(row, staff)
        sends = staff.responsible(Stage.LOGISTICS, row[reading.DEPARTMENT])
        people = {**found.people, str(Recipient.NEXT): staff.now([sends])}
        return Due(found.subject_id, found.order_id, found.customer_id, found.due, people, found.department_id)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        ids = {pk for pk, _due in keys}
        orders = facts.Orders(ids, reader)
        pieces: dict[tuple[int, date], list[Any]] = {}
        for line in self.rows().filter(order__in=ids).order_by("order_id", "line_no"):
            pieces.setdefault((line.order_id, line.promised_ship_date), []).append((line, line.open))
        return {
            (pk, due): Facts(
                orders.title(pk),
                orders.url(pk),
                facts.without_empty(
                    {**orders.words(pk), "goods": facts.goods(pieces.get((pk, dates.business_day(due)), []))}
                ),
            )
            for pk, due in keys
            if orders.get(pk) is not None
        }


class OfOrder(RowAnchor):
    """An anchor whose subjects are orders, one moment each."""

    subject = "pk"
    to_order = "pk"
    recipients: ClassVar[tuple[Recipient, ...]] = _PEOPLE
    words: ClassVar[Mapping[str, Text]] = facts.ORDER_WORDS

    def more(self, order: Order, reader: User | None) -> dict[str, str]:
        """What there is to say beside what is said of every order."""
        return {}

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """One statement."""
        orders = facts.Orders((pk for pk, _due in keys), reader)
        return {
            (pk, due): Facts(
                orders.title(pk), orders.url(pk), facts.without_empty({**orders.words(pk), **self.more(order, reader)})
            )
            for pk, due in keys
            if (order := orders.get(pk)) is not None
        }


class Undelivered(OfOrder):
    """An order of which something is still to be sent, on every Monday after it took effect: it is urged week by week
    (R187)."""

    code, group = "undelivered", Group.DELIVERY
    label = _("Undelivered, week by week")
    about = _("Every Monday, for orders in force of which something is still to be sent")
    repeats = False
    words: ClassVar[Mapping[str, Text]] = {
        **facts.ORDER_WORDS,
        "promised": _("The promised day of the last of it"),
        "stage": _("The stage in which the order is"),
    }
    moment = "effective_at"

    def rows(self) -> QuerySet[Any]:
        return Order.objects.filter(under_way(frozen=False)).exclude(fulfilment=Fulfilment.FULL)

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        return rows.filter(effective_at__lt=last)

    def find(
        self, *, first: datetime, last: datetime, orders: Q | None = None, ids: Collection[int] | None = None
    ) -> Iterator[Due]:
        """Each order on each Monday of the window."""
        mondays = list(_mondays(*days_within(first, last)))
        if not mondays:
            return
        rows = self.narrowed(self.within(self.rows(), first, last), orders, ids)
        names, staff = [SUBJECT, *self.columns, DAY], Staff()
        found = rows.order_by("pk").values_list("pk", *self.columns.values(), "effective_at")
        for values in found.iterator(chunk_size=CHUNK):
            row = dict(zip(names, values, strict=True))
            since = row[DAY]
            for monday in mondays:
                if dates.day_start(monday) > since:
                    yield self.due({**row, DAY: monday}, staff)

    def more(self, order: Order, reader: User | None) -> dict[str, str]:
        promised = order.promised_date
        return {"promised": promised.isoformat() if promised else "", "stage": str(Stage(order.stage).label)}


def _mondays(first: date, last: date) -> Iterator[date]:
    day = first + timedelta(-first.weekday() % 7)
    while day <= last:
        yield day
        day += timedelta(7)


class IdleDraft(OfOrder):
    """A draft that nobody touched since a day."""

    code, group = "draft_idle", Group.DECISION
    label = _("Draft last touched")
    about = _("The day on which a draft was changed last; one that was put aside on purpose does not count")
    recipients = (Recipient.OWNER, Recipient.EXECUTOR, Recipient.HEAD)
    columns: ClassVar[dict[str, str]] = {**of_order(), Recipient.EXECUTOR: "created_by_id"}
    moment = "updated_at"

    def rows(self) -> QuerySet[Any]:
        return Order.objects.filter(status=Status.DRAFT, set_aside_reason="")

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        begin, end = dates.day_range(*days_within(first, last))
        return rows.filter(updated_at__gte=begin, updated_at__lt=end)

    def due(self, row: dict[str, Any], staff: Staff) -> Due:
        return super().due({**row, DAY: dates.business_day(row[DAY])}, staff)


class FreezeEnds(OfOrder):
    """The last day of the freeze of an order, or of lines of it."""

    code, group = "freeze_ends", Group.DELIVERY
    label = _("Last day of a freeze")
    about = _("After it a frozen order or line goes on by itself")
    repeats = False
    recipients = (*_PEOPLE,)
    words: ClassVar[Mapping[str, Text]] = {**facts.ORDER_WORDS, "reason": _("Why it is frozen")}
    columns: ClassVar[dict[str, str]] = {**of_order(), Recipient.EXECUTOR: "frozen_by_id"}
    moment = "frozen_until"

    def rows(self) -> QuerySet[Any]:
        return Order.objects.filter(under_way(), is_frozen=True)

    def find(
        self, *, first: datetime, last: datetime, orders: Q | None = None, ids: Collection[int] | None = None
    ) -> Iterator[Due]:
        """Orders frozen as a whole, and those with frozen lines; each day once."""
        whole = super().find(first=first, last=last, orders=orders, ids=ids)
        done = None
        for due in merge(whole, self._lines(first, last, orders, ids), key=lambda one: one.key):
            if due.key != done:
                yield due
            done = due.key

    def _lines(self, first: datetime, last: datetime, orders: Q | None, ids: Collection[int] | None) -> Iterator[Due]:
        rows = OrderLine.objects.filter(under_way("order"), closure=Closure.OPEN, is_frozen=True)
        if orders is not None:
            rows = rows.filter(order__in=Order.objects.filter(orders).order_by().values("pk"))
        if ids is not None:
            rows = rows.filter(order__in=list(ids))
        columns = {**_LINES, Recipient.EXECUTOR: "frozen_by_id", DAY: "frozen_until"}
        found = self.within(rows, first, last).order_by("order_id", "frozen_until").values_list(*columns.values())
        staff = Staff()
        for values in found.distinct().iterator(chunk_size=CHUNK):
            yield self.due(dict(zip(columns, values, strict=True)), staff)

    def more(self, order: Order, reader: User | None) -> dict[str, str]:
        return {"reason": order.freeze_reason if reader is not None else ""}
