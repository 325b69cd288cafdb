"""What follows when goods of an order come back, or did not after all."""

from datetime import datetime

from accounts.people.models import User
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.order.states import Origin


def follow(one: Affected, *, actor: User, at: datetime, reason: str = "") -> None:
    """Let closures, plan, states and exposure of the order follow its lines, and save both. An order of history stays
    closed with what its file says is owed and paid: only its quantities are kept."""
    if one.order.origin == Origin.HISTORY:
        aftermath.note([one], at)
    else:
        aftermath.conclude([one], actor=actor, at=at, reason=reason)
