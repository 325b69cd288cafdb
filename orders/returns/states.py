"""Where a return stands, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """From the customer's wish until what he gets for it is decided."""

    DRAFT = "DRAFT", pgettext_lazy("return", "Draft")
    APPROVED = "APPROVED", pgettext_lazy("return", "Approved")
    RECEIVED = "RECEIVED", pgettext_lazy("return", "Received")
    SETTLED = "SETTLED", pgettext_lazy("return", "Settled")
    VOID = "VOID", pgettext_lazy("return", "Void")


class Move(models.TextChoices):
    """What is done to it."""

    APPROVE = "approve", pgettext_lazy("return verb", "Approve")
    RECEIVE = "receive", pgettext_lazy("return verb", "Receive and inspect")
    SETTLE = "settle", pgettext_lazy("return verb", "Decide")
    VOID = "void", pgettext_lazy("return verb", "Void")
    UNSETTLE = "unsettle", pgettext_lazy("return verb", "Take the decision back")
    UNRECEIVE = "unreceive", pgettext_lazy("return verb", "Take the receipt back")


MOVES: dict[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.APPROVE): Status.APPROVED,
    (Status.APPROVED, Move.RECEIVE): Status.RECEIVED,
    (Status.RECEIVED, Move.SETTLE): Status.SETTLED,
    (Status.DRAFT, Move.VOID): Status.VOID,
    (Status.APPROVED, Move.VOID): Status.VOID,
    (Status.SETTLED, Move.UNSETTLE): Status.RECEIVED,
    (Status.RECEIVED, Move.UNRECEIVE): Status.APPROVED,
}
COMING = (Status.DRAFT, Status.APPROVED)  # announced: its pieces are spoken for
BACK = (Status.RECEIVED, Status.SETTLED)  # its pieces count as returned
OPEN = (Status.DRAFT, Status.APPROVED, Status.RECEIVED)


def possible_moves(status: str) -> list[Move]:
    """The moves that leave ``status``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == status]


def after(status: str, move: Move) -> Status:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[Status(status), move]
    except KeyError:
        raise errors.WrongState(
            _("“%(move)s” is not possible: the return is %(state)s.")
            % {"move": move.label, "state": Status(status).label},
            status=str(status),
            possible=[str(other) for other in possible_moves(status)],
        ) from None
