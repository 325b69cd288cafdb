"""A request is given up by those who wrote it, or for another one in its place."""

from datetime import datetime

from accounts.people.models import User
from common.operation import operation
from orders.changes import policies, queries
from orders.changes.models import ChangeRequest
from orders.changes.operations import drafting, saving
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


@operation
def supersede_request(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> ChangeRequest:
    """Begin a new request in the place of an open one, which stays as it was signed and answered: a draft with the same
    reason, words and items. Gives the new one.

    Raises NotFound, NotAllowed, WrongState (ended; overtaken: bring it up to date instead), Stale, Invalid (paths of
    items that no longer fit).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    return drafting.create_request(
        actor=actor,
        order_id=order.pk,
        items=items,
        supersedes=request.pk,
        at=at,
        **{name: getattr(request, name) for name in drafting.HEAD},
    )
