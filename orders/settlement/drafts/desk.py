"""What the pages of drafts put together: tabs, controls, and which form and operation a move has."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.order.controls import Look, buttons
from orders.settlement.drafts import forms, operations, queries

_LOOKS: dict[str, Look] = {
    "draft.cash": Look("cash-coin"),
    "draft.endorse": Look("arrow-right"),
    "draft.discount": Look("percent"),
    "draft.dishonour": Look("x-circle", is_grave=True),
    "draft.take_back": Look("arrow-counterclockwise", is_grave=True),
}
MOVES: dict[str, tuple[type[forms.forms.Form], Callable[..., Any], Callable[[], str]]] = {
    "cash": (forms.CashForm, operations.cash_draft, lambda: _("The draft is cashed")),
    "endorse": (forms.EndorseForm, operations.endorse_draft, lambda: _("The draft is endorsed away")),
    "discount": (forms.DiscountForm, operations.discount_draft, lambda: _("The draft is discounted")),
    "dishonour": (forms.DishonourForm, operations.dishonour_draft, lambda: _("What it paid is owed again")),
    "take_back": (forms.TakeBackForm, operations.take_back_move, lambda: _("The draft is held again")),
}


def views(params: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("orders:draft-list")
    tabs = [
        (pgettext("drafts", "All"), ""),
        (pgettext("draft", "Held"), "state=HELD"),
        (_("Due soon"), "due_soon=true"),
        (_("Matured, not confirmed"), "past_maturity=true"),
        (_("Out of the house"), "state=ENDORSED&state=DISCOUNTED"),
        (pgettext("draft", "Cashed"), "state=CASHED"),
        (pgettext("draft", "Dishonoured"), "state=DISHONOURED"),
    ]
    marks = {"true", "HELD", "DISCOUNTED", "CASHED", "DISHONOURED"}

    def is_current(query: str) -> bool:
        name, _sep, value = query.rpartition("&")[2].partition("=")
        return bool(name) and params.get(name) == value and value in marks

    current = next((query for _label, query in tabs if query and is_current(query)), "")
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


def actions(actor: Any, draft: Any) -> list[Any]:
    """The moves of a draft as buttons."""
    found = buttons(
        queries.possible_verbs(actor, draft),
        _LOOKS,
        lambda verb: reverse(f"orders:draft-{verb.removeprefix('draft.')}", args=[draft.receipt.number]),
    )
    return list(found.values())
