"""Who is told of deliveries: the salesperson and the executing owner of each order, but not the one who did it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from orders.closure.aftermath import Affected
from orders.fulfilment.models import OutboundDocument
from orders.order.watchers import watchers


def tell(
    what: str,
    document: OutboundDocument,
    affected: Iterable[Affected],
    *,
    message: str,
    actor: User,
    at: datetime,
    reason: str = "",
    **words: Any,
) -> None:
    """Record ``order.<what>`` on each order and put a line into people's inboxes; ``message`` is a source
    string with %(orders)s, %(document)s and ``words``."""
    by_person: dict[int, list[str]] = {}
    for one in affected:
        order = one.order
        events.record(f"order.{what}", order, at=at, reason=reason, document=document.number, **words)
        for person in watchers(order, but=actor):
            by_person.setdefault(person, []).append(order.reference)
    for person, references in sorted(by_person.items()):
        inbox.notify(
            [person],
            kind=f"outbound.{what}",
            message=message,
            parameters={"orders": ", ".join(references), "document": document.number, **words},
            at=at,
            subject=document,
        )
