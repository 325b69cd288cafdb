"""Who stands in a plan: departments of sales as a tree, the people who sell, regions, products and categories with
targets or figures. Nobody stands there whose targets the reader may not see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import reference
from products.catalogue.models import Product, ProductCategory
from reports.figures.dimensions import AXES
from reports.figures.measures import Measure
from reports.figures.naming import names_of
from reports.targets import policies, reached
from reports.targets.models import Target
from reports.targets.policies import Sight
from reports.targets.subjects import AXIS, Kind, Whose, whose_of

MOST = 150
LARGEST = 30  # products without a target that stand there by what they brought


@dataclass(frozen=True)
class Member:
    """Somebody in a plan. ``parent``: the row above it in a tree; ``department_id``: of a person."""

    whose: Whose
    name: str
    level: int = 0
    parent: Whose | None = None
    department_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """Which plan: of a measure in a year, told by a kind; ``department``: only its people; ``more``: who was added."""

    year: int
    measure: Measure
    kind: Kind
    department: int = 0
    more: tuple[Whose, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of its year."""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def days_before(self) -> tuple[date, date]:
        """Those of the year before."""
        return date(self.year - 1, 1, 1), date(self.year - 1, 12, 31)


def members_of(actor: User, plan: Plan, today: date) -> list[Member]:
    """The rows of a plan below its whole, in their order. Raises NotAllowed for who sees no reports."""
    sight = policies.sight_of(actor)
    with_targets = {one.key for one in map(whose_of, _targets(plan.measure, plan.year)) if one.kind is plan.kind}
    with_targets |= {one.key for one in plan.more if one.kind is plan.kind}
    return _MEMBERS[plan.kind](actor, plan, sight, with_targets, today)[:MOST]


def whole_of(actor: User, plan: Plan) -> Member:
    """Of which the rows are parts: the company, or the department whose people are planned."""
    if plan.kind is Kind.PERSON and plan.department:
        whose = Whose(Kind.DEPARTMENT, plan.department)
        return Member(whose, names_of(AXES["department"], [plan.department])[plan.department])
    return Member(Whose(), "")


def _targets(measure: Measure, year: int) -> Iterable[Target]:
    return Target.objects.filter(measure=measure.code, year__in=(year, year - 1)).order_by()


def _departments(actor: User, plan: Plan, sight: Sight, keys: set[Any], today: date) -> list[Member]:
    """Those that sell, those with targets, and all on the way to them."""
    tree = people.list_departments()
    sells = {one.pk for one in tree if one.kind == Department.Kind.SALES and one.is_active} | keys
    way = {int(part) for one in tree if one.pk in sells for part in one.path.split("/") if part}
    shown = {one.pk for one in tree if one.pk in way and sight.sees(Whose(Kind.DEPARTMENT, one.pk))}
    found = []
    for one in tree:
        if one.pk in shown:
            above = [int(part) for part in one.path.split("/") if part and int(part) in shown][:-1]
            parent = Whose(Kind.DEPARTMENT, above[-1]) if above else None
            found.append(Member(Whose(Kind.DEPARTMENT, one.pk), one.name, len(above), parent))
    return found


def _people(actor: User, plan: Plan, sight: Sight, keys: set[Any], today: date) -> list[Member]:
    """Those of departments that sell, those with targets, and those who sold."""
    since, until = plan.days_before[0], plan.days[1]
    sold = reached.largest(
        actor=actor, measure=plan.measure, kind=Kind.PERSON, since=since, until=until, today=today, top=MOST
    )
    staff = people.staff().filter(department__kind=Department.Kind.SALES).values("pk")
    rows = people.people().filter(Q(pk__in=staff) | Q(pk__in=keys | set(sold)))
    if plan.department:
        inside = [int(key) for key in reached.below([plan.department]).get(plan.department, ())]
        rows = rows.filter(department__in=inside)
    return [
        Member(Whose(Kind.PERSON, one.pk), str(one.name), department_id=one.department_id)
        for one in rows.order_by("department__path", "name", "pk")
        if sight.sees(Whose(Kind.PERSON, one.pk), one.department_id)
    ]


def _regions(actor: User, plan: Plan, sight: Sight, keys: set[Any], today: date) -> list[Member]:
    since, until = plan.days_before[0], plan.days[1]
    sold = reached.largest(
        actor=actor, measure=plan.measure, kind=Kind.REGION, since=since, until=until, today=today, top=MOST
    )
    return [Member(Whose(Kind.REGION, name), str(name)) for name in sorted(keys | set(sold), key=str)]


def _products(actor: User, plan: Plan, sight: Sight, keys: set[Any], today: date) -> list[Member]:
    since, until = plan.days_before[0], plan.days[1]
    sold = reached.largest(
        actor=actor, measure=plan.measure, kind=Kind.PRODUCT, since=since, until=until, today=today, top=LARGEST
    )
    rows = Product.objects.filter(pk__in=keys | set(sold)).order_by("code")
    return [Member(Whose(Kind.PRODUCT, one.pk), f"{one.code} {one.name}") for one in rows.only("code", "name")]


def _categories(actor: User, plan: Plan, sight: Sight, keys: set[Any], today: date) -> list[Member]:
    """The two topmost levels, and those with targets below them."""
    rows = {one.pk: one for one in ProductCategory.objects.order_by("code", "pk")}
    shown = {pk for pk, one in rows.items() if one.parent_id is None or rows[one.parent_id].parent_id is None}
    shown |= keys & rows.keys()
    children: dict[int | None, list[ProductCategory]] = {}
    for one in rows.values():
        children.setdefault(one.parent_id, []).append(one)
    found: list[Member] = []

    def walk(node: int | None, level: int, parent: Whose | None) -> None:
        for one in children.get(node, ()):
            whose = Whose(Kind.CATEGORY, one.pk)
            if one.pk in shown:
                found.append(Member(whose, reference.shown(one.name), level, parent))
                walk(one.pk, level + 1, whose)
            else:
                walk(one.pk, level, parent)

    walk(None, 0, None)
    return found


_MEMBERS = {
    Kind.DEPARTMENT: _departments,
    Kind.PERSON: _people,
    Kind.REGION: _regions,
    Kind.PRODUCT: _products,
    Kind.CATEGORY: _categories,
}


def find(plan: Plan, text: str, limit: int = 5) -> list[Whose]:
    """Who could be added to a plan: those whose code or name holds the words. A region is added by its name."""
    text = text.strip()[:80]
    if not text or "\0" in text or plan.kind is Kind.DEPARTMENT:
        return []
    if plan.kind is Kind.REGION:
        return [Whose(Kind.REGION, text)]
    if plan.kind is Kind.PERSON:
        return [Whose(Kind.PERSON, one.pk) for one in people.find_people(text, limit)]
    like = Q(code__iexact=text) | Q(name__icontains=text)
    rows: QuerySet[Any] = ProductCategory.objects.filter(like)
    if plan.kind is Kind.PRODUCT:
        rows = Product.objects.filter(like, merged_into=None, is_active=True)
    return [Whose(plan.kind, pk) for pk in rows.order_by("code").values_list("pk", flat=True)[:limit]]


def label_of(kind: Kind) -> Any:
    """What the members of a kind are called."""
    return AXES[AXIS[kind]].label if kind is not Kind.COMPANY else ""
