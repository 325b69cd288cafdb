"""What may be done to a request now, with the reason where it may not: for buttons and for the API. The operation
behind it checks again, under lock."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import citations, errors
from common.errors import Text
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.changes import policies, states
from orders.changes.models import ChangeRequest
from orders.changes.states import Move, State

# the machine's own moves, and what only comes with a new request
_NOT_OFFERED = (Move.OVERTAKE, Move.SUPERSEDE)
_DECISIONS = (Move.APPROVE, Move.REJECT)


@dataclass(frozen=True)
class Possible:
    """A move that the request's state knows."""

    verb: Move
    label: Text
    allowed: bool
    why_not: str = ""


def possible(actor: User, request: ChangeRequest) -> list[Possible]:
    """The moves that leave the request's state, in the order of the ladder."""
    moves = [move for move in states.possible_moves(request.state) if move not in _NOT_OFFERED]
    refused = decision_refused(actor, request) if request.state == State.SUBMITTED else None
    return [_one(actor, request, move, refused) for move in moves]


def _one(actor: User, request: ChangeRequest, move: Move, refused: Text | None) -> Possible:
    if move in _DECISIONS:
        return Possible(move, move.label, refused is None, str(refused or ""))
    if move == Move.RETURN and request.state == State.SUBMITTED and refused is None:
        return Possible(move, move.label, True)
    if policies.can(actor, policies.REQUEST, request.order):
        return Possible(move, move.label, True)
    return Possible(move, move.label, False, _("You may not write changes of this order."))


def decision_refused(actor: User, request: ChangeRequest) -> Text | None:
    """Why ``actor`` cannot decide about a submitted request; None where a decision waits for him."""
    if not policies.can(actor, policies.APPROVE, request.order):
        return _("You may not decide about changes.")
    if actor.pk in policies.own_business_of(request, request.order):
        return citations.told(errors.NotAllowed(_("Nobody decides his own order."), code="own_business"))
    found = approval.open_request(policies.SUBJECT, request.pk)
    if found is None:
        return _("Nothing waits for a decision here.")
    refused = approval_policies.refusal(actor, *found)
    return citations.told(refused) if refused else None
