"""Which move of a requirement leads where. Pure; the table is ``choices.MOVES``."""

from django.utils.translation import gettext_lazy as _

from common import errors
from tasks.requirements.choices import MOVES, Move, State

# still to be answered or to come
LIVE = (State.DRAFT, State.ASKED, State.ACCEPTED)
ENDED = (State.DONE, State.REFUSED, State.CANCELLED)


def possible_moves(state: str) -> list[Move]:
    """The moves that leave ``state``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == state]


def after(state: str, move: Move) -> State:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[State(state), move]
    except KeyError:
        text = _("“%(move)s” is not possible: the requirement is %(state)s.")
        raise errors.WrongState(
            text % {"move": move.label, "state": State(state).label},
            status=str(state),
            move=str(move),
            possible=[str(other) for other in possible_moves(state)],
        ) from None


def require(state: str, *wanted: State) -> None:
    """Raise WrongState unless the requirement stands in one of these states."""
    if state not in wanted:
        text = _("This is not possible: the requirement is %(state)s.")
        raise errors.WrongState(
            text % {"state": State(state).label},
            status=str(state),
            possible=[str(other) for other in possible_moves(state)],
        )
