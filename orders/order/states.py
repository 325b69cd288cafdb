"""The order's ladder (SEMANTICS 2): states, moves, and which move leads where. Pure."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """The one ladder; flags stand beside it, everything else is derived."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Awaiting approval")
    EFFECTIVE = "EFFECTIVE", _("Effective")
    CLOSED = "CLOSED", _("Closed")
    ARCHIVED = "ARCHIVED", _("Archived")
    VOID = "VOID", _("Void")


class Move(models.TextChoices):
    """The verbs that move an order along the ladder; the value is the verb's name in the API and the rights."""

    SUBMIT = "submit", _("Submit for approval")
    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Send back")
    WITHDRAW = "withdraw", _("Withdraw")
    UNAPPROVE = "unapprove", _("Un-approve")
    VOID = "void", pgettext_lazy("verb", "Void")
    CLOSE = "close", pgettext_lazy("verb", "Close")
    REOPEN = "reopen", _("Reopen")
    ARCHIVE = "archive", pgettext_lazy("verb", "Archive")
    RESTORE = "restore", _("Restore")
    IMPORT = "import", pgettext_lazy("verb", "Import")


MOVES: dict[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.SUBMIT): Status.SUBMITTED,
    (Status.DRAFT, Move.VOID): Status.VOID,
    (Status.SUBMITTED, Move.APPROVE): Status.EFFECTIVE,
    (Status.SUBMITTED, Move.REJECT): Status.DRAFT,
    (Status.SUBMITTED, Move.WITHDRAW): Status.DRAFT,
    (Status.SUBMITTED, Move.VOID): Status.VOID,
    (Status.EFFECTIVE, Move.UNAPPROVE): Status.DRAFT,
    (Status.EFFECTIVE, Move.CLOSE): Status.CLOSED,
    (Status.EFFECTIVE, Move.VOID): Status.VOID,
    (Status.CLOSED, Move.REOPEN): Status.EFFECTIVE,
    (Status.CLOSED, Move.ARCHIVE): Status.ARCHIVED,
    (Status.ARCHIVED, Move.RESTORE): Status.CLOSED,
}


def possible_moves(status: str) -> list[Move]:
    """The moves that leave ``status``, in the order of the table."""
    return [move for (origin, move) in MOVES if origin == status]


def after(status: str, move: Move) -> Status:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    try:
        return MOVES[Status(status), move]
    except KeyError:
        raise wrong_state(status, move) from None


def wrong_state(status: str, move: Move) -> errors.WrongState:
    """The error that names the state an order is in and what could be done instead."""
    possible = possible_moves(status)
    return errors.WrongState(
        _("“%(move)s” is not possible: the order is %(status)s.")
        % {"move": move.label, "status": Status(status).label},
        status=str(status),
        move=str(move),
        possible=[str(other) for other in possible],
    )


def not_in_state(status: str, needed: Iterable[Status]) -> errors.WrongState:
    """The error of a verb that is no move of the ladder but needs one of these states."""
    labels = [str(Status(one).label) for one in needed]
    return errors.WrongState(
        _("This needs the state “%(needed)s”; the order is %(status)s.")
        % {"needed": " / ".join(labels), "status": Status(status).label},
        status=str(status),
        possible=[str(other) for other in possible_moves(status)],
    )


class Origin(models.TextChoices):
    """How an order came into this system."""

    NATIVE = "NATIVE", _("Entered here")
    TAKEN_OVER = "TAKEN_OVER", _("Taken over open")
    HISTORY = "HISTORY", _("History")


class Closure(models.TextChoices):
    """Our own fact beside the company's row-close flag (SEMANTICS 3)."""

    OPEN = "OPEN", _("Open")
    AUTO = "AUTO", _("Complete")
    SHORT = "SHORT", _("Short-closed")
    CANCELLED = "CANCELLED", _("Cancelled")


class Fulfilment(models.TextChoices):
    """Derived: how much of the order was shipped or signed."""

    NONE = "NONE", _("None")
    PARTIAL = "PARTIAL", _("Partial")
    FULL = "FULL", _("Full")


class Settlement(models.TextChoices):
    """Derived: how much of the order's total was received."""

    NONE = "NONE", _("Unpaid")
    ADVANCE = "ADVANCE", _("Advance received")
    PARTIAL = "PARTIAL", _("Partly paid")
    PAID = "PAID", _("Paid")
    OVERPAID = "OVERPAID", _("Overpaid")


class Stage(models.TextChoices):
    """Derived progress stage (R173): placing, production / purchasing, logistics, delivery, complete."""

    PLACING = "PLACING", _("Placing")
    PREPARING = "PREPARING", _("Production and purchasing")
    LOGISTICS = "LOGISTICS", _("Logistics")
    DELIVERY = "DELIVERY", _("Delivery")
    COMPLETE = "COMPLETE", _("Complete")


class PriceSource(models.TextChoices):
    """Which price applied to a line (SEMANTICS 4)."""

    MANUAL = "MANUAL", _("Typed in")
    QUOTED = "QUOTED", _("Quotation")
    FRAME = "FRAME", _("Frame agreement")
    CUSTOMER = "CUSTOMER", _("Customer price")
    CLASS = "CLASS", _("Price list")
    LIST = "LIST", _("List price")
    GIFT = "GIFT", _("Promotion")
    IMPORTED = "IMPORTED", _("Imported")


# prices that were agreed with the customer: the price order never replaces them by itself
AGREED = (PriceSource.MANUAL, PriceSource.QUOTED, PriceSource.IMPORTED)
