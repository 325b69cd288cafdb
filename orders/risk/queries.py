"""Every read of risk that a door makes: warnings, the hit rate of rules, materials, assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.risk import policies
from orders.risk.choices import LIVE, Outcome, RiskState, Rule, TalksState
from orders.risk.models import Material, MaterialPrice, Renegotiation, RiskAssessment, RiskMeasure, RiskWarning
from products.catalogue.models import ProductCategory

SORTS = {"id": Sort("pk"), "seen": Sort("seen_at")}
TALKS_SORTS = {"id": Sort("pk"), "due": Sort("due_date", descending=False)}
PRICE_SORTS = {"day": Sort("day"), "id": Sort("pk")}
ASSESSMENT_SORTS = {"day": Sort("day"), "id": Sort("pk")}
DEFAULT_SORT = "id"
SHOWN = 30


def list_warnings(actor: User) -> QuerySet[RiskWarning]:
    """The warnings that ``actor`` may see, with the people they name."""
    return policies.visible_to(actor).select_related("owner", "taken_by", "ended_by", "department")


def get_warning(*, actor: User, warning_id: int) -> RiskWarning:
    """One of them. Raises NotFound, also for "not yours"."""
    found = list_warnings(actor).filter(pk=warning_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def count_mine(actor: User) -> int:
    """Live warnings that a person owns."""
    return RiskWarning.objects.filter(owner=actor, state__in=LIVE).count()


def manageable(actor: User, rows: Sequence[RiskWarning]) -> set[int]:
    """The keys of those that ``actor`` may handle."""
    keys = [row.pk for row in rows if row.state in LIVE]
    return set(policies.visible_to(actor, policies.MANAGE).filter(pk__in=keys).values_list("pk", flat=True))


def list_renegotiations(actor: User) -> QuerySet[Renegotiation]:
    """Those of the warnings that ``actor`` may see, and his own. Raises NotAllowed."""
    rights.require(actor, policies.VIEW)
    mine = Q(owner=actor) | Q(warning__in=policies.visible_to(actor).values("pk"))
    names = ("warning", "order", "quotation", "owner", "started_by", "ended_by")
    return Renegotiation.objects.filter(mine).select_related(*names)


def get_renegotiation(actor: User, renegotiation_id: int) -> Renegotiation:
    """One of them. Raises NotAllowed, NotFound."""
    found = list_renegotiations(actor).filter(pk=renegotiation_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def talks_of(warnings: Sequence[RiskWarning]) -> dict[int, Renegotiation]:
    """The renegotiation that goes on about each of these warnings."""
    rows = Renegotiation.objects.filter(warning__in=[one.pk for one in warnings], state=TalksState.OPEN)
    return {one.warning_id: one for one in rows.select_related("owner", "order", "quotation")}


def renegotiations_due(user: User) -> list[Renegotiation]:
    """What a person has to renegotiate, the earliest first."""
    rows = Renegotiation.objects.filter(owner=user, state=TalksState.OPEN).select_related("warning")
    return list(rows.order_by("due_date", "pk")[:7])


@dataclass(frozen=True)
class Rate:
    """How often a rule was right: of the warnings that people judged, those that were averted or happened. ``gone``
    went away by themselves and say nothing."""

    rule: Rule
    live: int
    averted: int
    happened: int
    false_alarms: int
    gone: int

    @property
    def hit_rate(self) -> Decimal | None:
        """In percent; None while nobody judged any."""
        judged = self.averted + self.happened + self.false_alarms
        if not judged:
            return None
        return (Decimal(self.averted + self.happened) * 100 / judged).quantize(Decimal(1), ROUND_HALF_UP)

    def stored(self) -> dict[str, Any]:
        """As an assessment keeps it."""
        names = ("live", "averted", "happened", "false_alarms", "gone")
        rate = self.hit_rate
        return {
            "rule": str(self.rule),
            **{name: getattr(self, name) for name in names},
            "hit_rate": None if rate is None else f"{rate}",
        }


def rates(rows: QuerySet[RiskWarning] | None = None) -> list[Rate]:
    """The hit rate of every rule, over all warnings (or ``rows``). One statement."""
    found = (RiskWarning.objects.all() if rows is None else rows).order_by().values_list("rule")
    counted = found.annotate(
        live=Count("pk", filter=Q(state__in=LIVE)),
        averted=Count("pk", filter=Q(outcome=Outcome.AVERTED)),
        happened=Count("pk", filter=Q(outcome=Outcome.HAPPENED)),
        alarms=Count("pk", filter=Q(state=RiskState.FALSE_ALARM)),
        gone=Count("pk", filter=Q(outcome=Outcome.GONE)),
    )
    by_rule = {rule: counts for rule, *counts in counted}
    return [Rate(rule, *by_rule.get(str(rule), [0] * 5)) for rule in Rule]


def materials() -> list[Material]:
    """All materials with their family, those in use first."""
    return list(Material.objects.select_related("category").order_by("-is_active", "name"))


def get_material(actor: User, material_id: int) -> Material:
    """A material. Raises NotAllowed, NotFound."""
    rights.require(actor, policies.MATERIAL)
    found = Material.objects.select_related("category").filter(pk=material_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def list_materials(actor: User) -> list[Material]:
    """All materials, for who keeps them. Raises NotAllowed."""
    rights.require(actor, policies.MATERIAL)
    return materials()


def list_prices(actor: User) -> QuerySet[MaterialPrice]:
    """Prices of all materials, for who keeps them. Raises NotAllowed."""
    rights.require(actor, policies.MATERIAL)
    return MaterialPrice.objects.select_related("material", "created_by")


def family_by_code(code: str) -> int:
    """The key of a product family. Raises Invalid."""
    found = ProductCategory.objects.filter(code=code.strip()).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"category": [_("There is no product family “%(code)s”.") % {"code": code}]})
    return found


def material_by_name(actor: User, name: str) -> Material | None:
    """A material by its name."""
    rights.require(actor, policies.MATERIAL)
    return Material.objects.filter(name=name.strip()).first()


def families() -> list[tuple[int, str]]:
    """The product families, by key."""
    return [(row.pk, f"{row.code} {row.name}") for row in ProductCategory.objects.order_by("code")]


def assessments(actor: User) -> list[RiskAssessment]:
    """The newest assessments with their measures. Raises NotAllowed."""
    return list(list_assessments(actor).order_by("-day", "-pk")[:SHOWN])


def list_assessments(actor: User) -> QuerySet[RiskAssessment]:
    """The assessments that ``actor`` may see, with their measures. Raises NotAllowed."""
    rights.require(actor, policies.VIEW)
    rows = policies.assessments_visible_to(actor).select_related("created_by")
    return rows.prefetch_related("measures__owner", "measures__done_by")


def get_assessment(actor: User, assessment_id: int) -> RiskAssessment:
    """One of them. Raises NotAllowed, NotFound."""
    found = list_assessments(actor).filter(pk=assessment_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def require_measure(assessment_id: int, measure_id: int) -> None:
    """Raise NotFound unless the measure is of this assessment; who may say that it is done, its operation asks."""
    if not RiskMeasure.objects.filter(pk=measure_id, assessment=assessment_id).exists():
        raise errors.NotFound()


def measures_due(user: User) -> list[RiskMeasure]:
    """What a person has still to do, the earliest first."""
    rows = RiskMeasure.objects.filter(owner=user, done_at=None).select_related("assessment")
    return list(rows.order_by("due_date", "pk")[:7])
