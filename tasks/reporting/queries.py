"""How far an order is, gathered from its lines, tasks, phases, moves of days, checks and actions (R143, R153,
R173–R175). A constant number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from orders.exceptions import queries as exceptions
from orders.order import queries as order_queries
from orders.order.models import Order, OrderLine
from orders.order.states import Stage
from tasks.checks import facts
from tasks.checks import queries as checks
from tasks.checks.models import ProgressCheck
from tasks.duties import queries as duties
from tasks.duties.standing import Duty
from tasks.scheduling.models import DateMove, OrderPhase
from tasks.task import policies
from tasks.task import queries as tasks
from tasks.task.models import Task
from tasks.task.states import State

ZERO = Decimal(0)
SHOWN = 10


@dataclass(frozen=True)
class LineProgress:
    """A line: how much of its work is done (None: no tasks), how much left and was signed for."""

    line: OrderLine
    done: int | None
    shipped: Decimal
    signed: Decimal
    late_days: int


@dataclass(frozen=True)
class PhaseProgress:
    """A phase: its target day and words, tasks done of all, the last planned end."""

    name: str
    target_date: date | None
    target: str
    done: int
    tasks: int
    end: date | None
    reached_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether what is left ends after the target."""
        return self.reached_at is None and bool(self.target_date and self.end and self.end > self.target_date)


@dataclass(frozen=True)
class Report:
    """How far an order is, at a moment. ``facts`` sum its tasks up; late and blocked ones stand first in ``tasks``."""

    order: Order
    at: datetime
    facts: facts.Facts
    duty: Duty | None
    lines: list[LineProgress] = field(default_factory=list)
    phases: list[PhaseProgress] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    moves: list[DateMove] = field(default_factory=list)
    checks: list[ProgressCheck] = field(default_factory=list)
    actions: list[Task] = field(default_factory=list)
    exceptions: int = 0

    @property
    def stage(self) -> str:
        """The stage in words."""
        return str(Stage(self.order.stage).label)


def report_of(actor: User, order: Order, at: datetime) -> Report:
    """The report of an order that the actor was found to see. Raises NotAllowed for who may see no tasks."""
    rights.require(actor, policies.VIEW)
    today = dates.business_day(at)
    found = tasks.tasks_of([order.pk])
    return Report(
        order=order,
        at=at,
        facts=facts.facts_of(order, today),
        duty=duties.duty_of(order),
        lines=[_line(one, today) for one in order_queries.lines_of(order)],
        phases=_phases(order, found),
        tasks=sorted(found, key=lambda one: _urgency(one, today)),
        moves=list(DateMove.objects.filter(order=order).select_related("task", "department", "actor")[:SHOWN]),
        checks=list(
            ProgressCheck.objects.filter(order=order, checked_at__isnull=False).select_related("checked_by")[:SHOWN]
        ),
        actions=checks.open_actions(order),
        exceptions=sum(one.closed_at is None for one in exceptions.of_order(actor, order)),
    )


def get_report(*, actor: User, reference: str, at: datetime) -> Report:
    """The report of the order that a reference names. Raises NotFound, also for "not yours"."""
    order = order_queries.get_order(actor=actor, reference=reference)
    return report_of(actor, order, at)


def _line(line: OrderLine, today: date) -> LineProgress:
    open_ = line.open > 0 and line.promised_date is not None and line.promised_date < today
    late = (today - line.promised_date).days if open_ and line.promised_date else 0
    return LineProgress(line, line.work_done, line.shipped, line.signed, late)


def _phases(order: Order, found: Sequence[Task]) -> list[PhaseProgress]:
    targets = {one.phase_id: one for one in OrderPhase.objects.filter(order=order)}
    groups: dict[int, list[Task]] = {}
    for task in found:
        groups.setdefault(task.phase_id, []).append(task)
    return [_phase(mine, targets.get(pk)) for pk, mine in groups.items()]


def _phase(mine: Iterable[Task], target: OrderPhase | None) -> PhaseProgress:
    rows = list(mine)
    ends = [one.planned_end for one in rows if one.planned_end]
    return PhaseProgress(
        name=str(rows[0].phase),
        target_date=target.target_date if target else None,
        target=(target.target if target else "") or rows[0].phase.target,
        done=sum(one.state == State.DONE for one in rows),
        tasks=len(rows),
        end=max(ends, default=None),
        reached_at=target.reached_at if target else None,
    )


def _urgency(task: Task, today: date) -> tuple[int, date, int]:
    """Blocked first, then late, running, to be started, done."""
    if task.state == State.BLOCKED:
        place = 0
    elif facts.is_late(task, today):
        place = 1
    else:
        place = {State.RUNNING: 2, State.OPEN: 3}.get(State(task.state), 4)
    return (place, task.planned_end or date.max, task.pk)
