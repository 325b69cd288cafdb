"""The ladder of a task (SEMANTICS 13): states, moves, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class State(models.TextChoices):
    """Where a task stands. Whether its executor is picked and whether its predecessors are done stand beside it."""

    PROPOSED = "PROPOSED", pgettext_lazy("task", "Proposed")
    OPEN = "OPEN", pgettext_lazy("task", "To be started")
    RUNNING = "RUNNING", pgettext_lazy("task", "In progress")
    BLOCKED = "BLOCKED", pgettext_lazy("task", "Blocked")
    DONE = "DONE", pgettext_lazy("task", "Done")
    DROPPED = "DROPPED", pgettext_lazy("task", "Dropped")


class Move(models.TextChoices):
    """The verbs that move a task; the value is the verb's name in the API and the rights."""

    RELEASE = "release", pgettext_lazy("task", "Release")
    START = "start", pgettext_lazy("task", "Start")
    BLOCK = "block", pgettext_lazy("task", "Block")
    RESUME = "resume", pgettext_lazy("task", "Go on")
    FINISH = "finish", pgettext_lazy("task", "Finish")
    REOPEN = "reopen", pgettext_lazy("task", "Take up again")
    DROP = "drop", pgettext_lazy("task", "Drop")


# work that is still to be done; the first is nobody's duty yet
LIVE = (State.OPEN, State.RUNNING, State.BLOCKED)
ENDED = (State.DONE, State.DROPPED)
RELEASED = (*LIVE, State.DONE)

MOVES: dict[tuple[State, Move], State] = {
    (State.PROPOSED, Move.RELEASE): State.OPEN,
    (State.PROPOSED, Move.DROP): State.DROPPED,
    (State.OPEN, Move.START): State.RUNNING,
    (State.OPEN, Move.FINISH): State.DONE,
    (State.OPEN, Move.BLOCK): State.BLOCKED,
    (State.OPEN, Move.DROP): State.DROPPED,
    (State.RUNNING, Move.FINISH): State.DONE,
    (State.RUNNING, Move.BLOCK): State.BLOCKED,
    (State.RUNNING, Move.DROP): State.DROPPED,
    (State.BLOCKED, Move.RESUME): State.RUNNING,  # to be started, where it had not begun
    (State.BLOCKED, Move.DROP): State.DROPPED,
    (State.DONE, Move.REOPEN): State.RUNNING,
}


def possible_moves(state: str) -> list[Move]:
    """The moves that leave ``state``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == state]


def after(state: str, move: Move, *, has_begun: bool = True) -> State:
    """The state after ``move``; a blocked task that had not begun goes back to where it came from. Raises WrongState
    naming the state and the possible moves."""
    try:
        found = MOVES[State(state), move]
    except KeyError:
        raise errors.WrongState(
            _("“%(move)s” is not possible: the task is %(state)s.") % {"move": move.label, "state": State(state).label},
            status=str(state),
            move=str(move),
            possible=[str(other) for other in possible_moves(state)],
        ) from None
    return State.OPEN if move == Move.RESUME and not has_begun else found
