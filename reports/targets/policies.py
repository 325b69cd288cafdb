"""Who sets and who sees whose targets.

Whoever sees reports sees the targets of the company, its regions, products and categories, of the departments on the
way from his own to the root, and his own. Those of other departments and people are for who plans them or sees their
orders. Targets of a measure that is hidden from him are hidden with it.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import Department, User
from accounts.roles.models import Scope
from common import errors
from orders.order import policies as orders
from reports.facts import reading
from reports.facts.models import Flow
from reports.figures import policies as figures
from reports.targets.models import StrategyNote, Target
from reports.targets.subjects import Kind, Whose

VIEW, PLAN, EXPORT = "report.view", "report.plan", "report.export"


@dataclass(frozen=True)
class Sight:
    """Whose targets somebody sees. ``departments``: those that he sees with their people; ``above``: on the way to the
    root, without theirs; ``own``: himself and for whom he stands in. ``staffed``: those whose people's orders he sees;
    ``whole``: those whose orders he sees all, of all below them too, as their targets count them."""

    is_all: bool
    departments: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    sees_all_orders: bool = False
    staffed: frozenset[int] = field(default=frozenset())
    whole: frozenset[int] = field(default=frozenset())

    def sees(self, whose: Whose, department_id: int | None = None) -> bool:
        """Whether he sees that target; ``department_id``: of the person whose it is."""
        if self.is_all or whose.kind not in (Kind.DEPARTMENT, Kind.PERSON):
            return True
        if whose.kind is Kind.DEPARTMENT:
            return whose.key in self.departments | self.above
        return whose.key in self.own or department_id in self.departments

    def counts(self, whose: Whose, department_id: int | None = None) -> bool:
        """Whether he sees all orders that count for it: a part of them would make attainment wrong."""
        if self.sees_all_orders:
            return True
        if whose.kind is Kind.DEPARTMENT:
            return whose.key in self.whole
        return whose.kind is Kind.PERSON and (whose.key in self.own or department_id in self.staffed)


def sight_of(actor: User) -> Sight:
    """Whose targets ``actor`` sees. Raises NotAllowed for who sees no reports."""
    figures.require_view(actor)
    held, reach = access.of(actor), figures.reach_of(actor)
    planned = held.scope(PLAN)
    if reach.is_all:
        return Sight(True, sees_all_orders=True)
    within = held.departments(str(planned)) if planned not in (None, Scope.OWN, Scope.ALL) else frozenset()
    path = actor.department.path if actor.department else ""
    return Sight(
        planned == Scope.ALL,
        departments=frozenset(reach.departments | within),
        above=frozenset(int(part) for part in path.split("/") if part),
        own=frozenset(held.own_ids),
        staffed=reach.departments,
        whole=_with_all_below(reach.departments),
    )


def _with_all_below(departments: frozenset[int]) -> frozenset[int]:
    """Those of them below which there is none that is not among them."""
    if not departments:
        return departments
    others = Department.objects.exclude(pk__in=departments).values_list("path", flat=True)
    above_others = {int(part) for path in others for part in path.split("/") if part}
    return departments - above_others


def beside_all(actor: User, since: date, until: date) -> Whose | None:
    """Whose target stands beside all that ``actor``'s figures count over some days: the company's for who sees every
    order, that of his department with all below it, his own where nothing but his own sales counts. None where a
    target would be of other orders. Raises NotAllowed."""
    sight, scope = sight_of(actor), access.of(actor).scope(orders.VIEW)
    if sight.sees_all_orders:
        return Whose()
    if scope == Scope.OWN:
        return Whose(Kind.PERSON, actor.pk) if _sells_all(actor, since, until) else None
    if scope in (Scope.DEPARTMENT, Scope.BELOW) and actor.department_id in sight.whole:
        return Whose(Kind.DEPARTMENT, int(actor.department_id))
    return None


def _sells_all(actor: User, since: date, until: date) -> bool:
    """Whether nothing counts for him over some days that he only entered or carries out, or that is of somebody for
    whom he stands in."""
    reach = figures.reach_of(actor)
    counted = Flow.objects.using(reading.alias()).filter(day__range=(since, until))
    if actor.pk not in reach.people or counted.filter(salesperson_id__in=reach.people - {actor.pk}).exists():
        return False
    return reach.rest is None or not counted.filter(order_id__in=reach.rest).exists()


def visible_to(actor: User) -> QuerySet[Target]:
    """The targets that ``actor`` sees. Raises NotAllowed for who sees no reports."""
    sight = sight_of(actor)
    rows = Target.objects.filter(measure__in=[one.code for one in figures.seen_measures(actor)])
    if sight.is_all:
        return rows
    return rows.filter(
        Q(department__isnull=True, person__isnull=True)
        | Q(department__in=sight.departments | sight.above)
        | Q(person__in=sight.own)
        | Q(person__department__in=sight.departments)
    )


def notes_seen(actor: User) -> QuerySet[StrategyNote]:
    """The notes on strategy that he reads: those of the company, and of departments whose targets he sees. Raises
    NotAllowed for who sees no reports."""
    sight = sight_of(actor)
    rows = StrategyNote.objects.all()
    if sight.is_all:
        return rows
    return rows.filter(Q(department__isnull=True) | Q(department__in=sight.departments | sight.above))


def can_plan(actor: User, whose: Whose, department_id: int | None = None) -> bool:
    """Whether he may set that target; ``department_id``: of the person whose it is. What is not of one department is
    for who plans for the company."""
    if whose.kind is Kind.DEPARTMENT:
        return rights.can(actor, PLAN, departments=[int(whose.key)])
    return rights.can(actor, PLAN, owners=(), departments=[department_id] if whose.kind is Kind.PERSON else [])


def require_plan(actor: User, whose: Whose, department_id: int | None = None) -> None:
    """Raise NotAllowed unless ``can_plan``."""
    rights.require(actor, PLAN)
    if not can_plan(actor, whose, department_id):
        raise errors.NotAllowed(verb=PLAN)
