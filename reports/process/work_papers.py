"""Performance of tasks and departments as a paper (R275–R279, R282)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import Department, User
from common import dates
from reports.figures import naming, policies
from reports.figures.dimensions import Time
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.layout.paper import share as part_of
from reports.process import asked, work
from reports.process.cycle_times import days, share
from reports.process.work import Checked, Done, Load
from reports.standard.reports import Wanted
from tasks.task.choices import BlockReason
from tasks.task.models import Phase

CODE = "task-performance"
_NO_WORK = Done(0, 0, 0, None, Decimal(0), Decimal(0), Decimal(0))
PEOPLE = ("department", "person")  # of whom there are checks and scores


def paper(wanted: Wanted) -> Paper:
    """Tasks done and to be done, by department, person, phase or month. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    by, then = wanted.by or "department", asked.former(wanted)
    found = {one.key: one for one in work.done(wanted, (wanted.since, wanted.until), by)}
    (whole,) = work.done(wanted, (wanted.since, wanted.until)) or [_NO_WORK]
    former = next(iter(work.done(wanted, then) or [_NO_WORK]), None) if then else None
    table = _Table(wanted, by, found)
    rows = list(table.rows())
    blocks = _blocks(wanted)
    return Paper(
        title=_("Performance of tasks and departments"),
        columns=tuple(table.columns()),
        rows=rows,
        sums=tuple(table.cells(pgettext("row of a report", "Total"), whole, None)) if rows else (),
        charts=tuple(_charts(by)) if rows else (),
        definitions=tuple(_definitions(whole, former)),
        notes=tuple(_notes(former, whole)),
        problem="" if rows else _("No task was done in this period, and none is to be done."),
        parts=tuple(blocks),
    )


class _Table:
    """A row for each member that did or has to do something."""

    def __init__(self, wanted: Wanted, by: str, found: dict[Any, Done]):
        self.wanted, self.by, self.done = wanted, by, found
        self.load: dict[Any, Load] = {}
        self.checks: dict[Any, Checked] = {}
        self.scores: dict[Any, tuple[int, Decimal]] = {}
        self.blocked: dict[Any, float] = {}
        if by != "month":
            self.load = {one.key: one for one in work.load(wanted, by)}
            for one in work.blocked(wanted, by):
                self.blocked[one.key] = self.blocked.get(one.key, 0.0) + one.days
        if by in PEOPLE:
            seen = self.done.keys() | self.load.keys()
            self.checks = {one.key: one for one in work.checked(wanted, by) if one.key in seen}
            self.scores = {key: one for key, one in work.scores(wanted, by).items() if key in seen}
        self.keys = sorted(self.done.keys() | self.load.keys(), key=self._rank)
        self.names, self.codes = _names(by, self.keys)

    def _rank(self, key: Any) -> Any:
        return key if self.by == "month" else (-self.done.get(key, _NO_WORK).tasks, key)

    def columns(self) -> Iterator[Column]:
        done, now = _("Done in the period"), _("To be done now")
        yield Column("member", {"department": _("Department"), "person": _("Person"), "phase": _("Phase")}.get(
            self.by, _("Month")))  # fmt: skip
        yield Column("tasks", _("Tasks"), Form.COUNT, done)
        yield Column("on_time", _("In time"), Form.SHARE, done, _("Done on or before the department's day."))
        yield Column("late", _("Late by, median"), Form.DAYS, done, _("Days of work by which late tasks were late."))
        yield Column("planned", _("Planned hours"), Form.QUANTITY, done)
        yield Column("actual", _("Hours taken"), Form.QUANTITY, done)
        yield Column("ratio", _("Taken ÷ planned"), Form.SHARE, done, _("Of tasks for which hours were written down."))
        if self.by != "month":
            yield Column("blocked", _("Held up, days"), Form.DAYS, done, _("Calendar days within the period."))
            yield Column("load", _("Tasks"), Form.COUNT, now)
            yield Column("hours", _("Hours left"), Form.QUANTITY, now, _("Planned hours × what is not done of them."))
            yield Column("overdue", _("Late"), Form.COUNT, now)
            yield Column("stuck", _("Blocked"), Form.COUNT, now)
        if self.by in PEOPLE:
            yield Column("checks", _("Checks due"), Form.COUNT, _("Checks"))
            yield Column("missed", _("Missed"), Form.SHARE, _("Checks"))
            yield Column("score", _("Score"), Form.FACTOR, _("Evaluation"), _("Mean of all scores, 1 to 5."))
            yield Column("scores", pgettext("how many", "Number"), Form.COUNT, _("Evaluation"))

    def rows(self) -> Iterator[Row]:
        for key in self.keys:
            links = self._links(key)
            name = self.names.get(key) or naming.nothing()
            yield Row(
                tuple(self.cells(name, self.done.get(key, _NO_WORK), key)),
                key=str(key),
                url=asked.way(CODE, self.wanted, by="person", department=key) if self.by == "department" else "",
                links=links,
                is_unfinished=self.by == "month" and key == self.wanted.today.replace(day=1),
            )

    def cells(self, name: Any, one: Done, key: Any) -> Iterator[Cell]:
        """A row; ``key`` None: of all together."""
        yield from (name, one.tasks, part_of(one.on_time, one.tasks), days(one.late_days), one.planned, one.actual)
        yield part_of(one.actual, one.planned_written)
        if self.by != "month":
            loads = list(self.load.values()) if key is None else [self.load[key]] if key in self.load else []
            yield days(sum(self.blocked.values()) if key is None else self.blocked.get(key, 0.0))
            yield sum(each.tasks for each in loads)
            yield round(sum((each.hours for each in loads), Decimal(0)), 1)
            yield sum(each.late for each in loads)
            yield sum(each.blocked for each in loads)
        if self.by in PEOPLE:
            mine = list(self.checks.values()) if key is None else [self.checks[key]] if key in self.checks else []
            given = list(self.scores.values()) if key is None else [self.scores[key]] if key in self.scores else []
            due, number = sum(each.due for each in mine), sum(count for count, _mean in given)
            yield due
            yield part_of(sum(each.missed for each in mine), due)
            yield round(sum(count * mean for count, mean in given) / number, 2) if number else None
            yield number

    def _links(self, key: Any) -> dict[str, str]:
        """The lists of tasks behind the figures."""
        code = self.codes.get(key, "")
        if not self.wanted.here or (self.by != "month" and not code):
            return {}
        who = {} if self.by == "month" else {{"person": "owner"}.get(self.by, self.by): code}
        since, until = self.wanted.since, self.wanted.until
        if self.by == "month":
            if self.wanted.department:
                return {}
            since, until = max(since, key), min(until, dates.month_end(key))
        done = urlencode({**who, "state": "DONE", "done_from": since, "done_to": until})
        found = {"tasks": f"/tasks/?{done}"}
        if self.by != "month":
            found |= {
                "load": f"/tasks/?{urlencode({**who, 'open': 'true'})}",
                "overdue": f"/tasks/?{urlencode({**who, 'late': 'true'})}",
                "stuck": f"/tasks/?{urlencode({**who, 'state': 'BLOCKED'})}",
            }
        if self.by == "person":
            since_, until_ = self.wanted.since, min(self.wanted.until, self.wanted.today)
            found["missed"] = f"/checks/?{urlencode({**who, 'state': 'MISSED', 'due_from': since_, 'due_to': until_})}"
        return found


def _names(by: str, keys: Sequence[Any]) -> tuple[dict[Any, Any], dict[Any, str]]:
    """Key → what it is called, and the code by which a list of tasks is narrowed."""
    if by == "month":
        return {key: naming.stretch(Time.MONTH, key) for key in keys}, {}
    if by == "phase":
        rows = list(Phase.objects.filter(pk__in=keys))
        return {one.pk: str(one) for one in rows}, {one.pk: one.code for one in rows}
    model: Any = User if by == "person" else Department
    column = "username" if by == "person" else "code"
    found = list(model.objects.filter(pk__in=keys).values_list("pk", "name", column))
    return {pk: name for pk, name, _code in found}, {pk: code for pk, _name, code in found}


def _charts(by: str) -> Iterator[Chart]:
    yield Chart(Shape.LINES if by == "month" else Shape.BARS, _("In time"), "member", (Series("on_time"),))
    yield Chart(Shape.BARS, pgettext("of work", "Hours"), "member", (Series("planned"), Series("actual")))


def _blocks(wanted: Wanted) -> Iterator[Paper]:
    found = work.blocked(wanted)
    if not found:
        return
    words = dict(BlockReason.choices)
    total = sum(one.days for one in found)
    yield Paper(
        title=_("Held up, by reason"),
        columns=(
            Column("reason", _("Reason")),
            Column("times", _("Times"), Form.COUNT),
            Column("days", _("Days"), Form.DAYS, definition=_("Calendar days within the period.")),
            Column("share", _("Share"), Form.SHARE),
            Column("longest", _("Longest, days"), Form.DAYS),
            Column("still", _("Still blocked"), Form.COUNT),
        ),
        rows=tuple(
            Row(
                (
                    words.get(one.reason, one.reason),
                    one.times,
                    days(one.days),
                    share(one.days / total) if total else None,
                    days(one.longest),
                    one.still,
                ),
                key=one.reason,
                links={"still": f"/tasks/?{urlencode({'blocked_by': one.reason, 'open': 'true'})}"}
                if wanted.here
                else {},
            )
            for one in found
        ),
        charts=(Chart(Shape.BARS, _("Held up, by reason"), "reason", (Series("days"),)),),
    )


def _definitions(whole: Done, former: Done | None) -> Iterator[Definition]:
    yield Definition(
        _("Tasks in time"),
        _("How often tasks were done by their day."),
        _("Tasks done on or before the department's day; where it gave none, the first planned end"),
        _("Tasks done in the period"),
        _("Dropped tasks; tasks whose doers you may not compare"),
        f"{whole.on_time:,} ÷ {whole.tasks:,}" if whole.tasks else "",
    )
    yield Definition(
        _("Late by"),
        _("How late the late ones were."),
        _("Days of work by the company's calendar after the day, median"),
        exclusions=_("Tasks in time"),
    )
    yield Definition(
        _("Taken ÷ planned"),
        _("Whether hours were planned rightly: over 100 % took longer."),
        _("Hours written down"),
        _("Planned hours of the same tasks"),
        _("Tasks for which nobody wrote hours down"),
        f"{whole.actual:,} ÷ {whole.planned_written:,}" if whole.planned_written else "",
    )
    yield Definition(
        _("Checks missed"),
        _("How often a check of an order was not made by its day."),
        _("Checks missed"),
        _("Checks due in the period until today"),
        _("Checks that are not needed any more"),
    )


def _notes(former: Done | None, whole: Done) -> Iterator[str]:
    yield _("Of the tasks whose doers you may compare: your own, those of departments that you lead or evaluate.")
    if former is not None:
        was, now = part_of(former.on_time, former.tasks), part_of(whole.on_time, whole.tasks)
        said = [_percent(was), _percent(now)]
        yield _("In time before: %(before)s of %(tasks)s tasks; now %(now)s.") % {
            "before": said[0],
            "tasks": former.tasks,
            "now": said[1],
        }


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{value * 100:.1f}%"
