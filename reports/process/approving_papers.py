"""On-time processing and the work of those who approve, as a paper (R267)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures import naming, papers, policies
from reports.figures import queries as figures
from reports.figures.dimensions import Time
from reports.figures.question import Question
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, growth
from reports.layout.paper import share as part_of
from reports.process import approving, asked, staying
from reports.process.approving import Decided, Waiting
from reports.process.bottlenecks import names_of
from reports.process.cycle_times import days
from reports.standard import asking, conditions
from reports.standard.reports import Wanted

CODE = "approvals"
_NONE = Decided(0, 0, 0, 0, 0, 0, None, None)


def paper(wanted: Wanted) -> Paper:
    """Who decided how much how fast, and what waits. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    by, period, then = wanted.by or "person", (wanted.since, wanted.until), asked.former(wanted)
    found = {one.key: one for one in approving.decided(wanted, period, by)}
    former = {one.key: one for one in approving.decided(wanted, then, by)} if then else None
    waits = {one.key: one for one in approving.waiting(wanted, by)} if by != "month" else {}
    table = _Table(wanted, by, found, waits, former)
    rows = list(table.rows())
    (whole,) = approving.decided(wanted, period) or [_NONE]
    return Paper(
        title=_("On-time processing and approvals"),
        columns=tuple(table.columns()),
        rows=rows,
        sums=tuple(table.cells(pgettext("row of a report", "Total"), whole, None)) if rows else (),
        charts=(
            Chart(Shape.BARS, pgettext("approval", "Decisions"), "member", (Series("number"),)),
            Chart(
                Shape.LINES if by == "month" else Shape.BARS,
                pgettext("approval", "In time"),
                "member",
                (Series("in_time"),),
            ),
        )
        if rows
        else (),
        definitions=tuple(_definitions(whole)),
        notes=tuple(_notes(wanted, by)),
        problem="" if rows else _("Nothing was decided in this period, and nothing waits."),
        parts=(_processing(wanted),),
    )


class _Table:
    """A row for each member that decided something or has something to decide."""

    def __init__(
        self, wanted: Wanted, by: str, found: dict[Any, Decided], waits: dict[Any, Waiting],
        former: dict[Any, Decided] | None,
    ):  # fmt: skip
        self.wanted, self.by, self.found, self.waits, self.former = wanted, by, found, waits, former
        self.keys = sorted(found.keys() | waits.keys(), key=self._rank)
        self.names = names_of(by, self.keys)
        if by == "month":
            self.names = {key: naming.stretch(Time.MONTH, key) for key in self.keys}
        if by == "person" and staying.comparable(wanted.actor) is not None:
            self.names[staying.OTHERS] = _("Others")

    def _rank(self, key: Any) -> Any:
        return key if self.by == "month" else (-self.found.get(key, _NONE).number, key)

    def columns(self) -> Iterator[Column]:
        done, now = pgettext("approval", "Decided in the period"), _("Waiting now")
        labels = {"person": _("Who decides"), "department": _("Department"), "month": _("Month")}
        yield Column("member", labels[self.by])
        yield Column("number", pgettext("approval", "Decisions"), Form.COUNT, done)
        yield Column(
            "in_time", pgettext("approval", "In time"), Form.SHARE, done, _("Decided by the hour that the step gives.")
        )
        yield Column("median", _("Median, hours"), Form.QUANTITY, done, _("From one's turn until the decision."))
        yield Column("most", _("90th percentile, hours"), Form.QUANTITY, done)
        yield Column("back", pgettext("approval", "Sent back"), Form.SHARE, done)
        yield Column(
            "late",
            pgettext("approval", "Escalated"),
            Form.COUNT,
            done,
            _("Somebody else was asked as well: it was late."),
        )
        yield Column("instead", _("For somebody else"), Form.COUNT, done, _("As a substitute or by delegation."))
        if self.by != "month":
            yield Column("waiting", pgettext("how many", "Number"), Form.COUNT, now)
            yield Column("overdue", _("Overdue"), Form.COUNT, now)
            yield Column("oldest", _("Longest, days"), Form.DAYS, now)
        if self.former is not None:
            yield Column("former", pgettext("approval", "Decisions"), Form.COUNT, pgettext("column", "Before"))
            yield Column("change", pgettext("report", "Change"), Form.GROWTH, pgettext("column", "Before"))

    def rows(self) -> Iterator[Row]:
        for key in self.keys:
            name = self.names.get(key) or naming.nothing()
            yield Row(
                tuple(self.cells(name, self.found.get(key, _NONE), key)),
                key=str(key),
                is_unfinished=self.by == "month" and key == self.wanted.today.replace(day=1),
            )

    def cells(self, name: Any, one: Decided, key: Any) -> Iterator[Cell]:
        """A row; ``key`` None: of all together."""
        yield from (name, one.number, part_of(one.in_time, one.number), _hours(one.median), _hours(one.most))
        yield from (part_of(one.back, one.number), one.late, one.instead)
        if self.by != "month":
            mine = list(self.waits.values()) if key is None else [self.waits[key]] if key in self.waits else []
            yield sum(each.number for each in mine)
            yield sum(each.overdue for each in mine)
            yield days(max((each.oldest for each in mine), default=None))
        if self.former is not None:
            if key is None:
                was = sum(each.number for each in self.former.values())
            else:
                was = self.former.get(key, _NONE).number
            yield was
            yield growth(one.number, was)


def _hours(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(round(value, 1)))


def _processing(wanted: Wanted) -> Paper:
    """The measure “on-time processing” by month, as the builder has it, with the ways to its orders."""
    question = Question(
        ("on_time_processing",),
        wanted.since,
        wanted.until,
        rows=(Time.MONTH.value,),
        filters=conditions.filters(wanted),
        against=wanted.against,
    )
    answer = figures.ask(actor=wanted.actor, asked=question, today=wanted.today)
    return papers.made_of(
        answer,
        title=_("On-time processing by month"),
        today=wanted.today,
        here=asking.builder_at(wanted),
        rows_at=asking.rows_at(wanted),
    )


def _definitions(whole: Decided) -> Iterator[Definition]:
    yield Definition(
        _("Decisions in time"),
        _("How often whoever was asked decided by the hour that the step gives."),
        _("Decisions on or before the due hour"),
        _("Decisions of people on orders and changes in the period"),
        _("Steps that were not needed any more; confirmations of customers"),
        f"{whole.in_time:,} ÷ {whole.number:,}" if whole.number else "",
    )
    yield Definition(
        _("Hours of a decision"),
        _("How long whoever was asked took, nights and days off included."),
        _("From when it was his turn until the decision"),
    )


def _notes(wanted: Wanted, by: str) -> Iterator[str]:
    yield _("A decision counts for whoever took it, on its day; what waits, for whoever is asked.")
    if wanted.department:
        yield _("The department picked is that of the order.")
    if by == "person" and staying.comparable(wanted.actor) is not None:
        yield _("People whom you may not compare are “Others”.")
