"""Cycle times as a paper: each stretch against the period before, by whatever is asked for, and the slowest orders."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from customers.models import Customer
from orders.order.models import Order
from reports.figures import naming, policies
from reports.figures.dimensions import AXES, Axis, Source, Time
from reports.figures.question import next_start, stretches
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.process import asked, cycles
from reports.process.cycles import STRETCHES, Group, Length
from reports.standard.reports import Wanted

CODE = "cycle-times"
NOBODY = Length(0, None, None)
SLOWEST = next(one for one in STRETCHES if one.code == "deliver")


def paper(wanted: Wanted) -> Paper:
    """How long each stretch took (R268). Raises NotAllowed."""
    policies.require_view(wanted.actor)
    axis = AXES[wanted.by or cycles.BY[0]]
    now, members = cycles.whole_and_members(wanted, (wanted.since, wanted.until), axis)
    days = asked.former(wanted)
    then = cycles.lengths(wanted, days) if days else []
    parts = [*_by_member(wanted, axis, members), _slowest(wanted)] if now else []
    return Paper(
        title=_("Cycle times"),
        columns=tuple(_columns(is_compared=days is not None)),
        rows=tuple(_rows(now, then[0] if then else None, is_compared=days is not None)) if now else (),
        charts=_charts(is_compared=days is not None) if now else (),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted)),
        problem="" if now else _("No order took effect in this period."),
        parts=tuple(parts),
    )


def _columns(*, is_compared: bool) -> Iterator[Column]:
    yield Column("stretch", _("Stretch"))
    yield Column("orders", _("Orders"), Form.COUNT, definition=_("Orders of which both ends of the stretch are known."))
    yield Column("median", _("Median, days"), Form.DAYS, definition=_("Half of the orders took at most so long."))
    yield Column(
        "most", _("90th percentile, days"), Form.DAYS, definition=_("Nine orders in ten took at most so long.")
    )
    if is_compared:
        before = pgettext("report", "Compared with")
        yield Column("former_orders", _("Orders"), Form.COUNT, before)
        yield Column("former", _("Median, days"), Form.DAYS, before)
        yield Column("former_most", _("90th percentile, days"), Form.DAYS, before)
        yield Column("change", pgettext("report", "Change"), Form.GROWTH, before)


def _rows(now: Group, then: Group | None, *, is_compared: bool) -> Iterator[Row]:
    for place, one in enumerate(STRETCHES):
        mine = now.lengths[place]
        cells: list[Any] = [one.label, mine.count, days(mine.median), days(mine.most)]
        if is_compared:
            was = then.lengths[place] if then else NOBODY
            grown = asked.change(mine.median, was.median, Form.DAYS)
            cells += [was.count, days(was.median), days(was.most), share(grown)]
        yield Row(tuple(cells), key=one.code, is_sum=one.code in ("deliver", "whole"))


def _charts(*, is_compared: bool) -> tuple[Chart, ...]:
    series = (Series("median"), Series("most"), *([Series("former", is_former=True)] if is_compared else []))
    return (Chart(Shape.BARS, _("Days by stretch"), "stretch", series),)


# --- by a member ----------------------------------------------------------------------------------


def _by_member(wanted: Wanted, axis: Axis, found: list[Group]) -> Iterator[Paper]:
    """The same by month, department, salesperson …: median and ninth decile of every stretch."""
    if axis.source is Source.TIME:
        known = {one.key: one for one in found}
        none = tuple(NOBODY for _one in STRETCHES)
        every = stretches(Time(axis.code), wanted.since, min(wanted.until, max(known)))
        shown = [known.get(key, Group(key, 0, none)) for key in every]
    else:
        shown = sorted(found, key=lambda one: -one.orders)[: wanted.top or None]
    names = naming.names_of(axis, [one.key for one in shown])
    is_time = axis.source is Source.TIME
    yield Paper(
        title=_("By %(axis)s") % {"axis": axis.label},
        columns=tuple(_member_columns(axis)),
        rows=tuple(_member(wanted, axis, one, names[one.key]) for one in shown),
        charts=(
            Chart(
                Shape.LINES if is_time else Shape.BARS,
                _("Median days by %(axis)s") % {"axis": axis.label},
                "member",
                tuple(Series(code) for code in ("approve", "begin", "deliver", "whole")),
            ),
        ),
        notes=() if len(shown) >= len(found) else (_("The largest are shown."),),
    )


def _member_columns(axis: Axis) -> Iterator[Column]:
    yield Column("member", axis.label)
    yield Column("orders", _("Orders"), Form.COUNT)
    for one in STRETCHES:
        yield Column(one.code, pgettext("column", "Median"), Form.DAYS, one.label, one.meaning)
        yield Column(f"{one.code}~most", pgettext("column", "90 %"), Form.DAYS, one.label)


def _member(wanted: Wanted, axis: Axis, group: Group, name: str) -> Row:
    cells: list[Any] = [name, group.orders]
    for one in group.lengths:
        cells += [days(one.median), days(one.most)]
    is_time = axis.source is Source.TIME
    unfinished = is_time and group.key <= wanted.today < next_start(Time(axis.code), group.key)
    return Row(tuple(cells), key=str(group.key), url=_down(wanted, axis, group.key), is_unfinished=unfinished)


def _down(wanted: Wanted, axis: Axis, key: Any) -> str:
    """One level down: a month by departments, a department by salespeople, a region by classes."""
    if axis.source is Source.TIME:
        end = min(wanted.until, next_start(Time(axis.code), key) - timedelta(days=1))
        return asked.way(CODE, wanted, since=max(wanted.since, key), until=end, by="department")
    if axis.code in ("department", "salesperson", "region") and key:
        below = {"department": "salesperson", "salesperson": "month", "region": "class"}[axis.code]
        return asked.way(CODE, wanted, by=below, **{axis.code: key})
    return ""


# --- the slowest ----------------------------------------------------------------------------------


def _slowest(wanted: Wanted) -> Paper:
    found = cycles.slowest(wanted, SLOWEST, min(wanted.top or 20, 20))
    rows = Order.objects.filter(pk__in=[one.order_id for one in found]).only("number")
    numbers = {one.pk: one for one in rows}
    names = dict(Customer.objects.filter(pk__in=[one.customer_id for one in found]).values_list("pk", "name"))
    return Paper(
        title=_("The slowest orders, from submission until signed for"),
        columns=(
            Column("order", _("Order")),
            Column("customer", _("Customer")),
            Column("booked", _("Effective since"), Form.DAY),
            *(Column(one.code, one.label, Form.DAYS, definition=one.meaning) for one in STRETCHES),
        ),
        rows=tuple(
            Row(
                (
                    numbers[one.order_id].display_number,
                    names.get(one.customer_id, ""),
                    one.booked,
                    *(days(value) for value in one.days),
                ),
                key=str(one.order_id),
                url=asked.page(wanted, f"/orders/{numbers[one.order_id].reference}/"),
            )
            for one in found
            if one.order_id in numbers
        ),
        problem="" if found else _("No order of this period was signed for yet."),
    )


# --- words ----------------------------------------------------------------------------------------


def _definitions() -> Iterator[Definition]:
    for one in STRETCHES:
        yield Definition(
            term=one.label,
            meaning=one.meaning,
            numerator=_("Calendar days between the two moments; 0 where the second came first"),
            exclusions=_("Orders of which one of the two moments is not known; order types that do not count"),
        )


def _notes(wanted: Wanted) -> Iterator[str]:
    yield _("Orders that took effect in the period. Days are calendar days: customers wait on holidays too.")
    if (wanted.today - wanted.until).days < 60:
        yield _(
            "Of the latest orders only the quick ones have come to the later stretches: they look faster than they are."
        )


def days(value: float | Decimal | None) -> Decimal | None:
    """A length of time as cells have it: two decimals."""
    return None if value is None else Decimal(repr(round(float(value), 2)))


def share(value: float | None) -> Decimal | None:
    """A share as cells have it."""
    return None if value is None else Decimal(repr(round(float(value), 4)))
