"""Who sees whose commission, confirms it, pays it, keeps the rules. What somebody earns is his own matter: who stands
in for a colleague does not read it."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts import access, policies
from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors
from reports.commissions.sheets import RuleLine, Sheet, State
from reports.figures import policies as figures
from reports.figures.measures import measures

VIEW, CONFIRM, PAY, RULES = "commission.view", "commission.confirm", "commission.pay", "commission.rules"
NO_SELF = "self"


def people_seen(actor: User, verb: str = VIEW) -> QuerySet[User]:
    """The people on whose statements ``actor`` holds ``verb``; his own he may see wherever he may see any."""
    rows = User.objects.filter(is_system=False).select_related("department")
    rights = access.of(actor)
    scope = rights.scope(verb)
    if scope is None:
        return rows.none()
    if scope == Scope.ALL:
        return rows
    mine = Q(pk=actor.pk)
    if scope != Scope.OWN:
        mine |= Q(department__in=rights.departments(scope))
    return rows.filter(mine)


def may(actor: User, verb: str, person: User) -> bool:
    """Whether ``actor`` may confirm or pay this person's statement: never his own, nor that of whom he stands in
    for."""
    is_own = person.pk in access.of(actor).own_ids
    return not is_own and policies.can(actor, verb, owners=(), departments=[person.department_id])


def require(actor: User, verb: str, person: User) -> None:
    """Raise NotAllowed unless ``may``."""
    if person.pk in access.of(actor).own_ids:
        raise errors.NotAllowed(code=NO_SELF)
    policies.require(actor, verb, owners=(), departments=[person.department_id])


def may_confirm(actor: User, sheet: Sheet) -> bool:
    """Whether the statement is there to be confirmed, by ``actor``."""
    is_ready = sheet.state == State.DRAFT and sheet.is_over and not sheet.is_empty
    return is_ready and may(actor, CONFIRM, sheet.person)


def may_take_back(actor: User, sheet: Sheet) -> bool:
    """Whether ``actor`` may take the confirmation back."""
    return sheet.state == State.CONFIRMED and may(actor, CONFIRM, sheet.person)


def may_pay(actor: User, sheet: Sheet) -> bool:
    """Whether the statement waits for being paid, by ``actor``."""
    return sheet.state == State.CONFIRMED and may(actor, PAY, sheet.person)


def shows(actor: User, line: RuleLine) -> bool:
    """Whether ``actor`` may read what a line counts: figures made of fields that are hidden from him stay hidden, what
    they earn does not."""
    return shows_measure(actor, line.measure)


def shows_measure(actor: User, code: str) -> bool:
    """The same by the code of a measure; one that is no longer there hides nothing."""
    return code not in measures or figures.sees(actor, measures[code])


def require_rules(actor: User) -> None:
    """Raise NotAllowed for who does not keep the rules."""
    policies.require(actor, RULES)


def can_rules(actor: User) -> Any:
    """Whether ``actor`` keeps the rules."""
    return policies.can(actor, RULES)
