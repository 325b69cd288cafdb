"""The ladder of a quotation: states, moves, and which move leads where (R083, R084). Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """Where a quotation stands with the customer."""

    DRAFT = "DRAFT", _("Draft")
    SENT = "SENT", pgettext_lazy("quotation", "Sent")
    PARTLY_WON = "PARTLY_WON", _("Partly won")
    WON = "WON", pgettext_lazy("quotation", "Won")
    LOST = "LOST", pgettext_lazy("quotation", "Lost")
    EXPIRED = "EXPIRED", _("Expired")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Move(models.TextChoices):
    """The verbs that move a quotation; the value is the verb's name in the API."""

    SEND = "send", pgettext_lazy("quotation", "Send")
    REVISE = "revise", _("New version")
    CONVERT_PART = "convert_part", _("Order a part")
    CONVERT = "convert", _("Make an order")
    WIN = "win", pgettext_lazy("verb", "Won")
    LOSE = "lose", pgettext_lazy("verb", "Lost")
    EXPIRE = "expire", _("Expire")
    WITHDRAW = "withdraw", _("Withdraw")


_ORDERED = {Move.CONVERT_PART: Status.PARTLY_WON, Move.CONVERT: Status.WON}

MOVES: dict[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.SEND): Status.SENT,
    (Status.DRAFT, Move.LOSE): Status.LOST,
    (Status.DRAFT, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.SENT, Move.SEND): Status.SENT,  # another version or alternative
    (Status.SENT, Move.REVISE): Status.SENT,  # what the customer holds stands until the new version is sent
    **{(Status.SENT, move): after for move, after in _ORDERED.items()},
    (Status.SENT, Move.WIN): Status.WON,
    (Status.SENT, Move.LOSE): Status.LOST,
    (Status.SENT, Move.EXPIRE): Status.EXPIRED,
    (Status.SENT, Move.WITHDRAW): Status.WITHDRAWN,
    **{(Status.PARTLY_WON, move): after for move, after in _ORDERED.items()},
    (Status.PARTLY_WON, Move.WIN): Status.WON,
    # won: the customer has accepted; its rest is still ordered at the agreed prices
    (Status.WON, Move.CONVERT_PART): Status.WON,
    (Status.WON, Move.CONVERT): Status.WON,
    # the customer comes back: a new version, from the one he had
    (Status.LOST, Move.REVISE): Status.DRAFT,
    (Status.EXPIRED, Move.REVISE): Status.DRAFT,
    (Status.EXPIRED, Move.LOSE): Status.LOST,
}

LIVE = (Status.DRAFT, Status.SENT, Status.PARTLY_WON)  # still to be worked on


def possible_moves(status: str) -> list[Move]:
    """The moves that leave ``status``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == status]


def after(status: str, move: Move) -> Status:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[Status(status), move]
    except KeyError:
        words = _("“%(move)s” is not possible: the quotation is %(status)s.")
        raise errors.WrongState(
            words % {"move": move.label, "status": Status(status).label},
            status=str(status),
            move=str(move),
            possible=[str(other) for other in possible_moves(status)],
        ) from None


class Outcome(models.TextChoices):
    """Why a quotation was won or lost."""

    PRICE = "PRICE", pgettext_lazy("outcome", "Price")
    DELIVERY = "DELIVERY", _("Delivery time")
    QUALITY = "QUALITY", _("Quality, performance")
    TERMS = "TERMS", _("Payment or other terms")
    RELATION = "RELATION", _("Trust, service")
    BUDGET = "BUDGET", _("Customer's project or budget")
    OTHER = "OTHER", _("Other")


class InquiryStatus(models.TextChoices):
    """What became of an inquiry."""

    OPEN = "OPEN", pgettext_lazy("inquiry", "Open")
    QUOTED = "QUOTED", _("Quoted")
    CLOSED = "CLOSED", pgettext_lazy("inquiry", "Closed")
