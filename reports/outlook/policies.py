"""Who finds which kept forecasts: those made from the very orders that his own figures count, of measures that he may
have forecast."""

from typing import Any

from django.db.models import QuerySet

from accounts import access, reach
from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors
from orders.order import policies as orders
from orders.order.models import Order
from reports.builder.policies import SHARE
from reports.figures import policies as figures
from reports.figures.measures import measures
from reports.outlook.models import KeptForecast
from reports.outlook.wanted import MEASURES

WHOLE: dict[str, Any] = {"all": True}


def reach_mark(actor: User) -> dict[str, Any]:
    """Whose orders his figures count, as a value that is the same as long as that is the same."""
    if figures.reach_of(actor).is_all:
        return dict(WHOLE)
    held = access.of(actor)
    scope = held.scope(orders.VIEW)
    return {
        "scope": str(scope or ""),
        "departments": sorted(held.departments(str(scope))) if scope not in (None, Scope.OWN, Scope.ALL) else [],
        "people": sorted(held.owner_ids),
        "roles": sorted(reach.roles_of(held, orders.VIEW, Order)),
    }


def seen_codes(actor: User) -> list[str]:
    """The measures that he may have forecast. Raises NotAllowed for who sees no reports."""
    figures.require_view(actor)
    return [code for code in MEASURES if figures.sees(actor, measures[code])]


def visible_to(actor: User) -> QuerySet[KeptForecast]:
    """His own, and those from all orders for whoever sees all orders; none from other orders than he sees now: what
    came could not be set beside them. Raises NotAllowed for who sees no reports."""
    mark = reach_mark(actor)
    rows = KeptForecast.objects.filter(measure__in=seen_codes(actor), reach=mark)
    return rows if mark == WHOLE else rows.filter(kept_by=actor)


def out_of_reach(actor: User) -> QuerySet[KeptForecast]:
    """Those that he kept when he saw other orders than now."""
    rows = KeptForecast.objects.filter(kept_by=actor, measure__in=seen_codes(actor))
    return rows.exclude(reach=reach_mark(actor))


def can_drop(actor: User, kept: KeptForecast) -> bool:
    """Whether he may: it is his, or the job's and he keeps reports of the company."""
    return kept.kept_by_id == actor.pk or (kept.kept_by_id is None and rights.can(actor, SHARE))


def require_drop(actor: User, kept: KeptForecast) -> None:
    """Raise NotAllowed unless ``can_drop``."""
    if not can_drop(actor, kept):
        raise errors.NotAllowed(verb=SHARE)
