"""What the pages of quotations put together: tabs, controls, and versions compared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from orders.order.controls import Look, buttons
from orders.quotation import policies, queries
from orders.quotation.models import Quotation, QuotationLine
from orders.quotation.queries import Offer
from orders.quotation.states import InquiryStatus, Status

_LOOKS: dict[str, Look] = {
    "convert": Look("receipt", "link"),
    "mail": Look("send"),
    "send": Look("check2"),
    "win": Look("trophy", label=lambda: _("Mark as won")),
    "lose": Look("x-circle", label=lambda: _("Mark as lost")),
    "withdraw": Look("arrow-counterclockwise", is_grave=True),
}
_GLYPHS = {
    Status.DRAFT: "draft",
    Status.SENT: "wait",
    Status.PARTLY_WON: "run",
    Status.WON: "active",
    Status.LOST: "reject",
    Status.EXPIRED: "block",
    Status.WITHDRAWN: "void",
}
_INQUIRY_GLYPHS = {InquiryStatus.OPEN: "wait", InquiryStatus.QUOTED: "active", InquiryStatus.CLOSED: "closed"}


def glyph_of(row: Any) -> str:
    """The sign of a quotation's or an inquiry's state."""
    return _GLYPHS[Status(row.status)] if isinstance(row, Quotation) else _INQUIRY_GLYPHS[InquiryStatus(row.status)]


def views(params: Mapping[str, Any], name: str, tabs: Sequence[tuple[Any, str]]) -> list[dict[str, Any]]:
    """The tabs above a list: (label, status or "")."""
    base = reverse(name)
    current = params.get("status", "")
    return [
        {
            "label": label,
            "url": f"{base}?status={status}" if status else base,
            "current": status == current,
            "key": str(place),
        }
        for place, (label, status) in enumerate(tabs, start=1)
    ]


def quotation_tabs() -> list[tuple[Any, str]]:
    """All, and those in each state that is looked for."""
    shown = (Status.DRAFT, Status.SENT, Status.PARTLY_WON, Status.WON, Status.LOST, Status.EXPIRED)
    return [(pgettext("quotations", "All"), ""), *((one.label, str(one)) for one in shown)]


def inquiry_tabs() -> list[tuple[Any, str]]:
    """All, and those in each state."""
    return [(pgettext("inquiries", "All"), ""), *((one.label, str(one)) for one in InquiryStatus)]


def may_create(actor: Any) -> bool:
    """Whether the person makes quotations and records inquiries."""
    return rights.can(actor, "quotation.create")


def actions(actor: Any, quotation: Quotation, offers: Collection[Offer]) -> dict[str, Any]:
    """The verbs on a quotation: ``primary`` mails what is unsent, else makes an order of it."""
    versions = [one.version for one in offers]
    found = buttons(
        queries.possible_verbs(actor, quotation, versions),
        _LOOKS,
        lambda verb: reverse(f"orders:quotation-{verb}", args=[quotation.number]),
    )
    first = ("mail", "convert") if queries.unsent(versions) else ("convert",)
    primary = next((found[verb] for verb in first if verb in found and found[verb].allowed), None)
    return {"primary": primary, "others": [one for one in found.values() if one is not primary]}


def doable(actor: Any, quotation: Quotation) -> dict[str, bool]:
    """What may be done with single versions: edited or dropped, revised, copied as alternatives."""
    may_edit = policies.can(actor, "quotation.edit", quotation)
    is_open = quotation.status in (Status.DRAFT, Status.SENT)
    return {
        "edit": may_edit and is_open,
        "revise": may_edit and quotation.status in (Status.SENT, Status.LOST, Status.EXPIRED),
    }


@dataclass(frozen=True)
class Compared:
    """A product in the versions that are compared: the line of each, None where it has none."""

    code: str
    name: str
    specification: str
    lines: list[QuotationLine | None]


def compare(offers: Sequence[Offer]) -> list[Compared]:
    """The newest versions of the alternatives side by side: a row per product and specification, in the order in which
    they first appear."""
    rows: dict[tuple[str, str, bool], list[QuotationLine | None]] = {}
    names: dict[tuple[str, str, bool], str] = {}
    for place, offer in enumerate(offers):
        for line in offer.lines:
            key = (line.product_code, line.specification, line.is_gift)
            rows.setdefault(key, [None] * len(offers))[place] = line
            names.setdefault(key, line.product_name)
    return [Compared(key[0], names[key], key[1], lines) for key, lines in rows.items()]


def newest(offers: Sequence[Offer]) -> list[Offer]:
    """The newest version of every alternative that was not given up."""
    found = {one.version.alternative: one for one in offers}
    return [one for one in found.values() if not one.version.is_dropped]


def chosen(quotation: Quotation, offers: Sequence[Offer], code: str) -> Offer:
    """The version that the page shows: the one asked for, else the accepted one, else what is worked on, else what
    the customer holds."""
    by_code = {one.version.code: one for one in offers}
    accepted = next((one for one in offers if one.version.pk == quotation.accepted_id), None)
    unsent = next((one for one in offers if not one.version.is_frozen), None)
    held = next((one for one in offers if one.is_standing), None)
    return by_code.get(code.upper()) or accepted or unsent or held or offers[0]
