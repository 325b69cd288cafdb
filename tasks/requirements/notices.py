"""Who is told of requirements: who answers for them, who asked, who follows the orders that they are for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.collaboration import inbox
from accounts.people.models import User
from orders.order.watchers import watchers
from tasks.requirements import policies
from tasks.requirements.models import Requirement, RequirementLine

ASKED = "requirement.asked"  # the line that asks its reader for an answer


def tell(
    what: str,
    requirement: Requirement,
    people: Iterable[int | None],
    *,
    message: str,
    actor: User,
    at: datetime,
    mail: bool = False,
    **words: Any,
) -> None:
    """Put a line into people's inboxes, not the actor's; ``message`` is a source string with %(requirement)s and
    ``words``."""
    inbox.notify(
        sorted({one for one in people if one} - {actor.pk}),
        kind=f"requirement.{what}",
        message=message,
        parameters={"requirement": str(requirement), **words},
        subject=requirement,
        mail=mail,
        at=at,
    )


def askers(requirement: Requirement, lines: Iterable[RequirementLine], *, but: User) -> set[int]:
    """Who asked, and who follows the orders of these lines."""
    people = {requirement.created_by_id}
    for order in {one.order_id: one.order for one in lines if one.order is not None}.values():
        assert order is not None
        people |= set(watchers(order, but=but))
    return people


def answered(requirement: Requirement, at: datetime) -> None:
    """The lines that asked for an answer ask no more."""
    readers = sorted({one for one in (requirement.owner_id, requirement.department.head_id) if one})
    inbox.settle(readers, kind=ASKED, subject_type=policies.SUBJECT, subject_id=requirement.pk, at=at)
