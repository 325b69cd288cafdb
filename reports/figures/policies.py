"""Whose orders a person's figures count, and which figures he gets: those of the orders and fields that he may see
(R293, SEMANTICS 16: no report reaches further than the list)."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access, policies, reach
from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors
from orders.order import policies as orders
from orders.order.models import Order
from reports.figures.dimensions import AXES, Axis
from reports.figures.measures import Measure, measures
from reports.figures.question import BY_NAME, Question
from segments import queries as segments
from segments.fields import Level

VIEW = "report.view"


@dataclass(frozen=True)
class Reach:
    """``is_all``: every order. Else those of ``departments`` as a whole; of others those whose salesperson is one of
    ``people``; of the others those of ``rest`` (a query of keys; None where there are none)."""

    is_all: bool
    departments: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    rest: QuerySet[Any] | None = field(default=None, compare=False)


def require_view(actor: User) -> None:
    """Raise NotAllowed for who may not see reports."""
    policies.require(actor, VIEW)


def reach_of(actor: User) -> Reach:
    """Whose orders ``actor``'s figures count."""
    if policies.reaches_all(actor, orders.VIEW, Order):
        return Reach(True)
    rights = access.of(actor)
    scope = rights.scope(orders.VIEW)
    if scope is None or reach.roles_of(rights, orders.VIEW, Order):
        return Reach(False, rest=orders.visible_to(actor).order_by().values("pk"))
    whole = frozenset() if scope == Scope.OWN else rights.departments(str(scope))
    own = frozenset(rights.owner_ids)
    rest = orders.own_beside_sales(actor).exclude(department__in=whole)
    return Reach(False, whole, own, rest.order_by().values("pk"))


def picked(actor: User, segment_id: int, today: date) -> QuerySet[Any]:
    """The visible orders that a saved condition finds today, as a query of keys. Raises NotFound."""
    segment = segments.get_segment(actor=actor, segment_id=segment_id)
    condition = segments.condition_of(actor, segment)
    found = orders.visible_to(actor).filter(condition.narrow(Level.ORDER, today))
    return found.order_by().values("pk")


def sees(actor: User, measure: Measure) -> bool:
    """Whether he may see the figures of a measure: hidden fields hide what is made of them."""
    return not any(policies.effect(actor, name) for name in measure.fields)


def seen_measures(actor: User) -> list[Measure]:
    """The measures that he may ask for, in their order."""
    return [measures[code] for code in measures if sees(actor, measures[code])]


def sees_axis(actor: User, axis: Axis) -> bool:
    """Whether he may tell figures by an axis: in which band an order lies says how large it is; whose products are is
    for those who see products."""
    is_open = not axis.verb or policies.can(actor, axis.verb)
    return is_open and not any(policies.effect(actor, name) for name in axis.fields)


def require_axes(actor: User, asked: Question) -> None:
    """Raise NotAllowed where a question is told by, or narrowed by, what is hidden from him."""
    for one in (*asked.axes, *(AXES[code] for code in asked.filters)):
        if not sees_axis(actor, one):
            raise errors.NotAllowed(_("“%(measure)s” is not shown to your roles.") % {"measure": one.label})


def without_hidden(actor: User, asked: Question) -> tuple[Question, list[Measure]]:
    """A question that somebody else put together, without the measures that are hidden from ``actor``, and these.
    Raises NotAllowed where nothing is left."""
    hidden = [one for one in asked.asked if not sees(actor, one)]
    if len(hidden) == len(asked.asked):
        require_seen(actor, asked.asked)
    codes = tuple(one.code for one in asked.asked if one not in hidden)
    order_by = asked.order_by if asked.order_by in (BY_NAME, *codes) else ""
    return replace(asked, measures=codes, order_by=order_by) if hidden else asked, hidden


def require_seen(actor: User, asked: tuple[Measure, ...]) -> None:
    """Raise NotAllowed where one of the measures is hidden from him: it is not even to be sorted by."""
    for one in asked:
        if not sees(actor, one):
            raise errors.NotAllowed(
                _("“%(measure)s” is not shown to your roles.") % {"measure": one.label}, measure=one.code
            )
