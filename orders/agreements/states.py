"""The states of a frame agreement, and the kinds of clauses. Pure."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """Where an agreement stands; over by its days is a question of the day, not a state."""

    DRAFT = "DRAFT", _("Draft")
    ACTIVE = "ACTIVE", pgettext_lazy("agreement", "In force")
    ENDED = "ENDED", pgettext_lazy("agreement", "Ended")


class Move(models.TextChoices):
    """The verbs that move an agreement."""

    ACTIVATE = "activate", pgettext_lazy("agreement", "Put in force")
    END = "end", pgettext_lazy("agreement", "End")
    RESUME = "resume", pgettext_lazy("agreement", "Resume")


MOVES: dict[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.ACTIVATE): Status.ACTIVE,
    (Status.DRAFT, Move.END): Status.ENDED,
    (Status.ACTIVE, Move.END): Status.ENDED,
    (Status.ENDED, Move.RESUME): Status.ACTIVE,
}


def after(status: str, move: Move) -> Status:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[Status(status), move]
    except KeyError:
        words = _("“%(move)s” is not possible: the agreement is %(status)s.")
        raise errors.WrongState(
            words % {"move": move.label, "status": Status(status).label},
            status=str(status),
            move=str(move),
            possible=[str(other) for origin, other in MOVES if origin == status],
        ) from None


def holds_on(status: str, valid_from: date, valid_until: date, day: date) -> bool:
    """Whether orders of ``day`` call off the agreement."""
    return status == Status.ACTIVE and valid_from <= day <= valid_until


class ClauseKind(models.TextChoices):
    """What a clause is about (R088: rights, delivery, payment)."""

    RIGHTS = "RIGHTS", _("Rights and duties")
    DELIVERY = "DELIVERY", _("Delivery")
    PAYMENT = "PAYMENT", _("Payment")
    QUALITY = "QUALITY", _("Quality and warranty")
    DISPUTE = "DISPUTE", _("Disputes")
    OTHER = "OTHER", _("Other")
