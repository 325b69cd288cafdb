"""What may be done to one line of an order, as the buttons of its dialog."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from orders.order import policies, queries
from orders.order.controls import Button
from orders.order.states import Closure, Status
from products.kits import queries as kits
from segments.custom_fields import definitions
from segments.custom_fields.values import LINE

BY_HAND = (Closure.SHORT, Closure.CANCELLED)
AFTER_ENTRY = (Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)


def actions(user: Any, order: Any, line_no: int) -> list[Button]:
    """The verbs that this line's state knows; a refused one stays with its reason."""
    line = next((one for one in queries.lines_of(order) if one.line_no == line_no), None)
    if line is None:
        return []
    own = [*_supply(user, order, line), *_own_fields(user, order, line_no)]
    return own if order.status not in (Status.EFFECTIVE, Status.CLOSED) else [*_verbs(user, order, line), *own]


def _supply(user: Any, order: Any, line: Any) -> list[Button]:
    """What can be done about goods that are missing, where they come from, and whose they may become."""
    open_states = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
    if line.is_service or line.closure != Closure.OPEN or order.status not in open_states:
        return []

    def offer(verb: str, label: str, name: str, icon: str) -> Button:
        url = reverse(f"orders:{name}", args=[order.reference, line.line_no])
        return Button(verb, label, url, True, "", icon, "dialog")

    found = []
    if not line.needs_stock or line.reserved < line.open:
        found.append(offer("order.view", _("What can be done"), "line-remedies", "signpost-split"))
    if order.status == Status.EFFECTIVE and policies.can(user, "order.reserve", order):
        found.append(offer("order.reserve", _("Supply"), "line-supply", "truck"))
        if _may_settle(line):
            url = reverse("orders:line-kit", args=[order.reference, line.line_no])
            label = _("Read the components anew")
            found.append(Button("order.reserve", label, url, True, "", "arrow-repeat", "post"))
    is_plain = line.needs_stock and not line.by_components
    if order.status == Status.EFFECTIVE and is_plain and rights.can(user, "order.reallocate"):
        found.append(offer("order.reallocate", _("Rule for giving out"), "line-allocation", "diagram-3"))
        if line.reserved:
            url = reverse("orders:allocation-move", args=[line.pk])
            found.append(
                Button("order.reallocate", _("Give to another order"), url, True, "", "arrow-left-right", "dialog")
            )
    return found


def _may_settle(line: Any) -> bool:
    """Whether what a kit is put together from may be read anew: it is one, and nothing of it is on its way."""
    if line.shipped or line.drafted or line.is_frozen:
        return False
    return line.by_components or bool(kits.kit_ids([line.product_id]))


def _own_fields(user: Any, order: Any, line_no: int) -> list[Button]:
    """The company's own fields of the line, where there are any to change outside a draft."""
    commercial = definitions.commercial_keys(LINE)
    found = [one for one in definitions.visible(user, LINE) if one.key not in commercial]
    if not found or order.status not in AFTER_ENTRY or not policies.can(user, "order.edit", order):
        return []
    url = reverse("orders:line-fields", args=[order.reference, line_no])
    return [Button("order.edit", _("Custom fields"), url, True, "", "pencil", "dialog")]


def _verbs(user: Any, order: Any, line: Any) -> list[Button]:
    line_no = line.line_no
    found = {action.verb: action for action in policies.possible_verbs(user, order)}

    def offer(verb: str, label: str, end: str, icon: str, method: str = "dialog", is_grave: bool = False) -> Button:
        action = found[verb]
        url = reverse(f"orders:line-{end}", args=[order.reference, line_no])
        return Button(verb, label, url, action.allowed, action.why_not, icon, method, is_grave=is_grave)

    offers = []
    if line.is_service and line.closure == Closure.OPEN and order.status == Status.EFFECTIVE:
        offers.append(_perform(user, order, line_no))
    if line.closure == Closure.OPEN and order.status == Status.EFFECTIVE:
        if line.is_frozen:
            offers.append(offer("order.unfreeze", _("Lift the freeze"), "unfreeze", "sun", "post"))
        else:
            offers.append(offer("order.freeze", pgettext("verb", "Freeze"), "freeze", "snow"))
        offers.append(offer("order.line_close", _("Close line"), "close", "lock", is_grave=True))
    if line.closure in BY_HAND:
        offers.append(offer("order.line_reopen", _("Reopen line"), "reopen", "unlock"))
    return offers


def _perform(user: Any, order: Any, line_no: int) -> Button:
    allowed = rights.can(user, "service.perform", **policies.reach(order))
    why_not = "" if allowed else _("Your role does not include “%(verb)s”.") % {"verb": _("Record services performed")}
    url = reverse("orders:line-perform", args=[order.reference, line_no])
    return Button("service.perform", _("Record service"), url, allowed, why_not, "tools", "dialog")
