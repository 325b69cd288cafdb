"""Where a piece of intake stands, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class State(models.TextChoices):
    """From the moment it came in until it is an order, or known to be none."""

    NEW = "NEW", pgettext_lazy("intake", "New")
    DISPATCHED = "DISPATCHED", pgettext_lazy("intake", "Dispatched")
    DRAFTED = "DRAFTED", pgettext_lazy("intake", "Entered")
    SET_ASIDE = "SET_ASIDE", pgettext_lazy("intake", "Set aside")
    DISCARDED = "DISCARDED", pgettext_lazy("intake", "Discarded")


class Move(models.TextChoices):
    """What is done to it."""

    DISPATCH = "dispatch", pgettext_lazy("intake verb", "Dispatch")
    ENTER = "enter", pgettext_lazy("intake verb", "Enter")
    LINK = "link", pgettext_lazy("intake verb", "Link")
    SET_ASIDE = "set_aside", pgettext_lazy("intake verb", "Set aside")
    DISCARD = "discard", pgettext_lazy("intake verb", "Discard")
    RELEASE = "release", pgettext_lazy("intake verb", "Take up again")


OPEN = (State.NEW, State.DISPATCHED)  # what somebody still has to enter; what can be late
# taken up again it stands where it stood: with a salesperson or without (``after``)
MOVES: dict[tuple[State, Move], State] = {
    (State.NEW, Move.DISPATCH): State.DISPATCHED,
    (State.NEW, Move.ENTER): State.DRAFTED,
    (State.NEW, Move.LINK): State.DRAFTED,
    (State.NEW, Move.SET_ASIDE): State.SET_ASIDE,
    (State.NEW, Move.DISCARD): State.DISCARDED,
    (State.DISPATCHED, Move.DISPATCH): State.DISPATCHED,
    (State.DISPATCHED, Move.ENTER): State.DRAFTED,
    (State.DISPATCHED, Move.LINK): State.DRAFTED,
    (State.DISPATCHED, Move.SET_ASIDE): State.SET_ASIDE,
    (State.DISPATCHED, Move.DISCARD): State.DISCARDED,
    (State.DRAFTED, Move.RELEASE): State.NEW,  # only when its order was made void
    (State.SET_ASIDE, Move.RELEASE): State.NEW,
    (State.SET_ASIDE, Move.DISCARD): State.DISCARDED,
    (State.DISCARDED, Move.RELEASE): State.NEW,
}


def possible_moves(state: str) -> list[Move]:
    """The moves that leave ``state``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == state]


def after(state: str, move: Move, *, has_salesperson: bool = False) -> State:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    found = MOVES.get((State(state), move))
    if found is None:
        raise wrong_state(state, move)
    return State.DISPATCHED if found == State.NEW and has_salesperson else found


def wrong_state(state: str, move: Move) -> errors.WrongState:
    """The error that names where it stands and what could be done instead."""
    words = _("“%(move)s” is not possible: this piece of intake is %(state)s.")
    return errors.WrongState(
        words % {"move": move.label, "state": State(state).label},
        status=str(state),
        possible=[str(other) for other in possible_moves(state)],
    )
