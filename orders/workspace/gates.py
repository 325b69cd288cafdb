"""What an order lacks by the step it blocks, each with the way to where it is filled in (SEMANTICS 6)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.completeness.rules import Gap, Step, gap_words
from orders.entry.drafts import ALWAYS
from orders.order.states import Status
from orders.workspace import notes
from segments.custom_fields import definitions

_ICONS = {"submit": "send", "approve": "check2", "produce": "tools", "ship": "truck", "invoice": "receipt"}


def groups(gaps: Iterable[Gap], href: Callable[[Gap], str]) -> list[dict[str, Any]]:
    """The gaps for the ``gates`` tag; ``href`` leads to the field of one."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for gap in gaps:
        found.setdefault(gap.step, []).append((gap_words(gap), "", href(gap)))
    return [
        {"title": _("before %(step)s") % {"step": Step(step).label}, "icon": _ICONS[step], "items": items}
        for step, items in found.items()
    ]


def said(advice: Iterable[dict[str, Any]]) -> list[Gap]:
    """The gaps that an order's sheet tells; what is hidden from its reader is not on this copy."""
    found = [Gap(one["field"], one["label"], Step(one["step"])) for one in advice]
    return [gap for gap in found if gap.field != definitions.PREFIX]


def of_page(order: Any, gaps: Iterable[Gap], *, edit_url: str, may_note: bool) -> list[dict[str, Any]]:
    """The gaps of the steps after submission, for the rail of the order's page: those before it stand above its tabs.
    A draft is filled in where it is entered, later on notes and contact in their dialog."""

    def href(gap: Gap) -> str:
        if order.status == Status.DRAFT and edit_url:
            return f"{edit_url}#{notes.anchor(gap.field)}"
        if may_note and gap.field in ALWAYS:
            return reverse("orders:order-notes", args=[order.reference])
        return reverse("orders:order-particulars", args=[order.reference])

    return groups([gap for gap in gaps if gap.step != Step.SUBMIT], href)
