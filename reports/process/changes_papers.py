"""Statistics of change requests as a paper (R203): the room's own figures, with shares, rates and the period before."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from accounts.people.models import Department
from common import dates
from customers.models import Customer
from orders.changes.models import ChangeRequest
from orders.changes.statistics import queries
from orders.changes.statistics.queries import WAYS, By
from orders.changes.statistics.queries import Row as Figures
from reports.figures import policies
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, growth
from reports.layout.paper import share as part_of
from reports.process import asked, troubles
from reports.standard import conditions
from reports.standard.reports import Wanted

CODE = "changes"
_RATED = {By.MONTH: "month", By.DEPARTMENT: "department", By.CUSTOMER: "customer"}


def paper(wanted: Wanted) -> Paper:
    """Changes of orders requested in the period. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    by, period, then = By(wanted.by or By.REASON), (wanted.since, wanted.until), asked.former(wanted)
    rows = _requests(wanted, period)
    found, whole = queries.grouped(wanted.actor, rows, by), queries.whole(wanted.actor, rows)
    former = (
        {one.key: one.number for one in queries.grouped(wanted.actor, _requests(wanted, then), by)} if then else None
    )
    table = _Table(wanted, by, found, whole, former)
    return Paper(
        title=pgettext("report", "Changes of orders"),
        columns=tuple(table.columns()),
        rows=tuple(table.rows()),
        sums=tuple(table.cells(pgettext("row of a report", "Total"), whole, None, whole.number)) if found else (),
        charts=tuple(table.charts()) if found else (),
        definitions=tuple(_definitions(whole, table.orders.get(None, 0))),
        notes=tuple(_notes(by)),
        problem="" if found else _("No change was requested in this period."),
    )


def _requests(wanted: Wanted, days: tuple[date, date]) -> QuerySet[ChangeRequest]:
    since, until = dates.day_range(*days)
    found = queries.requests(wanted.actor).filter(created_at__gte=since, created_at__lt=until)
    if wanted.department:
        found = found.filter(order__department__in=conditions.department_ids(wanted))
    if wanted.salesperson:
        found = found.filter(order__salesperson=wanted.salesperson)
    if wanted.customer:
        found = found.filter(order__customer=wanted.customer)
    if wanted.region:
        found = found.filter(order__customer__region=wanted.region)
    return found


class _Table:
    """Groups of requests with their running share; months in their order."""

    def __init__(self, wanted: Wanted, by: By, found: Sequence[Figures], whole: Figures, former: dict[str, int] | None):
        self.wanted, self.by, self.found, self.whole, self.former = wanted, by, found, whole, former
        self.hides = bool(rights.effect(wanted.actor, "order.amount"))
        self.is_ranked = by != By.MONTH
        axis = _RATED.get(by, "")
        counted = troubles.orders_by(wanted, (wanted.since, wanted.until), axis)
        self.orders: dict[Any, int] = _by_code(counted, axis)

    def columns(self) -> Iterator[Column]:
        yield Column("member", WAYS[self.by].label)
        yield Column("number", pgettext("changes", "Requested"), Form.COUNT)
        yield Column("share", _("Share"), Form.SHARE)
        if self.is_ranked:
            yield Column("running", _("Running share"), Form.SHARE, definition=_("This row with all above it."))
        if self.by in _RATED:
            yield Column("rate", _("Per 100 orders"), Form.FACTOR, definition=_("Orders that took effect meanwhile."))
        yield Column("effective", pgettext("changes", "Took effect"), Form.COUNT)
        yield Column("rejected", pgettext("changes", "Rejected"), Form.COUNT)
        yield Column("dropped", pgettext("changes", "Withdrawn or overtaken"), Form.COUNT)
        yield Column("open", pgettext("changes", "Open"), Form.COUNT)
        yield Column("days", _("Days later"), Form.COUNT, definition=_("By which promises got later; effective ones."))
        yield Column("broken", _("Broken promises"), Form.COUNT)
        yield Column("plus", _("Orders grew by"), Form.MONEY, is_hidden=self.hides)
        yield Column("minus", _("Orders shrank by"), Form.MONEY, is_hidden=self.hides)
        yield Column("cost", _("Extra cost"), Form.MONEY, is_hidden=self.hides)
        if self.former is not None:
            yield Column("former", pgettext("column", "Before"), Form.COUNT)
            yield Column("change", pgettext("report", "Change"), Form.GROWTH)

    def rows(self) -> Iterator[Row]:
        running = 0
        for one in self.found:
            running += one.number
            url = self._list(one)
            yield Row(
                tuple(self.cells(one.label, one, one.key, running)),
                key=one.key,
                links={"number": url} if url else {},
                is_unfinished=one.key == f"{self.wanted.today:%Y-%m}",
            )

    def cells(self, name: Text, one: Figures, key: Any, running: int) -> Iterator[Cell]:
        """A row; ``key`` None: of all together."""
        yield name
        yield one.number
        yield part_of(one.number, self.whole.number)
        if self.is_ranked:
            yield part_of(running, self.whole.number) if key is not None and self.by != By.PRODUCT else None
        if self.by in _RATED:
            orders = self.orders.get(key)
            yield Decimal(100 * one.number) / orders if orders else None
        yield from (one.effective, one.rejected, one.dropped, one.open, one.days, one.broken)
        yield from (one.plus, one.minus, one.extra_cost)
        if self.former is not None:
            was = sum(self.former.values()) if key is None else self.former.get(key, 0)
            yield was
            yield growth(one.number, was)

    def charts(self) -> Iterator[Chart]:
        yield Chart(
            Shape.BARS, pgettext("report", "Changes of orders"), "member", (Series("number"), Series("effective"))
        )

    def _list(self, one: Figures) -> str:
        """The list of a group's requests; "" where no condition of the list says it."""
        if not self.wanted.here or self.wanted.department or self.wanted.region or self.wanted.salesperson:
            return ""
        query: dict[str, Any] = {"requested_from": self.wanted.since, "requested_to": self.wanted.until}
        if self.by == By.MONTH:
            first, last = (date.fromisoformat(text) for text in queries.days_of(one.key))
            query = {"requested_from": max(self.wanted.since, first), "requested_to": min(self.wanted.until, last)}
        elif one.key and WAYS[self.by].condition:
            query[WAYS[self.by].condition] = one.key
        else:
            return ""
        return f"/changes/?{urlencode(query)}"


def _by_code(counted: dict[Any, int], axis: str) -> dict[Any, int]:
    """Orders by what statistics of changes call the members: months as text, departments and customers by code."""
    if axis == "month":
        return {key if key is None else f"{key:%Y-%m}": number for key, number in counted.items()}
    model: Any = {"department": Department, "customer": Customer}.get(axis)
    if model is None:
        return {None: counted.get(None, 0)}
    codes = dict(model.objects.filter(pk__in=[key for key in counted if key]).values_list("pk", "code"))
    return {codes.get(key, "") if key is not None else None: number for key, number in counted.items()}


def _definitions(whole: Figures, orders: int) -> Iterator[Definition]:
    yield Definition(
        _("Changes per 100 orders"),
        _("How many changes are asked for on a hundred orders."),
        _("Requested in the period × 100"),
        _("Orders that took effect in the period"),
        figures=f"{whole.number:,} × 100 ÷ {orders:,} = {Decimal(100 * whole.number) / orders:.2f}" if orders else "",
    )
    yield Definition(
        _("Days, broken promises, amounts, extra cost"),
        _("What changes that took effect moved, as their impact sheet last said; in the company's currency."),
        exclusions=_("Requests that did not take effect"),
    )


def _notes(by: By) -> Iterator[str]:
    yield _("Counted on the day on which they were requested.")
    if by == By.PRODUCT:
        yield _("A request counts under each product that it touches: the rows add up to more than the whole.")
