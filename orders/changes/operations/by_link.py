"""A request is decided by the link in the mail that asked for it."""

from datetime import datetime
from typing import Any

from accounts.people.models import User
from common.links import operations as links
from common.links.models import SignedLink
from common.operation import operation
from orders.approval import operations as approval
from orders.changes import policies
from orders.changes.models import ChangeRequest
from orders.changes.operations.deciding import approve_request, reject_request, return_request
from orders.changes.states import Move

PURPOSE = "change-approval"  # of links in mails


@operation
def decide_by_link(
    *,
    actor: User,
    link: SignedLink,
    visitor: links.Visitor,
    verb: str,
    reason: str,
    facts: str,
    version: int | None,
    at: datetime,
) -> ChangeRequest:
    """Take the decision that the link is for, once: approve, return or reject (``Move``). Raises NotFound (the link
    served already, or is another's), and what those raise."""

    def decide(request_id: int, step: int) -> ChangeRequest:
        what: dict[str, Any] = {"actor": actor, "request_id": request_id, "version": version, "at": at}
        what |= {"step": step, "reason": reason}
        if verb == Move.APPROVE:
            return approve_request(facts=facts, **what)
        return reject_request(**what) if verb == Move.REJECT else return_request(**what)

    return approval.decide_by_link(
        actor=actor, link=link, visitor=visitor, subject_type=policies.SUBJECT, decide=decide, at=at
    )
