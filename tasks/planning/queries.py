"""Reads of plans: the list, one with its rows in words, and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from accounts.people.models import Department, User
from common import errors
from common.keyset import Sort
from common.workdays import calendar
from tasks.planning import policies, words
from tasks.planning.models import PlanMove, PlanRun
from tasks.task.models import Skill

SORTS = {"id": Sort("pk")}
DEFAULT_SORT = "id"
_NAMED = ("task", "task__order", "task__order__customer", "task__department", "task__owner", "old_owner", "new_owner")


def list_runs(actor: User) -> QuerySet[PlanRun]:
    """The plans that the actor may see."""
    return policies.visible_to(actor).select_related("department", "asked_by", "ended_by")


def get_run(*, actor: User, run_id: int) -> PlanRun:
    """A plan. Raises NotFound, also for "not yours"."""
    found = list_runs(actor).filter(pk=run_id).first()
    if found is None:
        raise errors.NotFound()
    return found


@dataclass(frozen=True)
class Row:
    """A task of a plan, before and after, as people read it."""

    move: PlanMove
    skills: Mapping[str, str] = field(default_factory=dict)  # names by code

    @property
    def pk(self) -> int:
        """Its key in the plan."""
        return self.move.pk

    @property
    def is_fault(self) -> bool:
        """Whether nobody can do it."""
        return "fault" in self.move.effect

    @cached_property
    def days(self) -> int | None:
        """Days of work by which it ends later; below zero: earlier; none where it had no day or has none."""
        if self.move.old_end is None or self.move.new_end is None:
            return None
        return calendar().between(self.move.old_end, self.move.new_end)

    @property
    def is_other_person(self) -> bool:
        """Whether somebody else does it, or somebody in place of nobody."""
        return self.move.old_owner_id != self.move.new_owner_id

    @property
    def promise(self) -> date | None:
        """When the goods of its line have to leave."""
        text = self.move.effect.get("promise")
        return date.fromisoformat(text) if text else None

    @property
    def late_before(self) -> int:
        """Days of work by which its line is late now."""
        return int(self.move.effect.get("late_before", 0))

    @property
    def late_after(self) -> int:
        """The same with the plan."""
        return int(self.move.effect.get("late_after", 0))

    @property
    def score(self) -> int | None:
        """The points of who would do it."""
        return self.move.effect.get("score")

    @cached_property
    def why(self) -> str:
        """One sentence."""
        effect, detail = self.move.effect, self.move.effect.get("detail")
        return words.why({**effect, "detail": self.skills.get(detail, detail)} if detail else effect)


def moves_of(run: PlanRun) -> list[PlanMove]:
    """The rows of a plan, by new start. One statement."""
    found = list(run.moves.select_related(*_NAMED).order_by("pk"))
    for one in found:
        one.is_fault = "fault" in one.effect  # type: ignore[attr-defined]
    return found


def rows_of(run: PlanRun) -> list[Row]:
    """The rows of a plan as people read them. Two statements."""
    moves = moves_of(run)
    codes = {one.effect["detail"] for one in moves if one.effect.get("detail")}
    skills = (
        {one.code: str(one) for one in Skill.objects.filter(code__in=[str(code) for code in codes])} if codes else {}
    )
    return [Row(one, skills) for one in moves]


@dataclass(frozen=True)
class Hours:
    """Hours of open tasks of a person, before and after."""

    person: User
    before: float
    after: float
    most: float

    @property
    def segments(self) -> str:
        """The hours then, of the busiest's, as a bar."""
        return f"c1:{round(100 * self.after / self.most)}" if self.most else ""


def hours_of(run: PlanRun) -> list[Hours]:
    """Who has how many hours, the busiest first. One statement."""
    rows: list[dict[str, Any]] = run.figures.get("hours", [])
    people = {one.pk: one for one in User.objects.filter(pk__in=[row["user"] for row in rows])}
    most = max((max(row["before"], row["after"]) for row in rows), default=0)
    return [Hours(people[row["user"]], row["before"], row["after"], most) for row in rows if row["user"] in people]


@dataclass(frozen=True)
class Give:
    """What would have to give, as people read it."""

    row: Mapping[str, Any]
    person: User | None

    @property
    def words(self) -> str:
        """One or two sentences."""
        return words.give(self.row, self.person)


def gives_of(run: PlanRun) -> list[Give]:
    """What would have to give for what the plan leaves as it is. One statement."""
    rows: list[dict[str, Any]] = run.figures.get("gives", [])
    people = {one.pk: one for one in User.objects.filter(pk__in={row["user"] for row in rows if row.get("user")})}
    return [Give(row, people.get(row.get("user") or 0)) for row in rows]


def departments(actor: User) -> list[Department]:
    """Those whose tasks the actor may plan, as a tree."""
    return list(policies.departments_for(actor).order_by("path"))


def address(run_id: int) -> str:
    """The page of a plan, "" where no pages are installed."""
    return _address("tasks:plan-detail", run_id)


def my_tasks() -> str:
    """The page of one's own tasks."""
    return _address("tasks:mine")


def _address(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
