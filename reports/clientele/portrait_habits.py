"""How a customer orders and pays, as tables of his analysis."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.clientele import rhythm, scope
from reports.clientele.portrait import Portrait
from reports.layout.paper import Cell, Column, Definition, Form, Paper, Row, share
from reports.standard.reports import Wanted

MONDAY = date(2026, 11, 23)


def tables(wanted: Wanted, found: Portrait) -> tuple[Paper | None, ...]:
    """Rhythm, habits and payment; None where there is nothing to be said."""
    return _rhythm(found), _habits(wanted, found), _payment(found)


def _rhythm(found: Portrait) -> Paper | None:
    mine = found.rhythm
    if not mine.days:
        return None
    usual = mine.usual
    cells: tuple[Cell, ...] = (
        mine.days[0],
        mine.last,
        len(mine.days),
        mine.since_last,
        usual,
        mine.expected,
        mine.over,
    )
    return Paper(
        title=_("How often he orders"),
        columns=(
            Column("first", _("First order"), Form.DAY, definition=_("Of the last three years.")),
            Column("last", _("Last order"), Form.DAY),
            Column(
                "days", _("Order days"), Form.COUNT, definition=_("In three years; several orders of a day are one.")
            ),
            Column("since", _("Days since the last order"), Form.COUNT),
            Column("usual", _("Orders every … days"), Form.DAYS, definition=_("The median of the days between them.")),
            Column("expected", _("Next order expected"), Form.DAY),
            Column("over", _("Days over"), Form.DAYS, definition=_("Days since the last order less the interval.")),
        ),
        rows=(Row(cells, key="rhythm"),),
        notes=()
        if usual is not None
        else (
            _("Fewer than %(count)s order days in three years: no interval is told.") % {"count": rhythm.FEWEST_DAYS},
        ),
    )


# --- habits -----------------------------------------------------------------------------------


def _habits(wanted: Wanted, found: Portrait) -> Paper | None:
    orders = found.habits.orders
    if not orders:
        return None
    weekdays = {weekday(key): count for key, count in found.course.weekdays(*_period(found)).items()}
    channels = _named("channel", found.habits.channels)
    types = _named("type", found.habits.types)
    rows = [
        *_usual("weekday", _("Weekday"), weekdays, orders),
        *_usual("channel", _("Channel"), channels, orders),
        *_usual("type", _("Order type"), types, orders),
    ]
    size, largest = found.habits.size, found.habits.largest
    return Paper(
        title=pgettext("of a customer", "Habits"),
        columns=(
            Column("habit", pgettext("of a customer", "Habit")),
            Column("usual", _("As a rule")),
            Column("orders", _("Orders"), Form.COUNT),
            Column("share", _("Share"), Form.SHARE),
            Column("next", _("Next most often")),
        ),
        rows=rows,
        facts=((_("Usual order"), _amount(size)), (_("Largest order"), _amount(largest))),
        notes=(
            _("A usual order comes to %(size)s (median), the largest of the period to %(largest)s.")
            % {"size": _amount(size), "largest": _amount(largest)},
        ),
    )


def _amount(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:,.2f}"


def _period(found: Portrait) -> tuple[date, date]:
    return found.days.since, found.days.until


def weekday(number: int) -> str:
    """A day of the week by its number, Monday is 0."""
    return formats.date_format(date.fromordinal(MONDAY.toordinal() + number), "l")


def _named(axis: str, found: Mapping[int, int]) -> dict[str, int]:
    named: dict[Any, str] = scope.names(axis, set(found))
    return {named[key]: count for key, count in found.items()}


def _usual(key: str, label: str, found: Mapping[str, int], orders: int) -> Iterator[Row]:
    """The most frequent and what comes after it."""
    if found:
        (first, count), *rest = found.items()
        after = _(", ").join(f"{name} {number}" for name, number in rest[:2])
        yield Row((label, first, count, share(count, orders), after), key=key)


# --- payment ----------------------------------------------------------------------------------


def _payment(found: Portrait) -> Paper | None:
    mine = found.paying
    if not mine.due:
        return None
    cells = (mine.due, mine.amount, mine.paid, mine.average, mine.usual, mine.late, share(mine.late, mine.due))
    return Paper(
        title=_("How he pays"),
        columns=(
            Column(
                "due", _("Payments that fell due"), Form.COUNT, definition=_("Rows of payment plans that fell due.")
            ),
            Column("amount", _("Amount due"), Form.MONEY),
            Column("paid", pgettext("payments", "Paid"), Form.COUNT),
            Column("average", _("Days late on average"), Form.DAYS, definition=_late()),
            Column("usual", _("Days late as a rule"), Form.DAYS, definition=_("The median of them.")),
            Column("late", pgettext("payments", "Late"), Form.COUNT, definition=_open()),
            Column("share", _("Share late"), Form.SHARE),
            Column("open", _("Overdue now"), Form.MONEY),
        ),
        rows=(Row((*cells, mine.open_amount), key="payment"),),
        definitions=(
            Definition(
                _("Days late on average"),
                _late(),
                _("Days from the due date to the last money allotted, added up"),
                _("Payments that fell due in the period and are paid"),
                _("Orders taken over as history; orders that you may not see"),
            ),
        ),
    )


def _open() -> str:
    return _("Paid after their day, or past it and still open.")


def _late() -> str:
    return _("Of those paid; a payment before its day counts as none late.")
