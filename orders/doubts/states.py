"""Where a doubt stands, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class State(models.TextChoices):
    """From the question until who asked is content."""

    OPEN = "OPEN", pgettext_lazy("doubt", "Open")
    ANSWERED = "ANSWERED", pgettext_lazy("doubt", "Answered")
    CLOSED = "CLOSED", pgettext_lazy("doubt", "Closed")


class Move(models.TextChoices):
    """What is done to it."""

    ANSWER = "answer", pgettext_lazy("doubt verb", "Answer")
    CLOSE = "close", pgettext_lazy("doubt verb", "Close")
    REOPEN = "reopen", pgettext_lazy("doubt verb", "Ask again")


class Blocking(models.TextChoices):
    """Which doubts keep an order from being submitted (setting)."""

    UNCLOSED = "UNCLOSED", _("All that are not closed")
    OPEN = "OPEN", _("Those without an answer")
    NONE = "NONE", _("None")


MOVES: dict[tuple[State, Move], State] = {
    (State.OPEN, Move.ANSWER): State.ANSWERED,
    (State.OPEN, Move.CLOSE): State.CLOSED,
    (State.ANSWERED, Move.ANSWER): State.ANSWERED,  # a better answer
    (State.ANSWERED, Move.CLOSE): State.CLOSED,
    (State.ANSWERED, Move.REOPEN): State.OPEN,
    (State.CLOSED, Move.REOPEN): State.OPEN,
}
BLOCKING: dict[str, tuple[State, ...]] = {
    Blocking.UNCLOSED: (State.OPEN, State.ANSWERED),
    Blocking.OPEN: (State.OPEN,),
    Blocking.NONE: (),
}


def possible_moves(state: str) -> list[Move]:
    """The moves that leave ``state``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == state]


def after(state: str, move: Move) -> State:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[State(state), move]
    except KeyError:
        words = _("“%(move)s” is not possible: the doubt is %(state)s.")
        raise errors.WrongState(
            words % {"move": move.label, "state": State(state).label},
            status=str(state),
            possible=[str(other) for other in possible_moves(state)],
        ) from None
