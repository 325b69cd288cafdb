"""The ladder of a change request (SEMANTICS 8): states, moves, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class State(models.TextChoices):
    """Where a request stands."""

    DRAFT = "DRAFT", _("Draft")
    ASSESSING = "ASSESSING", _("Being assessed")
    SUBMITTED = "SUBMITTED", _("Awaiting approval")
    APPROVED = "APPROVED", _("Waits for the customer")
    EFFECTIVE = "EFFECTIVE", _("Effective")
    REJECTED = "REJECTED", pgettext_lazy("change request", "Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    SUPERSEDED = "SUPERSEDED", _("Superseded")
    STALE = "STALE", pgettext_lazy("change request", "Overtaken")


class Move(models.TextChoices):
    """The verbs that move a request; the value is the verb's name in the API and the rights."""

    ASK = "ask", _("Ask the departments")
    SUBMIT = "submit", _("Submit for approval")
    APPROVE = "approve", _("Approve")
    TAKE_EFFECT = "take_effect", _("Take effect")
    RETURN = "return", _("Send back")
    REJECT = "reject", pgettext_lazy("verb", "Reject")
    WITHDRAW = "withdraw", pgettext_lazy("change request", "Withdraw")
    SUPERSEDE = "supersede", _("Supersede")
    OVERTAKE = "overtake", _("Mark as overtaken")
    REBASE = "rebase", _("Bring up to date")


# open: nothing else may be requested of the order meanwhile
OPEN = (State.DRAFT, State.ASSESSING, State.SUBMITTED, State.APPROVED)
# under way: the lines it touches do not ship (SEMANTICS 2); a draft holds nobody up
UNDER_WAY = (State.ASSESSING, State.SUBMITTED, State.APPROVED)
ENDED = (State.EFFECTIVE, State.REJECTED, State.WITHDRAWN, State.SUPERSEDED)

MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.ASK): State.ASSESSING,
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,  # urgent, or no department is concerned
    (State.ASSESSING, Move.SUBMIT): State.SUBMITTED,
    (State.ASSESSING, Move.RETURN): State.DRAFT,
    (State.SUBMITTED, Move.APPROVE): State.APPROVED,
    (State.SUBMITTED, Move.RETURN): State.DRAFT,
    (State.SUBMITTED, Move.REJECT): State.REJECTED,
    (State.APPROVED, Move.TAKE_EFFECT): State.EFFECTIVE,
    (State.APPROVED, Move.RETURN): State.DRAFT,  # the customer declined, or chose something else
    **{(state, Move.WITHDRAW): State.WITHDRAWN for state in (*OPEN, State.STALE)},
    **{(state, Move.SUPERSEDE): State.SUPERSEDED for state in (*OPEN, State.STALE)},
    **{(state, Move.OVERTAKE): State.STALE for state in OPEN},
    (State.STALE, Move.REBASE): State.DRAFT,
    (State.DRAFT, Move.REBASE): State.DRAFT,
}


def possible_moves(state: str) -> list[Move]:
    """The moves that leave ``state``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == state]


def after(state: str, move: Move) -> State:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[State(state), move]
    except KeyError:
        raise errors.WrongState(
            _("“%(move)s” is not possible: the change request is %(state)s.")
            % {"move": move.label, "state": State(state).label},
            status=str(state),
            move=str(move),
            possible=[str(other) for other in possible_moves(state)],
        ) from None
