"""What is to be reached: targets of a measure for somebody, by month and over any days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import errors, keyset
from products.catalogue.models import Product, ProductCategory
from reports.figures import policies as figures
from reports.figures.measures import Measure, measures
from reports.targets import policies, spreading
from reports.targets.models import Target
from reports.targets.spreading import Plan
from reports.targets.subjects import Kind, Whose, one_of

_MODELS: dict[Kind, type[Model]] = {
    Kind.DEPARTMENT: Department,
    Kind.PERSON: User,
    Kind.PRODUCT: Product,
    Kind.CATEGORY: ProductCategory,
}
_NAMED = tuple(str(kind) for kind in _MODELS)
SORTS: dict[str, keyset.Sort] = {"year": keyset.Sort("year"), "id": keyset.Sort("pk")}
DEFAULT_SORT = "year"


def course(
    actor: User,
    measure_code: str,
    months: Sequence[date],
    *,
    department: int = 0,
    person: int = 0,
    region: str = "",
    product: int = 0,
    category: int = 0,
) -> list[Decimal | None]:
    """The target of each month (named by any of its days), out of the year where the month has none of its own; None
    where nothing is set. The company's where nothing is picked. Raises NotAllowed (no reports, a hidden measure),
    Invalid (no such measure)."""
    measure = seen_measure(actor, measure_code)
    whose = one_of(department=department, person=person, region=region, product=product, category=category)
    plans = _plans(measure, whose, {day.year for day in months})
    return [plans[day.year].months[day.month - 1] if day.year in plans else None for day in months]


def reached_by(
    actor: User,
    measure_code: str,
    since: date,
    until: date,
    *,
    department: int = 0,
    person: int = 0,
    region: str = "",
    product: int = 0,
    category: int = 0,
) -> Decimal | None:
    """What is to be reached over some days: whole years as set, whole months, parts of months by days; of a share the
    mean by days. None unless something is set for all of them. Raises as ``course``."""
    measure = seen_measure(actor, measure_code)
    whose = one_of(department=department, person=person, region=region, product=product, category=category)
    return spreading.over_all(_plans(measure, whose, range(since.year, until.year + 1)), since, until)


def seen_measure(actor: User, code: str) -> Measure:
    """The measure, for who may see it. Raises NotAllowed, Invalid."""
    figures.require_view(actor)
    if code not in measures:
        raise errors.Invalid(fields={"measure": [_("There is no measure “%(code)s”.") % {"code": code}]})
    figures.require_seen(actor, (measures[code],))
    return measures[code]


def _plans(measure: Measure, whose: Whose, years: Iterable[int]) -> dict[int, Plan]:
    rows = Target.objects.filter(measure=measure.code, year__in=list(years), **whose.columns)
    found: dict[int, dict[int, Decimal]] = {}
    for year, month, value in rows.order_by().values_list("year", "month", "value"):
        found.setdefault(year, {})[month] = value
    return {year: plan_of(measure, values) for year, values in found.items()}


def plan_of(measure: Measure, values: Mapping[int, Decimal]) -> Plan:
    """Months (0: the year) with their targets as a plan."""
    own = {month: value for month, value in values.items() if month}
    return Plan(not measure.is_share, values.get(0), own)


def departments_of(asked: Iterable[Whose]) -> dict[Whose, int | None]:
    """Those of ``asked`` that there are, with the department of people."""
    found: dict[Whose, int | None] = {}
    wanted = list(asked)
    for kind, model in _MODELS.items():
        keys = [one.key for one in wanted if one.kind is kind]
        if not keys:
            continue
        if kind is Kind.PERSON:
            homes = User.objects.filter(pk__in=keys, is_system=False).values_list("pk", "department_id")
            found |= {Whose(kind, pk): department for pk, department in homes}
        else:
            known = model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
            found |= dict.fromkeys((Whose(kind, pk) for pk in known), None)
    plain = (one for one in wanted if one.kind not in _MODELS)
    return found | dict.fromkeys(plain, None)


def get_target(*, actor: User, target_id: int) -> Target:
    """A target by id. Raises NotFound, also for one that is not his to see."""
    row = policies.visible_to(actor).select_related("set_by", *_NAMED).filter(pk=target_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def list_targets(actor: User) -> QuerySet[Target]:
    """The targets that he sees, with the names of whose they are."""
    return policies.visible_to(actor).select_related("set_by", *_NAMED)
