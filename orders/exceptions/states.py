"""Where an exception and a claim stand, and which move leads where. Pure."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """From the report until it is done with. Unanswered, it escalates."""

    OPEN = "OPEN", pgettext_lazy("exception", "Open")
    SOLVING = "SOLVING", pgettext_lazy("exception", "Being solved")
    CLOSED = "CLOSED", pgettext_lazy("exception", "Closed")


class Move(models.TextChoices):
    """What is done to it."""

    RAISE = "raise", pgettext_lazy("exception verb", "Report")
    ANSWER = "answer", pgettext_lazy("exception verb", "Answer")
    CLOSE = "close", pgettext_lazy("exception verb", "Close")
    REOPEN = "reopen", pgettext_lazy("exception verb", "Reopen")


class ClaimStatus(models.TextChoices):
    """From the claim until the carrier paid or it was given up."""

    FILED = "FILED", pgettext_lazy("claim", "Filed")
    ACCEPTED = "ACCEPTED", pgettext_lazy("claim", "Accepted")
    REFUSED = "REFUSED", pgettext_lazy("claim", "Refused")
    PAID = "PAID", pgettext_lazy("claim", "Paid")
    DROPPED = "DROPPED", pgettext_lazy("claim", "Given up")


class ClaimMove(models.TextChoices):
    """What happens to it."""

    ACCEPT = "accept", pgettext_lazy("claim verb", "Carrier accepts")
    REFUSE = "refuse", pgettext_lazy("claim verb", "Carrier refuses")
    PAY = "pay", pgettext_lazy("claim verb", "Money came in")
    DROP = "drop", pgettext_lazy("claim verb", "Give up")


MOVES: dict[tuple[str, str], str] = {
    (Status.OPEN, Move.ANSWER): Status.SOLVING,
    (Status.SOLVING, Move.ANSWER): Status.SOLVING,  # a further answer
    (Status.OPEN, Move.CLOSE): Status.CLOSED,
    (Status.SOLVING, Move.CLOSE): Status.CLOSED,
    (Status.CLOSED, Move.REOPEN): Status.OPEN,
}
CLAIM_MOVES: dict[tuple[str, str], str] = {
    (ClaimStatus.FILED, ClaimMove.ACCEPT): ClaimStatus.ACCEPTED,
    (ClaimStatus.FILED, ClaimMove.REFUSE): ClaimStatus.REFUSED,
    (ClaimStatus.FILED, ClaimMove.DROP): ClaimStatus.DROPPED,
    (ClaimStatus.REFUSED, ClaimMove.ACCEPT): ClaimStatus.ACCEPTED,  # it thought better of it
    (ClaimStatus.REFUSED, ClaimMove.DROP): ClaimStatus.DROPPED,
    (ClaimStatus.ACCEPTED, ClaimMove.PAY): ClaimStatus.PAID,
    (ClaimStatus.ACCEPTED, ClaimMove.DROP): ClaimStatus.DROPPED,
}
LIVE = (Status.OPEN, Status.SOLVING)


def possible(table: Mapping[tuple[str, str], str], status: str) -> list[str]:
    """The moves that leave ``status``, in the order of the table."""
    return [str(move) for (origin, move) in table if origin == status]


def after(status: Any, move: Move) -> Status:
    """The state of an exception after ``move``. Raises WrongState naming the state and the possible moves."""
    if found := MOVES.get((status, move)):
        return Status(found)
    text = _("“%(move)s” is not possible: the exception is %(state)s.")
    raise _refused(text, MOVES, move.label, Status(status))


def claim_after(status: Any, move: ClaimMove) -> ClaimStatus:
    """The state of a claim after ``move``. Raises WrongState naming the state and the possible moves."""
    if found := CLAIM_MOVES.get((status, move)):
        return ClaimStatus(found)
    text = _("“%(move)s” is not possible: the claim is %(state)s.")
    raise _refused(text, CLAIM_MOVES, move.label, ClaimStatus(status))


def _refused(text: str, table: Mapping[tuple[str, str], str], move: Any, status: Any) -> errors.WrongState:
    words = {"move": move, "state": status.label}
    return errors.WrongState(text % words, status=str(status), possible=possible(table, status))
