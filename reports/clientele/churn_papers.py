"""Signals of churn as papers (R281): how many customers and how much money, and who it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import User
from customers.models import Customer as Archive
from reports.clientele import churn_reading, rhythm, scope, thresholds
from reports.clientele.churn_reading import Count, Customer
from reports.clientele.rhythm import SIGNALS, STATES, Said, Signal, State
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.figures.measures import AMOUNT
from reports.layout import wording
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, growth, share
from reports.standard.reports import Wanted

CODE = "customer-churn"
_LISTED = (Signal.LEAVING, Signal.LATE, Signal.FALLING, Signal.STEADY, Signal.UNKNOWN, Signal.LOST)
_STATED = (State.NEW, State.BACK)
CHOICES = (
    ("signals", pgettext_lazy("told by", "Signals")),
    *((str(one), SIGNALS[one]) for one in _LISTED),
    *((str(one), STATES[one].label) for one in _STATED),
)


def make(wanted: Wanted) -> Paper:
    """The signals, or the customers of one. Raises NotAllowed for who does not see amounts: signals tell them."""
    scope.require(wanted, AMOUNT)
    days, limits = scope.days_of(wanted), thresholds.current()
    if wanted.by in set(_LISTED):
        return _listed(wanted, days, rhythm.said(limits)[Signal(wanted.by)], {"signal": wanted.by}, limits)
    if wanted.by in set(_STATED):
        return _listed(wanted, days, STATES[State(wanted.by)], {"state": wanted.by}, limits)
    return _counted(wanted, days, limits)


def _counted(wanted: Wanted, days: Days, limits: Thresholds) -> Paper:
    found, signals = churn_reading.counts(wanted, days, limits), rhythm.said(limits)
    whole = [one for one in found if one.state is not State.LOST]
    rows = [_line(wanted, signals[one], str(one), (c for c in found if c.signal is one), whole) for one in signals]
    states = [_line(wanted, STATES[one], str(one), (c for c in found if c.state is one), whole) for one in STATES]
    label = pgettext("of a customer", "Signal")
    paper = Paper(
        title=_("Signals of churn"),
        columns=tuple(_columns(label)),
        rows=rows if found else (),
        sums=_cells(pgettext("row of a report", "Total"), found, (), "") if found else (),
        facts=(scope.compared(days),),
        charts=(Chart(Shape.BARS, _("Customers by signal"), "what", (Series("customers"),)),),
        definitions=_definitions(limits),
        problem="" if found else _("Nothing was found in this period."),
    )
    if not found:
        return paper
    part = Paper(
        title=_("New, kept, won back, lost"),
        columns=tuple(_columns(pgettext("of a customer", "State"))),
        rows=states,
        charts=(Chart(Shape.BARS, _("Amount of this period and of the one before"), "what", _BOTH),),
    )
    return replace(paper, parts=(part,))


_BOTH = (Series("now"), Series("before"))


def _columns(label: Text) -> Iterator[Column]:
    yield Column("what", label)
    yield Column("customers", _("Customers"), Form.COUNT)
    yield Column(
        "share",
        _("Share of customers"),
        Form.SHARE,
        definition=_("Of those who ordered in the period; those lost are told as a share of them too."),
    )
    yield Column("now", pgettext("figures", "This period"), Form.MONEY, _("Order amount"))
    yield Column("before", _("The period before"), Form.MONEY, _("Order amount"))
    yield Column("change", pgettext("report", "Change"), Form.GROWTH, _("Order amount"))
    yield Column("meaning", _("When it is given"))


def _line(wanted: Wanted, said: Said, by: str, found: Iterable[Count], whole: Sequence[Count]) -> Row:
    mine = list(found)
    is_listed = bool(mine) and by in {code for code, _label in CHOICES}
    return Row(
        _cells(str(said.label), mine, whole, str(said.meaning)),
        key=by,
        url=scope.here(wanted, CODE, by=by) if is_listed else "",
    )


def _cells(name: str, mine: Sequence[Count], whole: Sequence[Count], meaning: str) -> tuple[Cell, ...]:
    count = sum(one.customers for one in mine)
    now, before = sum(one.now for one in mine), sum(one.before for one in mine)
    part = share(count, sum(one.customers for one in whole)) if whole else None
    return name, count, part, now, before, growth(now, before), meaning


def _listed(wanted: Wanted, days: Days, said: Said, which: dict[str, str], limits: Thresholds) -> Paper:
    found, whole = churn_reading.listed(wanted, days, which, wanted.top or 50, limits)
    keys = {one.customer_id for one in found}
    named, owners = scope.names("customer", keys), _owners(wanted.actor, keys)
    rows = [_row(wanted, days, one, named[one.customer_id], owners.get(one.customer_id, "")) for one in found]
    return Paper(
        title=_("Customers: %(signal)s") % {"signal": said.label},
        columns=tuple(_list_columns()),
        rows=rows,
        facts=(scope.compared(days), (_("Customers"), f"{whole:,}")),
        definitions=_definitions(limits),
        notes=(str(said.meaning),),
        problem="" if rows else _("Nobody was found."),
    )


def _owners(actor: User, keys: set[int]) -> dict[int, str]:
    """Customer → who is in charge of him."""
    rows = Archive.objects.filter(pk__in=keys, owner__isnull=False)
    return dict(rows.values_list("pk", "owner__name"))


def _row(wanted: Wanted, days: Days, one: Customer, name: str, owner: str) -> Row:
    expected = one.last + timedelta(days=int(one.usual.to_integral_value())) if one.usual is not None else None
    cells: tuple[Cell, ...] = (
        name,
        owner,
        str(SIGNALS[one.signal]),
        one.last,
        one.since_last,
        one.usual,
        expected,
        one.over,
        one.orders,
        one.now,
        one.before,
        growth(one.now, one.before),
    )
    links = {"before": scope.rows_of(wanted, "amount", days.first, days.last, customer=one.customer_id)}
    if one.orders:
        links["now"] = scope.rows_of(wanted, "amount", days.since, days.until, customer=one.customer_id)
    return Row(
        cells,
        key=str(one.customer_id),
        url=scope.analysis(wanted, one.customer_id),
        links={name: url for name, url in links.items() if url},
    )


def _list_columns() -> Iterator[Column]:
    yield Column("customer", _("Customer"))
    yield Column("owner", _("Salesperson"))
    yield Column("signal", pgettext("of a customer", "Signal"))
    yield Column("last", _("Last order"), Form.DAY)
    yield Column("since", _("Days since the last order"), Form.COUNT)
    yield Column("usual", _("Orders every … days"), Form.DAYS, definition=_interval())
    yield Column("expected", _("Next order expected"), Form.DAY)
    yield Column("over", _("Days over"), Form.DAYS, definition=_("Days since the last order less the interval."))
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("now", pgettext("figures", "This period"), Form.MONEY, _("Order amount"))
    yield Column("before", _("The period before"), Form.MONEY, _("Order amount"))
    yield Column("change", pgettext("report", "Change"), Form.GROWTH, _("Order amount"))


def _interval() -> str:
    return _(
        "The median of the days between his order days in the last three years; several orders of one day are one. "
        "Nothing is said of fewer than three order days."
    )


def _definitions(limits: Thresholds) -> tuple[Definition, ...]:
    not_counted = _("Drafts, void orders and types that do not count (samples, loans)")
    return (
        Definition(_("Orders every … days"), _interval(), exclusions=not_counted),
        *(
            Definition(wording.said_of(pgettext("of a customer", "Signal"), one.label), one.meaning)
            for one in rhythm.said(limits).values()
        ),
        *(
            Definition(wording.said_of(pgettext("of a customer", "State"), one.label), one.meaning)
            for one in STATES.values()
        ),
    )
