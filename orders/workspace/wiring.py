"""What this room declares: verbs of rooms below it that begin at an order."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from orders.order import policies
from orders.order.controls import Look
from orders.order.models import Order, OrderLine
from orders.order.policies import Action
from orders.order.states import Fulfilment, Origin, Status
from orders.service.rights import SERVE
from orders.workspace.actions import MoreVerb, more_verbs

LETTER = "letter.draft"


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    look = Look("envelope-paper")
    more_verbs.register(LETTER, MoreVerb(look, "orders:order-progress-letter", offer=_letter))


def _letter(user: Any, order: Order, lines: Sequence[OrderLine]) -> Action | None:
    """A progress letter about this order: while something of it is still to come, by who sees what it names."""
    if order.status != Status.EFFECTIVE or order.signing == Fulfilment.FULL or order.origin == Origin.HISTORY:
        return None
    if not policies.can(user, SERVE, order) or "total_amount" in policies.hidden_columns(user):
        return None
    return Action(LETTER, _("Draft a progress letter"), True, True)
