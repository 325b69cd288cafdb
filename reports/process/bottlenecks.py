"""Where orders stand and for how long, as a paper (R317): the stages, their slowest members, what waits longest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import Department, User
from common import reference
from orders.approval import reasons
from orders.order.models import Order
from reports.figures import naming, policies
from reports.figures.dimensions import Time
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.process import asked, staying
from reports.process.cycle_times import days, share
from reports.process.stages import BY_CODE, STAGES, UNNAMED, Stage
from reports.process.staying import Standing, Stay, Waiting
from reports.standard import asking
from reports.standard.reports import Wanted

CODE = "bottlenecks"
MEMBERS, LONGEST = 8, 10  # shown of each stage
_NONE = Stay("", None, 0, 0.0, 0.0, 0.0)


def paper(wanted: Wanted) -> Paper:
    """How long orders stood in each stage, and stand there now. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    by = wanted.by or "stage"
    found, each = staying.ended(wanted, (wanted.since, wanted.until), by)
    then = asked.former(wanted)
    former = {one.stage: one for one in (staying.ended(wanted, then)[0] if then else [])}
    now, longest = staying.standing(wanted, "stage" if by == "month" else by, LONGEST)
    rows = list(_Table(wanted, by, found, former, now, is_compared=then is not None).rows())
    return Paper(
        title=_("Process bottlenecks"),
        columns=tuple(_columns(by, is_compared=then is not None)),
        rows=rows,
        charts=(
            Chart(Shape.BARS, _("Share of all time, by stage"), "stage", (Series("share"),)),
            Chart(Shape.BARS, _("Days in a stage"), "stage", (Series("median"), Series("most"))),
        )
        if by == "stage"
        else (),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted, each)),
        problem="" if rows else _("Nothing ended in this period, and nothing stands anywhere."),
        parts=(_waiting(wanted, longest),) if now else (),
    )


def _columns(by: str, *, is_compared: bool) -> Iterator[Column]:
    yield Column("stage", pgettext("told by", "Stage") if by == "stage" else _("Stage and whose it was"))
    ended, now = _("Ended in the period"), _("Standing now")
    yield Column("count", pgettext("how many", "Number"), Form.COUNT, ended, _("Stays that ended in the period."))
    yield Column("median", _("Median, days"), Form.DAYS, ended, _("Half of the stays were at most so long."))
    yield Column("most", _("90th percentile, days"), Form.DAYS, ended, _("Nine stays in ten were at most so long."))
    yield Column("share", _("Share of all time"), Form.SHARE, ended, _("Of the days of all stays that ended."))
    if is_compared:
        yield Column("former", _("Median before"), Form.DAYS, ended)
        yield Column("change", pgettext("report", "Change"), Form.GROWTH, ended)
    yield Column(
        "now", pgettext("how many", "Number"), Form.COUNT, now, _("Stays that have not ended, whatever the period.")
    )
    yield Column("waiting", _("Median, days"), Form.DAYS, now, _("Half of them have lasted at most so long."))
    yield Column("oldest", _("Longest, days"), Form.DAYS, now)


class _Table:
    """The stages, and under each its members, the slowest first (months in their order)."""

    def __init__(
        self, wanted: Wanted, by: str, ended: Sequence[Stay], former: dict[str, Stay], now: Sequence[Standing],
        *, is_compared: bool,
    ):  # fmt: skip
        self.wanted, self.by, self.former, self.is_compared = wanted, by, former, is_compared
        self.whole = {one.stage: one for one in ended if one.member is None}
        self.members = [one for one in ended if one.member is not None] if by != "stage" else []
        self.now = {(one.stage, one.member): one for one in now}
        self.total = sum(one.days for one in self.whole.values())
        keys = {one.member for one in self.members} | {one.member for one in now if one.member is not None}
        self.names = names_of(by, keys)
        if by == "person" and staying.comparable(wanted.actor) is not None:
            self.names[staying.OTHERS] = _("Others")

    def rows(self) -> Iterator[Row]:
        for stage in STAGES:
            whole, now = self.whole.get(stage.code), self.now.get((stage.code, None))
            if whole is None and now is None:
                continue
            yield self._row(stage, stage.label, whole, now, level=0)
            for one in self._shown(stage):
                mine = self.now.get((stage.code, one.member))
                yield self._row(stage, self.names.get(one.member, naming.nothing()), one, mine, level=1)

    def _shown(self, stage: Stage) -> list[Stay]:
        mine = [one for one in self.members if one.stage == stage.code]
        if self.by == "month":
            return sorted(mine, key=lambda one: one.member)
        known = {one.member for one in mine}
        waiting = [
            Stay(code, member, 0, 0.0, 0.0, 0.0)
            for code, member in self.now
            if code == stage.code and member is not None and member not in known and self.by != "stage"
        ]
        return sorted([*mine, *waiting], key=lambda one: (-one.days, str(one.member)))[:MEMBERS]

    def _row(self, stage: Stage, label: Any, one: Stay | None, now: Standing | None, *, level: int) -> Row:
        has = one is not None and one.count
        one = one or _NONE
        cells: list[Any] = [label, one.count]
        cells += [days(one.median), days(one.most)] if has else [None, None]
        cells.append(share(one.days / self.total) if has and self.total else None)
        if self.is_compared:
            was = self.former.get(stage.code) if level == 0 else None
            cells.append(days(was.median) if was else None)
            grown = asked.change(one.median, was.median, Form.DAYS) if has and was else None
            cells.append(share(grown))
        cells += [now.count, days(now.median), days(now.oldest)] if now else [0, None, None]
        url = page_of(self.wanted, stage) if level == 0 and now else ""
        down = asked.way(CODE, self.wanted, by="department") if level == 0 and self.by == "stage" else ""
        key = f"{stage.code}:{one.member}" if level else stage.code
        return Row(tuple(cells), level, key, down, {"now": url} if url else {})


def page_of(wanted: Wanted, stage: Stage) -> str:
    """The list of just what stands in a stage; where none can be narrowed so, what has stood longest, on this page."""
    if not wanted.here or wanted.here.startswith(asking.API):
        return ""
    is_narrowed = any((wanted.department, wanted.salesperson, wanted.customer, wanted.region))
    if stage.page and not is_narrowed:
        return stage.page
    return f"{asked.way(CODE, wanted)}#part2-rows"


def names_of(by: str, keys: Iterable[Any]) -> dict[Any, str]:
    """Member → what it is called."""
    known = list(keys)
    if by == "person":
        return dict(User.objects.filter(pk__in=known).values_list("pk", "name"))
    if by == "department":
        return dict(Department.objects.filter(pk__in=known).values_list("pk", "name"))
    if by == "month":
        return {key: naming.stretch(Time.MONTH, key) for key in known}
    return {key: step_of(key) for key in known}


def step_of(text: str) -> str:
    """A step as it is stored, in words: why somebody is asked, or a phase."""
    if not text:
        return str(UNNAMED)
    return reasons.words(text) if ":" in text else str(reference.shown(text))


def _waiting(wanted: Wanted, found: Sequence[Waiting]) -> Paper:
    """What has stood longest in each stage."""
    orders = {one.pk: one for one in Order.objects.filter(pk__in={one.order_id for one in found}).only("number")}
    people = names_of("person", {one.person_id for one in found})
    places = names_of("department", {one.department_id for one in found})
    rank = {one.code: place for place, one in enumerate(STAGES)}
    return Paper(
        title=_("Standing longest"),
        columns=(
            Column("order", _("Order")),
            Column("stage", pgettext("told by", "Stage")),
            Column("since", pgettext("standing", "Since"), Form.DAY),
            Column("days", _("Days"), Form.DAYS),
            Column("person", _("Whose turn it is")),
            Column("department", _("Department")),
        ),
        rows=tuple(
            Row(
                (
                    orders[one.order_id].display_number,
                    BY_CODE[one.stage].label,
                    one.since,
                    one.days,
                    people.get(one.person_id, "") if one.person_id else "",
                    places.get(one.department_id, ""),
                ),
                key=f"{one.stage}:{one.order_id}",
                url=asked.page(wanted, f"/orders/{orders[one.order_id].reference}/"),
            )
            for one in sorted(found, key=lambda one: (-one.days, rank[one.stage], one.order_id))
        ),
        notes=(_("The %(count)s longest of each stage.") % {"count": LONGEST},),
    )


def _definitions() -> Iterator[Definition]:
    for one in STAGES:
        yield Definition(one.label, one.meaning, numerator=_("Time between the two moments, in calendar days"))
    yield Definition(
        _("Share of all time"),
        _("Which part of all waiting and working time lies in a stage."),
        _("Days of the stays in the stage that ended in the period"),
        _("Days of all stays that ended in the period"),
        _("Stays that have not ended; orders that took effect more than 300 days before the period; history"),
    )


def _notes(wanted: Wanted, each: int) -> Iterator[str]:
    if each > 1:
        yield _("There are very many orders: every %(each)s-th was looked at, and numbers were multiplied.") % {
            "each": each
        }
    yield _(
        "A stay is counted when it ends. Tasks, shipments and decisions of one order run side by side, so shares say "
        "where time goes, not how the days of an order add up."
    )
    if wanted.by == "person" and staying.comparable(wanted.actor) is not None:
        yield _("People whom you may not compare are “Others”.")
