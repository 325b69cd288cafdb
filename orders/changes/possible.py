"""Whether a change of an order can be requested now, for the button on its page; the operation decides for itself."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common.errors import Text
from orders.changes import policies, queries
from orders.order.policies import Action
from orders.order.states import Status

VERB = policies.REQUEST


def action(user: User, order: Any) -> Action | None:
    """The button of an order that is in force; None for others, and for who requests no changes at all."""
    if order.status != Status.EFFECTIVE or not user.can(VERB):
        return None
    found = queries.open_of(order.pk)
    label = _("Go on with the change") if found is not None else _("Request a change")
    why_not = "" if found is not None and policies.can(user, VERB, order) else str(why_not_new(user, order) or "")
    return Action(VERB, label, True, not why_not, why_not)


def why_not_new(user: User, order: Any) -> Text | None:
    """Why no request can be begun on an order; None: one can."""
    if order.status != Status.EFFECTIVE:
        words = _("Only an order that is effective changes by a request; this one is %(state)s.")
        return words % {"state": Status(order.status).label}
    if order.is_frozen:
        return _("The order is frozen: %(reason)s") % {"reason": order.freeze_reason}
    if not policies.can(user, VERB, order):
        return _("Your role includes “%(verb)s” only for orders of your own or of your department.") % {
            "verb": _("Request changes of orders")
        }
    return None
