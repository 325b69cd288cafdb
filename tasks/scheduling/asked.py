"""What requests of the API ask for in their address."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from orders.order.models import Order
from tasks.scheduling import conflicts, phases
from tasks.scheduling.phases import PhaseStatus
from tasks.task import policies

MOST_WEEKS = 12


def day(query: QueryDict, name: str) -> date | None:
    """A day of the query. Raises Invalid."""
    text = query.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.Invalid(fields={name: [_("Write a day like 2026-12-31.")]}) from None


def flag(query: QueryDict, name: str) -> bool:
    """A yes or no of the query. Raises Invalid."""
    text = query.get(name, "false").lower()
    if text not in ("true", "false"):
        raise errors.Invalid(fields={name: [_("Write true or false.")]})
    return text == "true"


def weeks(query: QueryDict) -> int:
    """How many weeks ahead. Raises Invalid."""
    text = query.get("weeks", str(conflicts.WEEKS))
    if not (text.isdecimal() and len(text) < 3 and 1 <= int(text) <= MOST_WEEKS):
        raise errors.Invalid(fields={"weeks": [_("Write a number from 1 to %(most)s.") % {"most": MOST_WEEKS}]})
    return int(text)


def department(actor: User, query: QueryDict) -> int | None:
    """The key of a department whose tasks the actor moves, by its code. Raises Invalid."""
    code = query.get("department", "")
    if not code:
        return None
    found = policies.departments_for(actor, policies.SCHEDULE).filter(code=code.upper()).first()
    if found is None:
        raise errors.Invalid(fields={"department": [_("Choose a department of the list.")]})
    return found.pk


def phase(order: Order, code: str) -> PhaseStatus:
    """A phase of an order by its code. Raises NotFound."""
    for one in phases.of_order(order):
        if one.phase.code == code.upper():
            return one
    raise errors.NotFound()
