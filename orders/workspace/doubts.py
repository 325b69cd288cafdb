"""The doubts of an order on its page: the panel with the way to each field, and the verbs of asking and screening."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.doubts import policies, queries
from orders.order import policies as orders
from orders.order.policies import Action
from orders.order.states import Status
from orders.workspace import notes

_ASKED_OF = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


@dataclass(frozen=True)
class Panel:
    """The doubts, those that are not closed first; each knows ``jump``, ``may_answer`` and ``may_close``."""

    rows: list[Any]
    may_ask: bool


def panel(user: Any, order: Any) -> Panel:
    """The doubts of an order that ``user`` sees."""
    rows = queries.of_order(order)
    for doubt in rows:
        doubt.jump = _jump(user, order, doubt)  # type: ignore[attr-defined]
        doubt.may_answer = policies.may_answer(user, doubt, order)  # type: ignore[attr-defined]
        doubt.may_close = policies.may_close(user, doubt, order)  # type: ignore[attr-defined]
    return Panel(rows, order.status in _ASKED_OF and orders.can(user, policies.ASK, order))


def _jump(user: Any, order: Any, doubt: Any) -> str:
    """Where the field is: in the entry of a draft for who may change it, else the line on the page."""
    if doubt.path and order.status == Status.DRAFT and orders.can(user, "order.edit", order):
        return f"{reverse('orders:order-edit', args=[order.reference])}#{notes.anchor(doubt.path)}"
    if doubt.line_no is not None:
        return f"{reverse('orders:order-detail', args=[order.reference])}#line-{doubt.line_no}"
    return ""


def verbs(user: Any, order: Any) -> list[Action]:
    """Asking, setting aside and releasing, as far as this order and this person know them."""
    found = []
    if order.status in _ASKED_OF and orders.can(user, policies.ASK, order):
        found.append(Action("doubt.ask", _("Ask about it"), True, True, ""))
    if order.status == Status.DRAFT and orders.can(user, policies.SCREEN, order):
        verb, label = "order.set-aside", pgettext("verb", "Set aside")
        if order.set_aside_reason:
            verb, label = "order.release", pgettext("verb", "Release")
        found.append(Action(verb, label, True, True, ""))
    return found
