"""Who answers for which kind of department, and who sees an order because his department is asked about it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import access
from accounts.people import queries as people
from accounts.people.models import Department, User
from accounts.roles.models import Scope
from common import errors
from orders.changes.assessing.models import ChangeAssessment
from orders.changes.assessing.rights import ASSESS
from orders.changes.states import UNDER_WAY


def kinds_of(actor: User) -> frozenset[str]:
    """The kinds of departments that are the actor's business: his own, those that he leads or stands in for, those
    that his right reaches; whoever answers for all has his own like everybody."""
    rights = access.of(actor)
    scope = rights.scope(ASSESS)
    if scope is None:
        return frozenset()
    his = Q(pk=actor.department_id) | Q(head__in=rights.own_ids) | Q(members__in=rights.own_ids)
    if scope not in (Scope.OWN, Scope.ALL):
        his |= Q(pk__in=rights.departments(scope))
    return frozenset(Department.objects.filter(his, is_active=True).values_list("kind", flat=True))


def may_answer(actor: User, kind: str) -> bool:
    """Whether ``actor`` answers for departments of this kind."""
    return access.of(actor).scope(ASSESS) == Scope.ALL or kind in kinds_of(actor)


def require_answer(actor: User, kind: str) -> None:
    """Raise NotAllowed unless ``may_answer``."""
    if not may_answer(actor, kind):
        words = _("You answer for your own department only.")
        raise errors.NotAllowed(words, verb=ASSESS)


def is_asked(actor: User, order_id: int) -> bool:
    """Whether a department of the actor's is asked about a change of this order: then he sees it, whatever his
    scopes."""
    asked = ChangeAssessment.objects.filter(request__order_id=order_id, request__state__in=UNDER_WAY, is_void=False)
    kinds = set(asked.values_list("kind", flat=True))
    return bool(kinds) and not kinds.isdisjoint(kinds_of(actor))


def is_about(actor: User) -> Q:
    """The condition of requests under way about which a department of the actor's is asked."""
    kinds = kinds_of(actor)
    asked = ChangeAssessment.objects.filter(kind__in=kinds, is_void=False, request__state__in=UNDER_WAY)
    return Q(pk__in=asked.values("request_id")) if kinds else Q(pk__in=())


def told(kind: str) -> list[int]:
    """Who hears that departments of this kind are asked: their heads, and their people with the right."""
    there = people.holders(ASSESS).filter(department__kind=kind, department__is_active=True)
    return list(dict.fromkeys([*heads(kind), *there.order_by("pk").values_list("pk", flat=True)]))


def heads(kind: str) -> list[int]:
    """The heads of departments of this kind; one who left is replaced by his substitute."""
    rows = Department.objects.filter(kind=kind, is_active=True, head__isnull=False).select_related("head__substitute")
    found = [one.head if one.head is None or one.head.is_active else one.head.substitute for one in rows.order_by("pk")]
    return [one.pk for one in found if one is not None and one.is_active]


def name_of(kind: str) -> str:
    """What the company calls its departments of this kind."""
    rows = Department.objects.filter(kind=kind, is_active=True).order_by("pk")
    return "、".join(rows.values_list("name", flat=True)[:3]) or str(Department.Kind(kind).label)
