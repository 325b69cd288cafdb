"""Every read of evaluations: the figures of an order with the rows that they come from, scores, people and departments
over a period."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, QuerySet, Sum

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import dates, errors
from common.keyset import Sort
from common.workdays import Calendar, calendar
from customers.voice.models import CustomerNote
from orders.changes.models import ChangeRequest
from orders.exceptions.choices import Kind as ExceptionKind
from orders.exceptions.models import ExceptionCase
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order, OrderLine
from tasks.evaluation import counterfactual, figures, policies
from tasks.evaluation.counterfactual import After, Case, Lived, Removed
from tasks.evaluation.figures import Cost, Figures, Work
from tasks.evaluation.models import OrderEvaluation, Reward, Score
from tasks.scheduling.models import DateMove
from tasks.task.choices import LinkKind
from tasks.task.models import Task, TaskLink
from tasks.task.states import State

SUBJECT = OrderEvaluation._meta.label_lower  # "tasks.orderevaluation"
SORTS = {"id": Sort("pk"), "due_date": Sort("due_date", descending=False)}
DEFAULT_SORT = "id"
REWARD_SORTS = {"id": Sort("pk")}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Delivery:
    """Lines of goods and how many of them left in full on or before the day that was promised first."""

    lines: int = 0
    on_time: int = 0
    promised: date | None = None
    shipped: date | None = None

    @property
    def is_on_time(self) -> bool | None:
        """Whether all did; None where nothing left."""
        return self.on_time == self.lines if self.lines and self.shipped else None


@dataclass(frozen=True)
class OrderFigures:
    """How an order was carried out. ``begin`` and ``end`` are its first and last day; ``moved_days`` what planned days
    moved by, later ones only."""

    whole: Figures
    planned_days: int
    actual_days: int
    begin: date | None
    planned_end: date | None
    end: date | None
    delivery: Delivery
    cost: Cost
    satisfaction: Decimal | None
    exceptions: int
    complaints: int
    moves: int
    moved_days: int
    removed: list[Removed] = field(default_factory=list)
    people: list[tuple[User, Figures]] = field(default_factory=list)
    departments: list[tuple[Department, Figures]] = field(default_factory=list)


def list_evaluations(actor: User) -> QuerySet[OrderEvaluation]:
    """The evaluations that the actor may see, with what a list names."""
    return policies.visible_to(actor).select_related(
        "order", "order__customer", "order__salesperson", "order__department", "ended_by"
    )


def get_evaluation(actor: User, evaluation_id: int) -> OrderEvaluation:
    """One by key. Raises NotFound, also for "not yours"."""
    found = list_evaluations(actor).filter(pk=evaluation_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_order(actor: User, order: Order) -> OrderEvaluation | None:
    """The evaluation of an order, where there is one that the actor may see."""
    return list_evaluations(actor).filter(order=order).first()


def _done(order_ids: Iterable[int]) -> list[Task]:
    rows = Task.objects.filter(order_id__in=list(order_ids), state=State.DONE)
    return list(rows.select_related("owner", "department").order_by("pk"))


def work_of(task: Task) -> Work:
    """A finished task as figures need it."""
    assert task.done_at is not None  # as the table holds
    end = dates.business_day(task.done_at)
    start = min(dates.business_day(task.started_at), end) if task.started_at else end
    return Work(
        id=task.pk,
        owner_id=task.owner_id,
        department_id=task.department_id,
        planned_hours=task.planned_hours,
        actual_hours=task.actual_hours,
        planned_days=task.work_days,
        start=start,
        end=end,
        planned_end=task.baseline_end,
        due=task.department_due_date or task.baseline_end or task.planned_end,
    )


def figures_of(order: Order) -> OrderFigures:
    """The figures of an order as its rows say now. A constant number of statements."""
    work_calendar = calendar()
    tasks = _done([order.pk])
    works = [work_of(one) for one in tasks]
    lines = list(OrderLine.objects.filter(order=order).order_by("line_no"))
    moved = DateMove.objects.filter(order=order, days__gt=0).aggregate(Sum("days"))["days__sum"] or 0
    begin = dates.business_day(order.effective_at) if order.effective_at else None
    planned_end = max((one.planned_end for one in works if one.planned_end), default=None)
    delivery = _delivery(lines)
    end = max([one.end for one in works] + ([delivery.shipped] if delivery.shipped else []), default=None)
    return OrderFigures(
        whole=figures.summed(works, work_calendar),
        planned_days=_days(begin, planned_end, work_calendar),
        actual_days=_days(begin, end, work_calendar),
        begin=begin,
        planned_end=planned_end,
        end=end,
        delivery=delivery,
        cost=_cost(order, lines),
        satisfaction=_satisfaction([order.number or ""]),
        exceptions=ExceptionCase.objects.filter(order=order).count(),
        complaints=ExceptionCase.objects.filter(order=order, kind=ExceptionKind.COMPLAINT).count(),
        moves=DateMove.objects.filter(order=order).count(),
        moved_days=moved,
        removed=_single_delays(order, works, delivery, begin, work_calendar),
        people=each(tasks, works, "owner", work_calendar),
        departments=each(tasks, works, "department", work_calendar),
    )


def _days(first: date | None, last: date | None, work_calendar: Calendar) -> int:
    return work_calendar.between(first, last) + 1 if first and last else 0


def each(tasks: Sequence[Task], works: Sequence[Work], of: str, work_calendar: Calendar) -> list[tuple[Any, Figures]]:
    """The figures of each ``owner`` or ``department`` of these tasks, the busiest first."""
    groups: dict[Any, list[Work]] = {}
    for task, work in zip(tasks, works, strict=True):
        if (whose := getattr(task, of)) is not None:
            groups.setdefault(whose, []).append(work)
    found = [(whose, figures.summed(mine, work_calendar)) for whose, mine in groups.items()]
    return sorted(found, key=lambda one: (-one[1].tasks, one[0].pk))


def _delivery(lines: Iterable[OrderLine]) -> Delivery:
    goods = [one for one in lines if not one.is_service and one.ordered > one.short_closed]
    shipped = [one.last_ship_date for one in goods if one.last_ship_date]
    promised = [day for one in goods if (day := one.first_promised_date or one.promised_date)]
    on_time = sum(
        1
        for one in goods
        if one.last_ship_date
        and one.shipped - one.reship >= one.ordered - one.short_closed
        and (day := one.first_promised_date or one.promised_date)
        and one.last_ship_date <= day
    )
    return Delivery(len(goods), on_time, max(promised, default=None), max(shipped, default=None))


def _cost(order: Order, lines: Iterable[OrderLine]) -> Cost:
    rows = list(lines)
    goods = sum((one.unit_cost * max(ZERO, one.shipped - one.reship) for one in rows), ZERO)
    planned = sum((one.unit_cost * (one.ordered - one.short_closed) for one in rows), ZERO)
    sent = OutboundDocument.objects.filter(lines__order=order).exclude(status__in=("DRAFT", "VOID")).distinct()
    freight = sum((one.freight / max(1, one.of_orders) for one in _with_orders(sent)), ZERO)
    effective = ChangeRequest.objects.filter(order=order, state="EFFECTIVE")
    changes = (effective.aggregate(Sum("extra_cost"))["extra_cost__sum"] or ZERO) * order.exchange_rate
    exceptions = ExceptionCase.objects.filter(order=order).aggregate(Sum("cost"))["cost__sum"] or ZERO
    return Cost(*(one.quantize(Decimal("0.01")) for one in (planned, goods, freight, changes, exceptions)))


def _with_orders(sent: QuerySet[OutboundDocument]) -> list[Any]:
    """Shipments with how many orders each carries: its freight is shared by them evenly."""
    rows = list(sent)
    counts: dict[int, set[int]] = {one.pk: set() for one in rows}
    for document_id, order_id in OutboundLine.objects.filter(document__in=counts).values_list(
        "document_id", "order_id"
    ):
        counts[document_id].add(order_id)
    for one in rows:
        one.of_orders = len(counts[one.pk])  # type: ignore[attr-defined]
    return rows


def _satisfaction(numbers: Iterable[str]) -> Decimal | None:
    known = [one for one in numbers if one]
    rows = CustomerNote.objects.filter(kind=CustomerNote.Kind.SATISFACTION, order_number__in=known, withdrawn_at=None)
    mean = rows.aggregate(Avg("score"))["score__avg"]
    return None if mean is None else Decimal(mean).quantize(Decimal("0.1"))


def _single_delays(
    order: Order, works: Sequence[Work], delivery: Delivery, begin: date | None, work_calendar: Calendar
) -> list[Removed]:
    if begin is None or not works or delivery.shipped is None or delivery.promised is None:
        return []

    def at(day: date) -> int:
        return work_calendar.between(begin, day)

    tasks = [
        Lived(
            one.id,
            planned_start=at(one.planned_end or one.end) - max(1, one.planned_days) + 1,
            planned_end=at(one.planned_end or one.end),
            start=at(one.start),
            end=at(one.end),
        )
        for one in works
    ]
    ids = [one.id for one in works]
    rows = TaskLink.objects.filter(predecessor_id__in=ids, successor_id__in=ids)
    links = [After(one.predecessor_id, one.successor_id, one.lag_days, one.kind == LinkKind.START) for one in rows]
    last = max([at(delivery.shipped), *(one.end for one in tasks)])
    due = at(delivery.promised)
    tail = max(0, due - max(one.planned_end for one in tasks))
    return counterfactual.single_delays(Case(0, tasks, links, last, due, planned_tail=tail))


def as_kept(found: OrderFigures) -> dict[str, Any]:
    """The figures as they are shown, and as they are kept when the evaluation ends: plain JSON values."""
    tasks = {one.key for one in found.removed if isinstance(one.key, int)}
    titles: dict[int | str, str] = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "title"))
    cost = found.cost
    return _plain(
        {
            "whole": _shown(found.whole),
            "planned_days": found.planned_days,
            "actual_days": found.actual_days,
            "begin": found.begin,
            "planned_end": found.planned_end,
            "end": found.end,
            "delivery": {**asdict(found.delivery), "is_on_time": found.delivery.is_on_time},
            "cost": {**asdict(cost), "actual": cost.actual, "deviation": cost.deviation},
            "satisfaction": found.satisfaction,
            "exceptions": found.exceptions,
            "complaints": found.complaints,
            "moves": found.moves,
            "moved_days": found.moved_days,
            "removed": [{**asdict(one), "title": titles.get(one.key, "")} for one in found.removed],
            "people": [{"id": one.pk, "name": one.name, **_shown(mine)} for one, mine in found.people],
            "departments": [{"id": one.pk, "name": one.name, **_shown(mine)} for one, mine in found.departments],
        }
    )


def _shown(one: Figures) -> dict[str, Any]:
    return {**asdict(one), "punctual_percent": one.punctual_percent, "hours_percent": one.hours_percent}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def figures_shown(actor: User, evaluation: OrderEvaluation) -> dict[str, Any]:
    """The figures for a reader: as kept where it ended, else as the rows say now; costs only for who sees them."""
    shown = evaluation.figures if evaluation.state == OrderEvaluation.State.DONE else None
    shown = dict(shown or as_kept(figures_of(evaluation.order)))
    if policies.hides_cost(actor):
        shown["cost"] = None
    return shown


# --- who, and scores ---------------------------------------------------------------------------


def asked(order: Order) -> list[int]:
    """Who scores an order: whoever finished a task of it, the heads of their departments, its salesperson."""
    rows = Task.objects.filter(order=order, state=State.DONE).values_list("owner_id", "department__head_id")
    people = {pk for row in rows for pk in row} | {order.salesperson_id}
    active = User.objects.filter(pk__in=[pk for pk in people if pk], is_active=True, is_system=False)
    return sorted(active.values_list("pk", flat=True))


def worker(order: Order, person_id: int | None) -> User | None:
    """Somebody who finished a task of the order; None for the order as a whole. Raises NotFound."""
    if person_id is None:
        return None
    mine = Task.objects.filter(order=order, owner_id=person_id, state=State.DONE)
    if not mine.exists():
        raise errors.NotFound()
    return User.objects.select_related("department").get(pk=person_id)


def had_part(actor: User, evaluation: OrderEvaluation) -> bool:
    """Whether somebody worked on the order."""
    return Task.objects.filter(order=evaluation.order, owner=actor, state=State.DONE).exists()


@dataclass(frozen=True)
class Scored:
    """What people think of somebody (None: of the order as a whole): means by aspect, and the rows."""

    person: User | None
    means: dict[str, Decimal | None]
    rows: list[Score]


def scores_of(evaluation: OrderEvaluation) -> list[Scored]:
    """The scores of an evaluation by whom they are of, the order as a whole first. One statement."""
    rows = evaluation.scores.select_related("person", "by").order_by("pk")
    groups: dict[User | None, list[Score]] = {None: []}
    for one in rows:
        groups.setdefault(one.person, []).append(one)
    return [Scored(person, means(mine), mine) for person, mine in groups.items()]


def means(rows: Iterable[Score]) -> dict[str, Decimal | None]:
    """The mean of each aspect; None where nobody said anything."""
    found = list(rows)
    return {str(one): figures.average([row.value for row in found if row.aspect == one]) for one in Score.Aspect}


def workers_of(order: Order) -> list[User]:
    """Who finished tasks of an order, by key."""
    mine = Task.objects.filter(order=order, state=State.DONE).values("owner")
    return list(User.objects.filter(pk__in=mine).select_related("department").order_by("pk"))


def scorable_by(actor: User, evaluation: OrderEvaluation) -> list[User]:
    """Those of them whom the actor may score: not himself."""
    return [one for one in workers_of(evaluation.order) if policies.may_score(actor, evaluation, one)]


def rewardable_by(actor: User) -> list[User]:
    """People who work here and whom the actor may reward."""
    return [one for one in people.active_people() if policies.may_reward(actor, one)]


def facts_of_person(person: User, *, order: Order | None, month: date | None) -> dict[str, Any]:
    """What somebody did for an order or in a month, by figures."""
    rows = Task.objects.filter(owner=person, state=State.DONE)
    if order is not None:
        rows = rows.filter(order=order)
    elif month is not None:
        since, until = dates.day_range(month.replace(day=1), dates.month_end(month))
        rows = rows.filter(done_at__gte=since, done_at__lt=until)
    works = [work_of(one) for one in rows.order_by("pk")]
    return _plain(_shown(figures.summed(works, calendar())))


def list_rewards(actor: User) -> QuerySet[Reward]:
    """The rewards and penalties that the actor may see."""
    return policies.rewards_visible_to(actor).distinct().select_related("person", "person__department", "order", "by")


def get_reward(actor: User, reward_id: int) -> Reward:
    """One of them. Raises NotFound."""
    found = list_rewards(actor).filter(pk=reward_id).first()
    if found is None:
        raise errors.NotFound()
    return found
