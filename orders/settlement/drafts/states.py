"""Where an acceptance draft stands, and which move leads where. Pure."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import errors


class DraftKind(models.TextChoices):
    """Who promised to pay it: a bank, or a company alone (riskier)."""

    BANK = "BANK", gettext_lazy("Bank acceptance draft")
    COMMERCIAL = "COMMERCIAL", gettext_lazy("Commercial acceptance draft")


class DraftState(models.TextChoices):
    """From the day it comes until it is paid, or is not."""

    HELD = "HELD", pgettext_lazy("draft", "Held")
    ENDORSED = "ENDORSED", pgettext_lazy("draft", "Endorsed away")
    DISCOUNTED = "DISCOUNTED", pgettext_lazy("draft", "Discounted")
    CASHED = "CASHED", pgettext_lazy("draft", "Cashed")
    DISHONOURED = "DISHONOURED", pgettext_lazy("draft", "Dishonoured")
    VOID = "VOID", pgettext_lazy("draft", "Void")


class DraftMove(models.TextChoices):
    """What is done with it."""

    CASH = "cash", pgettext_lazy("draft verb", "Cash at maturity")
    ENDORSE = "endorse", pgettext_lazy("draft verb", "Endorse away")
    DISCOUNT = "discount", pgettext_lazy("draft verb", "Discount at a bank")
    DISHONOUR = "dishonour", pgettext_lazy("draft verb", "Dishonoured")
    TAKE_BACK = "take_back", pgettext_lazy("draft verb", "Take the move back")


OUT = (DraftState.ENDORSED, DraftState.DISCOUNTED)
RUNNING = (DraftState.HELD, *OUT)  # not paid yet: whoever endorsed or discounted it still answers for it
_FROM: dict[DraftMove, tuple[DraftState, ...]] = {
    DraftMove.CASH: RUNNING,
    DraftMove.ENDORSE: (DraftState.HELD,),
    DraftMove.DISCOUNT: (DraftState.HELD,),
    DraftMove.DISHONOUR: RUNNING,
    DraftMove.TAKE_BACK: (*OUT, DraftState.CASHED, DraftState.DISHONOURED),
}
_TO = {
    DraftMove.CASH: DraftState.CASHED,
    DraftMove.ENDORSE: DraftState.ENDORSED,
    DraftMove.DISCOUNT: DraftState.DISCOUNTED,
    DraftMove.DISHONOUR: DraftState.DISHONOURED,
    DraftMove.TAKE_BACK: DraftState.HELD,
}


def possible(state: str) -> list[DraftMove]:
    """The moves that leave ``state``."""
    return [move for move, origins in _FROM.items() if state in origins]


def after(state: str, move: DraftMove) -> DraftState:
    """The state after ``move``. Raises WrongState naming the state and the possible moves."""
    if state not in _FROM[move]:
        text = _("“%(move)s” is not possible: the draft is %(state)s.")
        words = {"move": move.label, "state": DraftState(state).label}
        raise errors.WrongState(text % words, status=str(state), possible=[str(one) for one in possible(state)])
    return _TO[move]
