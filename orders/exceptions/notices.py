"""Who is told of exceptions: salesperson and executing owner of the order, and who owes the answer; in the inbox, and
by mail those who want mail (R214)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from orders.exceptions.models import ExceptionCase, ExceptionStep
from orders.order.watchers import watchers

ASKED = "exception.raised"  # kind of the line that asks for an answer


def concerned(case: ExceptionCase, but: User) -> list[int]:
    """Whom an exception concerns, by key; not the one who did it."""
    people = {case.owner_id, case.executing_owner_id}
    people |= set(watchers(case.order, but=but)) if case.order is not None else {case.customer.owner_id}
    return sorted(person for person in people if person is not None and person != but.pk)


def tell(
    what: str,
    case: ExceptionCase,
    people: Iterable[int],
    *,
    message: str,
    at: datetime,
    reason: str = "",
    **words: Any,
) -> None:
    """Record ``exception.<what>`` on the exception and ``order.exception_<what>`` on its order, and put a line into
    people's inboxes; ``message`` is a source string with %(case)s, %(about)s and ``words``."""
    events.record(f"exception.{what}", case, at=at, reason=reason, about=case.kind, **words)
    if case.order is not None:
        events.record(f"order.exception_{what}", case.order, at=at, reason=reason, document=case.number, **words)
    about = case.order.reference if case.order is not None else case.customer.name
    inbox.notify(
        people,
        kind=f"exception.{what}",
        message=message,
        parameters={"case": case.number, "about": about, **words},
        subject=case,
        mail=True,
        at=at,
    )


def step(case: ExceptionCase, move: str, was: str, actor: User, at: datetime, text: str = "") -> None:
    """Write one move into the history of the exception."""
    ExceptionStep.objects.create(
        case=case, move=move, from_status=was, to_status=case.status, actor=actor, at=at, text=text
    )
