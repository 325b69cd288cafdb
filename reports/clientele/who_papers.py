"""Who stands behind the counts of customers, one by one (R271): those of a repurchase rate, those new, kept, won back
and lost in each month."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.clientele import return_reading, scope
from reports.clientele.return_reading import WITHIN, Comer, InMonth
from reports.clientele.scope import Days
from reports.figures import naming
from reports.figures.dimensions import Time
from reports.figures.question import next_start, start_of
from reports.layout.paper import Cell, Column, Form, Paper, Row, Text
from reports.standard.reports import Wanted

Counted = tuple[str, date, date]  # a measure over days
BEHIND = {"again": 0, **{f"within{number}": number for number in WITHIN}}
AGAIN = (
    ("again", gettext_lazy("Who orders again, one by one")),
    ("within30", gettext_lazy("Who orders again within 30 days")),
    ("within60", gettext_lazy("Who orders again within 60 days")),
    ("within90", gettext_lazy("Who orders again within 90 days")),
    ("within180", gettext_lazy("Who orders again within 180 days")),
)
KINDS = ("new", "kept", "back", "lost")
IN_MONTHS = (
    ("months", pgettext_lazy("told by", "Months")),
    ("new", gettext_lazy("Who is new")),
    ("kept", gettext_lazy("Who was kept")),
    ("back", gettext_lazy("Who was won back")),
    ("lost", gettext_lazy("Who is lost")),
)


def again(wanted: Wanted, days: Days) -> Paper:
    """The customers of the period behind one of the rates, those who ordered again first."""
    within = BEHIND[wanted.by]
    found, whole = return_reading.comers(wanted, days, within, wanted.top or 50)
    named = scope.names("customer", {one.customer_id for one in found})
    is_hidden = not scope.sees_amounts(wanted.actor)
    return Paper(
        title=str(dict(AGAIN)[wanted.by]),
        columns=tuple(_columns(is_hidden=is_hidden)),
        rows=[_row(wanted, days, one, named[one.customer_id], is_hidden=is_hidden) for one in found],
        facts=(
            (pgettext("orders of a report", "Customers"), f"{whole.customers:,}"),
            (_("of them again"), f"{whole.again:,}"),
        ),
        notes=_cut(len(found), whole.customers),
        problem="" if found else _("Nobody was found."),
    )


def _columns(*, is_hidden: bool) -> Iterator[Column]:
    yield Column("customer", _("Customer"))
    yield Column("again", _("Ordered again"))
    yield Column("first", _("First order of the period"), Form.DAY)
    yield Column("next", _("Next order"), Form.DAY, definition=_("His next day with an order in the period."))
    yield Column("gap", _("Days between"), Form.COUNT)
    yield Column("days", _("Days with an order"), Form.COUNT)
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("amount", _("Order amount"), Form.MONEY, is_hidden=is_hidden)


def _row(wanted: Wanted, days: Days, one: Comer, name: str, *, is_hidden: bool) -> Row:
    cells: tuple[Cell, ...] = (
        name,
        _("Yes") if one.again else _("No"),
        one.first,
        one.next,
        (one.next - one.first).days if one.next else None,
        one.days,
        one.orders,
        None if is_hidden else one.amount,
    )
    counts = ("orders",) if is_hidden else ("orders", "amount")
    return _linked(wanted, cells, one.customer_id, {code: (code, days.since, days.until) for code in counts})


def in_months(wanted: Wanted, days: Days) -> Paper:
    """The customers who are new, kept, won back or lost in the months of the period, the latest first."""
    found, whole = return_reading.in_months(
        wanted, start_of(Time.MONTH, days.since), days.until, KINDS.index(wanted.by), wanted.top or 50
    )
    named = scope.names("customer", {one.customer_id for one in found})
    is_hidden = not scope.sees_amounts(wanted.actor)
    is_lost = wanted.by == "lost"
    return Paper(
        title=str(dict(IN_MONTHS)[wanted.by]),
        columns=tuple(_month_columns(is_lost=is_lost, is_hidden=is_hidden)),
        rows=[_in_month(wanted, one, named[one.customer_id], is_lost=is_lost, is_hidden=is_hidden) for one in found],
        facts=((pgettext("orders of a report", "Customers"), f"{whole:,}"),),
        notes=_cut(len(found), whole),
        problem="" if found else _("Nobody was found."),
    )


def _month_columns(*, is_lost: bool, is_hidden: bool) -> Iterator[Column]:
    yield Column("customer", _("Customer"))
    yield Column("month", _("Lost in") if is_lost else pgettext("period", "Month"))
    yield Column("before", _("Last ordered in") if is_lost else _("Before it in"))
    yield Column("amount", _("Lost a year") if is_lost else _("Order amount"), Form.MONEY, is_hidden=is_hidden)


def _in_month(wanted: Wanted, one: InMonth, name: str, *, is_lost: bool, is_hidden: bool) -> Row:
    last = date.fromordinal(next_start(Time.MONTH, one.month).toordinal() - 1)
    cells: tuple[Cell, ...] = (
        name,
        naming.stretch(Time.MONTH, one.month),
        naming.stretch(Time.MONTH, one.before) if one.before else "",
        None if is_hidden else one.amount,
    )
    counts = {} if is_hidden or is_lost else {"amount": ("amount", one.month, min(last, wanted.until))}
    return _linked(wanted, cells, one.customer_id, counts)


def _linked(wanted: Wanted, cells: tuple[Cell, ...], customer: int, counts: Mapping[str, Counted]) -> Row:
    links = {column: scope.rows_of(wanted, *one, customer=customer) for column, one in counts.items()}
    return Row(
        cells,
        key=str(customer),
        url=scope.analysis(wanted, customer),
        links={column: url for column, url in links.items() if url},
    )


def _cut(shown: int, whole: int) -> tuple[Text, ...]:
    """Where the list is longer than what is shown."""
    if shown >= whole:
        return ()
    return (_("These are %(shown)s of %(count)s customers.") % {"shown": f"{shown:,}", "count": f"{whole:,}"},)
