"""The verbs of an order as controls: which one is the primary button, which stand beside it, the rest in the menu.

The table is UI.md 3; whether a verb is allowed comes from the policies, and the operation asks again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.registry import Registry
from orders.order.controls import Button, Look, buttons
from orders.order.models import Order, OrderLine
from orders.order.policies import Action
from orders.order.states import Status

LOOKS: dict[str, Look] = {
    "order.edit": Look("pencil", "link", lambda: pgettext("verb", "Edit"), key="e", cap="E"),
    "order.submit": Look("send", "post", lambda: _("Submit for approval"), key="ctrl+enter", cap="Ctrl Enter"),
    "order.withdraw": Look("arrow-counterclockwise", "post"),
    "order.verify": Look("clipboard-check", label=lambda: _("Verify")),
    "order.approve": Look("check2", "post", key="a", cap="A"),
    "order.reject": Look("reply", key="r", cap="R"),
    "order.add_approver": Look("person-plus"),
    "outbound.draft": Look("truck", "link", lambda: _("Delivery notice")),
    "change.request": Look("arrow-left-right", "link"),
    "receipt.record": Look("cash-coin", "link", lambda: _("Record receipt")),
    "order.reserve": Look("box-seam", "post", lambda: _("Reserve stock")),
    "order.pin": Look("pin-angle", label=lambda: _("Pin to the top")),
    "order.print": Look("printer", label=lambda: _("Print")),
    "order.split": Look("scissors", label=lambda: _("Split")),
    "order.merge": Look("layers", label=lambda: _("Merge drafts")),
    "order.contract": Look("journal-text", label=lambda: _("Contract clauses")),
    "order.copy": Look("files", "post", lambda: _("Copy order")),
    "order.template": Look("bookmark", label=lambda: _("Keep as template")),
    "order.notes": Look("pencil-square"),
    "order.reassign": Look("person-check", label=lambda: _("Change owner")),
    "doubt.ask": Look("question-circle", label=lambda: _("Ask about it")),
    "order.set-aside": Look("pause-circle", label=lambda: pgettext("verb", "Set aside")),
    "order.release": Look("arrow-clockwise", label=lambda: pgettext("verb", "Release")),
    "order.freeze": Look("snow"),
    "order.unfreeze": Look("sun", "post"),
    "order.archive": Look("archive", "post"),
    "order.reopen": Look("unlock"),
    "order.restore": Look("arrow-clockwise"),
    "order.close": Look("lock", label=lambda: _("Close order"), is_grave=True),
    "order.unapprove": Look("arrow-90deg-left", is_grave=True),
    "order.void": Look("x-circle", is_grave=True),
}
# per state: which allowed verb becomes the primary button (first match), which stand beside it
_PRIMARY: dict[str, tuple[str, ...]] = {
    Status.DRAFT: ("order.submit", "order.edit"),
    Status.SUBMITTED: ("order.verify", "order.approve", "order.withdraw"),
    Status.EFFECTIVE: ("outbound.draft", "change.request"),
    Status.CLOSED: ("order.archive", "order.copy"),
}
_BESIDE: dict[str, tuple[str, ...]] = {
    Status.DRAFT: ("order.edit",),
    Status.SUBMITTED: ("order.reject",),
    Status.EFFECTIVE: ("order.unfreeze", "change.request"),
}


@dataclass(frozen=True)
class MoreVerb:
    """A verb of an app above orders that begins at an order: how it looks, the page ``url_name`` that takes the
    order's reference, ``offer`` (user, order, lines): the action, or None where it cannot be used. ``is_next`` says
    whether it stands beside the primary button, for it is what comes next. None asks a statement of its own."""

    look: Look
    url_name: str
    offer: Callable[[Any, Order, Sequence[OrderLine]], Action | None]
    is_next: Callable[[Sequence[OrderLine]], bool] = lambda lines: False


# verb -> what an upper app offers in the bar (docs/adr/0079)
more_verbs: Registry[MoreVerb] = Registry("orders.verbs")


@dataclass(frozen=True)
class ActionBar:
    """The controls of the record's head."""

    primary: Button | None = None
    beside: list[Button] = field(default_factory=list)
    menu: list[Button] = field(default_factory=list)


def bar(order: Any, actions: Iterable[Action], lines: Sequence[OrderLine] = ()) -> ActionBar:
    """Split the verbs that this state knows into primary, beside and menu."""
    found = buttons(actions, _looks(), lambda verb: url_of(order, verb))
    allowed = {verb: one for verb, one in found.items() if one.allowed}
    primary = next((allowed[verb] for verb in _PRIMARY.get(order.status, ()) if verb in allowed), None)
    next_ones = [verb for verb, more in more_verbs.items() if verb in allowed and more.is_next(lines)]
    chosen = [*next_ones, *_BESIDE.get(order.status, ())]
    beside = [allowed[verb] for verb in chosen if verb in allowed and allowed[verb] != primary]
    return ActionBar(primary, beside, [one for one in found.values() if one != primary and one not in beside])


def offered(user: Any, order: Any, lines: Sequence[OrderLine]) -> list[Action]:
    """What upper apps offer of this order."""
    return [one for more in more_verbs.values() if (one := more.offer(user, order, lines)) is not None]


def _looks() -> dict[str, Look]:
    """Those of upper apps before the verbs that end an order."""
    more = {verb: one.look for verb, one in more_verbs.items()}
    quiet = {verb: look for verb, look in LOOKS.items() if not look.is_grave}
    return {**quiet, **more, **LOOKS}


def url_of(order: Any, verb: str) -> str:
    """Where a verb of this order is done."""
    if verb in more_verbs:
        return reverse(more_verbs[verb].url_name, args=[order.reference])
    if verb == "outbound.draft":
        return f"{reverse('orders:outbound-new')}?ids={order.pk}"
    if verb == "receipt.record":
        return f"{reverse('orders:receipt-new')}?order={order.reference}"
    if verb == "change.request":
        return reverse("orders:order-change", args=[order.reference])
    if verb == "doubt.ask":
        return reverse("orders:doubt-ask", args=[order.reference])
    return reverse(f"orders:order-{verb.removeprefix('order.')}", args=[order.reference])
