"""A request is withdrawn by those who wrote it."""

from datetime import datetime

from accounts.people.models import User
from common.operation import operation
from orders.changes import policies, queries
from orders.changes.models import ChangeRequest
from orders.changes.operations import saving
from orders.changes.states import Move


@operation
def withdraw_request(
    *, actor: User, request_id: int, at: datetime, reason: str = "", version: int | None = None
) -> ChangeRequest:
    """Give an open request up, or one that was overtaken; nobody is asked any more. The order stays as it is.

    Raises NotFound, NotAllowed, WrongState, Stale.
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    saving.move(request, Move.WITHDRAW, items, at=at, reason=reason.strip()[:500])
    saving.let_go(request, at)
    return request
