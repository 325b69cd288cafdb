"""Who is told of returns: the salesperson and the executing owner of the order, but not the one who did it."""

from datetime import datetime
from typing import Any

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from orders.order.watchers import watchers
from orders.returns.models import ReturnDocument


def tell(
    what: str,
    document: ReturnDocument,
    *,
    message: str,
    actor: User,
    at: datetime,
    reason: str = "",
    also: tuple[int, ...] = (),
    **words: Any,
) -> None:
    """Record ``return.<what>`` on the return and ``order.return_<what>`` on its order, and put a line into people's
    inboxes; ``message`` is a source string with %(order)s, %(document)s and ``words``."""
    order = document.order
    events.record(f"return.{what}", document, at=at, reason=reason, order=order.reference, **words)
    events.record(f"order.return_{what}", order, at=at, reason=reason, document=document.number, **words)
    inbox.notify(
        [*watchers(order, but=actor), *(one for one in also if one != actor.pk)],
        kind=f"return.{what}",
        message=message,
        parameters={"order": order.reference, "document": document.number, **words},
        subject=document,
        at=at,
    )
