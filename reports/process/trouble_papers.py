"""Exceptions and complaints as papers: groups with cost and answers in time, what makes up most of them (Pareto), what
came back, which days were lost."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import dates
from customers.models import Customer
from orders.exceptions import policies as exceptions
from orders.exceptions.choices import Cause, Kind
from reports.figures import naming, policies
from reports.figures.dimensions import AXES
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, growth
from reports.layout.paper import share as part_of
from reports.process import asked, troubles
from reports.process.cycle_times import days
from reports.process.troubles import WAYS, Trouble
from reports.standard.reports import Wanted
from tasks.scheduling.choices import Cause as DelayCause

EXCEPTIONS, COMPLAINTS = "exceptions", "complaints"
AGAIN = 20
RATED = ("month", "department", "customer")  # of which orders are known as well


def exceptions_paper(wanted: Wanted) -> Paper:
    """Exceptions of all kinds. Raises NotAllowed."""
    return _paper(wanted, EXCEPTIONS, _("Exceptions"), "")


def complaints_paper(wanted: Wanted) -> Paper:
    """Complaints of customers. Raises NotAllowed."""
    return _paper(wanted, COMPLAINTS, _("Complaints"), Kind.COMPLAINT)


def _paper(wanted: Wanted, code: str, title: str, only: str) -> Paper:
    policies.require_view(wanted.actor)
    by = wanted.by or ("cause" if only else "kind")
    period, then = (wanted.since, wanted.until), asked.former(wanted)
    found = troubles.grouped(wanted, period, by, only=only)
    former = {one.key: one for one in troubles.grouped(wanted, then, by, only=only)} if then else None
    orders = troubles.orders_by(wanted, period, by if by in RATED else "")
    table = _Table(wanted, by, only, found, former, orders)
    again = list(troubles.again(wanted, period, AGAIN, only=only))
    parts = [*([_again(wanted, again)] if again else []), *([] if only else _lost(wanted))]
    return Paper(
        title=title,
        columns=tuple(table.columns()),
        rows=tuple(table.rows()),
        sums=tuple(table.sums()) if found else (),
        charts=tuple(table.charts(title)) if found else (),
        definitions=tuple(_definitions(only, found, orders)),
        notes=(_("Counted on the day on which they were reported."),),
        problem="" if found else _("Nothing was reported in this period."),
        parts=tuple(parts),
    )


class _Table:
    """Groups of cases, the greatest first with their running share; months in their order."""

    def __init__(
        self, wanted: Wanted, by: str, only: str, found: Sequence[Trouble], former: Mapping[Any, Trouble] | None,
        orders: Mapping[Any, int],
    ):  # fmt: skip
        self.wanted, self.by, self.only, self.found, self.former, self.orders = wanted, by, only, found, former, orders
        self.hides = bool(rights.effect(wanted.actor, exceptions.AMOUNT))
        self.total = sum(one.number for one in found)
        self.is_ranked = by != "month"
        self.names, self.codes = _names(wanted, by, [one.key for one in found])

    def columns(self) -> Iterator[Column]:
        yield Column("member", WAYS[self.by].label)
        yield Column("number", pgettext("how many", "Number"), Form.COUNT)
        yield Column("share", _("Share"), Form.SHARE)
        if self.is_ranked:
            yield Column("running", _("Running share"), Form.SHARE, definition=_("This row with all above it."))
        if self.by in RATED:
            yield Column("rate", _("Per 100 orders"), Form.FACTOR, definition=_("Orders that took effect meanwhile."))
        yield Column("open", _("Not closed"), Form.COUNT)
        yield Column("in_time", _("Answered in time"), Form.SHARE, definition=_in_time())
        yield Column("median", _("Days until closed, median"), Form.DAYS)
        yield Column("cost", _("Cost"), Form.MONEY, is_hidden=self.hides)
        if self.former is not None:
            yield Column("former", pgettext("column", "Before"), Form.COUNT)
            yield Column("change", pgettext("report", "Change"), Form.GROWTH)

    def rows(self) -> Iterator[Row]:
        running = 0
        for one in self.found:
            running += one.number
            url = self._list(one.key)
            yield Row(
                tuple(self._cells(self.names.get(one.key) or naming.nothing(), one, running)),
                key=str(one.key),
                links={"number": url} if url else {},
                is_unfinished=self.by == "month" and one.key == self.wanted.today.replace(day=1),
            )

    def sums(self) -> Iterator[Cell]:
        whole = Trouble(
            None,
            self.total,
            sum(one.open for one in self.found),
            sum(one.due for one in self.found),
            sum(one.in_time for one in self.found),
            sum((one.cost for one in self.found), Decimal(0)),
            None,
        )
        yield from self._cells(pgettext("row of a report", "Total"), whole, self.total)

    def _cells(self, name: Text, one: Trouble, running: int) -> Iterator[Cell]:
        yield name
        yield one.number
        yield part_of(one.number, self.total)
        if self.is_ranked:
            yield part_of(running, self.total)
        if self.by in RATED:
            orders = self.orders.get(one.key)
            yield Decimal(100 * one.number) / orders if orders else None
        yield one.open
        yield part_of(one.in_time, one.due)
        yield days(one.median)
        yield None if self.hides else one.cost
        if self.former is not None:
            was = self.former.get(one.key)
            if one.key is None:
                number = sum(each.number for each in self.former.values())
            else:
                number = was.number if was else 0
            yield number
            yield growth(one.number, number)

    def charts(self, title: str) -> Iterator[Chart]:
        if self.is_ranked:
            yield Chart(Shape.BARS, title, "member", (Series("number"),))
            yield Chart(Shape.LINES, _("Running share"), "member", (Series("running"),))
        else:
            series = (Series("number"), *([Series("former", is_former=True)] if self.former is not None else []))
            yield Chart(Shape.BARS, title, "member", series)

    def _list(self, key: Any) -> str:
        """The list of a group's cases; "" where no condition of the list says it."""
        if not self.wanted.here or self.wanted.department or self.wanted.region or self.wanted.product:
            return ""
        since, until, query = self.wanted.since, self.wanted.until, {}
        if self.by == "month":
            since, until = max(since, key), min(until, dates.month_end(key))
        elif self.by == "customer":
            query["customer"] = self.codes[key]
        elif WAYS[self.by].condition and key:
            query[WAYS[self.by].condition] = key
        else:
            return ""
        if self.only and self.by != "kind":
            query["kind"] = self.only
        return f"/exceptions/?{urlencode({**query, 'raised_from': since, 'raised_to': until})}"


def _names(wanted: Wanted, by: str, keys: Sequence[Any]) -> tuple[dict[Any, Any], dict[Any, str]]:
    """Key → what it is called; of customers their codes as well. Products' names are not for who sees none."""
    way = WAYS[by]
    if way.words:
        return dict(way.words), {}
    if by == "product" and not rights.can(wanted.actor, "product.view"):
        return {key: f"#{key}" if key else naming.nothing() for key in keys}, {}
    codes = dict(Customer.objects.filter(pk__in=keys).values_list("pk", "code")) if by == "customer" else {}
    return naming.names_of(AXES[way.axis], keys), codes


def _again(wanted: Wanted, found: Sequence[troubles.Again]) -> Paper:
    """Causes that came back with the same customer or product."""
    hides = bool(rights.effect(wanted.actor, exceptions.AMOUNT))
    names = {of: _names(wanted, of, [one.key for one in found if one.of == of])[0] for of in ("customer", "product")}
    causes = dict(Cause.choices)
    return Paper(
        title=_("What came back"),
        columns=(
            Column("cause", _("Root cause")),
            Column("of", _("Customer or product")),
            Column("name", _("Name")),
            Column("number", pgettext("how many", "Number"), Form.COUNT),
            Column("cost", _("Cost"), Form.MONEY, is_hidden=hides),
            Column("last", _("Last reported"), Form.DAY),
        ),
        rows=tuple(
            Row(
                (
                    causes.get(one.cause, one.cause),
                    AXES[one.of].label,
                    names[one.of].get(one.key, ""),
                    one.number,
                    None if hides else one.cost,
                    one.last,
                ),
                key=f"{one.of}:{one.key}:{one.cause}",
            )
            for one in found
        ),
        notes=(_("The same root cause more than once in the period with one customer, or with one product."),),
    )


def _lost(wanted: Wanted) -> Iterator[Paper]:
    """The delay ledger by cause."""
    found = troubles.lost(wanted)
    if not found:
        return
    words = dict(DelayCause.choices)
    total = sum(one.days for one in found)
    yield Paper(
        title=_("Days lost, by cause"),
        columns=(
            Column("cause", _("Cause")),
            Column("moves", pgettext("delays", "Moves"), Form.COUNT),
            Column("days", _("Days of work"), Form.COUNT, definition=_("By which planned days moved to later ones.")),
            Column("share", _("Share"), Form.SHARE),
            Column("told", _("Customer told"), Form.SHARE),
        ),
        rows=tuple(
            Row(
                (words.get(one.cause, one.cause), one.moves, one.days, part_of(one.days, total),
                 part_of(one.told, one.moves)),
                key=one.cause,
            )
            for one in found
        ),
        sums=(pgettext("row of a report", "Total"), sum(one.moves for one in found), total, Decimal(1),
              part_of(sum(one.told for one in found), sum(one.moves for one in found))),
        notes=(_("From the ledger of moved days: what tasks, supply and phases were put off by in the period."),),
    )  # fmt: skip


def _in_time() -> str:
    return _("Answered by their hour and never escalated ÷ answered, or due before today.")


def _definitions(only: str, found: Sequence[Trouble], orders: Mapping[Any, int]) -> Iterator[Definition]:
    total, whole = sum(one.number for one in found), orders.get(None, 0)
    term = _("Complaints per 100 orders") if only else _("Exceptions per 100 orders")
    yield Definition(
        term,
        _("How many there are for a hundred orders."),
        _("Reported in the period × 100"),
        _("Orders that took effect in the period"),
        figures=f"{total:,} × 100 ÷ {whole:,} = {Decimal(100 * total) / whole:.2f}" if whole else "",
    )
    due, in_time = sum(one.due for one in found), sum(one.in_time for one in found)
    yield Definition(
        _("Answered in time"),
        _("How often somebody answered before the hour that the severity gives."),
        _("Answered by the hour, never escalated"),
        _("Answered, or due before today"),
        _("Those whose answer is not due yet"),
        figures=f"{in_time:,} ÷ {due:,}" if due else "",
    )
    yield Definition(
        _("Running share"),
        _("The rows from the greatest down: those above 80 % are the few causes that make most of it (Pareto)."),
        _("This row and all above it"),
        _("All"),
    )
