"""The ladder of a requirement (SEMANTICS 1: PR). Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How the goods come about."""

    MAKE = "MAKE", _("Production requirement")
    BUY = "BUY", _("Purchase requirement")


class State(models.TextChoices):
    """Where a requirement stands; a line says how much of it."""

    DRAFT = "DRAFT", _("Draft")
    ASKED = "ASKED", pgettext_lazy("requirement", "Asked")
    ACCEPTED = "ACCEPTED", pgettext_lazy("requirement", "Accepted")
    DONE = "DONE", pgettext_lazy("requirement", "Done")
    REFUSED = "REFUSED", pgettext_lazy("requirement", "Refused")
    CANCELLED = "CANCELLED", pgettext_lazy("requirement", "Cancelled")


class Move(models.TextChoices):
    """The verbs that move it."""

    ASK = "ask", pgettext_lazy("requirement", "Ask for it")
    ACCEPT = "accept", pgettext_lazy("requirement", "Accept")
    REFUSE = "refuse", pgettext_lazy("requirement", "Refuse")
    TAKE_BACK = "take_back", pgettext_lazy("requirement", "Take back")
    FINISH = "finish", pgettext_lazy("requirement", "Finish")
    CANCEL = "cancel", pgettext_lazy("requirement", "Cancel it")


MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.ASK): State.ASKED,
    (State.DRAFT, Move.CANCEL): State.CANCELLED,
    (State.ASKED, Move.ACCEPT): State.ACCEPTED,
    (State.ASKED, Move.REFUSE): State.REFUSED,
    (State.ASKED, Move.TAKE_BACK): State.DRAFT,
    (State.ASKED, Move.CANCEL): State.CANCELLED,
    (State.REFUSED, Move.TAKE_BACK): State.DRAFT,
    (State.ACCEPTED, Move.FINISH): State.DONE,
    (State.ACCEPTED, Move.CANCEL): State.CANCELLED,
}
