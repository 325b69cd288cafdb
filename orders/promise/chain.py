"""Why a line is promised for a day: links stored as data, told in words, and who can move each (SEMANTICS 10)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common.errors import Text
from orders.order.choices import TransportMode
from orders.promise.availability import Part
from orders.promise.transit import Transit

Link = dict[str, Any]

STOCK, FREE, SUPPLY, LEAD_TIME, SUPPLIER = "STOCK", "FREE", "SUPPLY", "LEAD_TIME", "SUPPLIER"
UNKNOWN, TRANSIT, REQUESTED, BY_HAND = "UNKNOWN", "TRANSIT", "REQUESTED", "BY_HAND"
ADVANCE, APPROVAL, GIVEN_AWAY, COMPONENTS = "ADVANCE", "APPROVAL", "GIVEN_AWAY", "COMPONENTS"
CHANGED = "CHANGED"
LOAD = "LOAD"

# what stands in the short form, by the link that decides the day
SHORT = {
    STOCK: gettext_noop("From stock"),
    FREE: gettext_noop("From stock"),
    SUPPLY: gettext_noop("With a planned receipt"),
    LEAD_TIME: gettext_noop("Lead time of the product"),
    LOAD: gettext_noop("When production has hours left"),
    SUPPLIER: gettext_noop("Direct from the supplier"),
    UNKNOWN: gettext_noop("No supply is planned"),
    REQUESTED: gettext_noop("On the requested day"),
    BY_HAND: gettext_noop("Set by hand"),
}


def held(quantity: Decimal) -> Link:
    """So much is reserved."""
    return {"kind": STOCK, "quantity": _plain(quantity)}


def part(one: Part, today: date, documents: Sequence[str] = ()) -> Link:
    """So much of what is free today, or of what is to come on a day, by ``documents`` (numbers of requirements)."""
    kind = FREE if one.day <= today else SUPPLY
    found: Link = {"kind": kind, "quantity": _plain(one.quantity), "date": one.day.isoformat()}
    return found | {"documents": list(documents)} if kind == SUPPLY and documents else found


def lead_time(days: int, quantity: Decimal, ready: date) -> Link:
    """So much has to be made or bought first."""
    return {"kind": LEAD_TIME, "days": days, "quantity": _plain(quantity), "date": ready.isoformat()}


def load(until: date) -> Link:
    """Who makes it has no hours left before that day."""
    return {"kind": LOAD, "date": until.isoformat()}


def lacking(components: Iterable[tuple[str, Decimal]]) -> Link:
    """So many pieces of components, by their codes, are not there today."""
    return {"kind": COMPONENTS, "parts": [[code, _plain(pieces)] for code, pieces in components]}


def supplier(days: int, name: str) -> Link:
    """The supplier sends it himself."""
    return {"kind": SUPPLIER, "days": days, "supplier": name}


def on_the_way(transit: Transit) -> Link:
    """Days from our door to the customer's."""
    return {
        "kind": TRANSIT,
        "days": transit.days,
        "is_workdays": transit.is_workdays,
        "area": transit.area,
        "transport_mode": transit.transport_mode,
    }


def requested(day: date) -> Link:
    """The customer does not want it before."""
    return {"kind": REQUESTED, "date": day.isoformat()}


def changed(number: str) -> Link:
    """A change request moved it."""
    return {"kind": CHANGED, "number": number}


def plain(kind: str, **data: Any) -> Link:
    """A link that needs no figure."""
    return {"kind": kind, **data}


def short(links: Iterable[Link]) -> str:
    """The short form in English: the link that decides the day."""
    last = ""
    for link in links:
        last = SHORT.get(link["kind"], last)
    return last


@dataclass(frozen=True)
class Said:
    """A link in the reader's words, and who can move it ("" for nobody of ours)."""

    kind: str
    text: Text
    mover: Text


def said(links: Iterable[Mapping[str, Any]]) -> list[Said]:
    """The links in the reader's language."""
    return [_said(link) for link in links if link["kind"] in _WORDS]


def _said(link: Mapping[str, Any]) -> Said:
    words, mover = _WORDS[link["kind"]]
    return Said(link["kind"], words(link), mover())


def _way(link: Mapping[str, Any]) -> str:
    where = link["area"] or _("everywhere")
    mode = TransportMode(link["transport_mode"]).label if link["transport_mode"] else _("any transport")
    text = _("%(days)s days of work on the way") if link["is_workdays"] else _("%(days)s days on the way")
    found = text % {"days": link["days"]}
    return f"{found} ({where}, {mode})" if link["area"] or link["transport_mode"] else found


def _supply(link: Mapping[str, Any]) -> str:
    if not link.get("documents"):
        return _("%(quantity)s come with planned receipts until %(date)s") % link
    words = {**link, "documents": ", ".join(link["documents"])}
    return _("%(quantity)s come with %(documents)s until %(date)s") % words


def _lacking(link: Mapping[str, Any]) -> str:
    named = ", ".join(f"{pieces} × {code}" for code, pieces in link["parts"])
    return _("The kit lacks %(components)s") % {"components": named}


def _supplier(link: Mapping[str, Any]) -> str:
    if not link["supplier"]:
        return _("The supplier sends it within %(days)s days") % link
    return _("%(supplier)s sends it within %(days)s days") % link


# kind -> (words, who can move it)
_WORDS: dict[str, tuple[Callable[[Mapping[str, Any]], str], Callable[[], str]]] = {
    STOCK: (lambda link: _("%(quantity)s are reserved from stock") % link, lambda: _("Warehouse")),
    FREE: (lambda link: _("%(quantity)s are free in stock") % link, lambda: _("Warehouse")),
    SUPPLY: (_supply, lambda: _("Purchasing and production")),
    LEAD_TIME: (
        lambda link: _("%(quantity)s have to be made or bought: %(days)s days, until %(date)s") % link,
        lambda: _("Purchasing and production"),
    ),
    LOAD: (lambda link: _("Production has no hours left before %(date)s") % link, lambda: _("Production")),
    COMPONENTS: (_lacking, lambda: _("Purchasing and production")),
    SUPPLIER: (_supplier, lambda: _("Purchasing")),
    UNKNOWN: (
        lambda link: _("Nothing is planned for the %(quantity)s that are missing, and no lead time is known") % link,
        lambda: _("Purchasing and production"),
    ),
    TRANSIT: (_way, lambda: _("Logistics")),
    REQUESTED: (lambda link: _("The customer asked for %(date)s") % link, lambda: _("Customer")),
    BY_HAND: (lambda link: _("Set by hand: %(reason)s") % link, lambda: _("Order desk")),
    ADVANCE: (lambda _link: _("Goods leave only after the advance payment"), lambda: _("Salesperson and finance")),
    GIVEN_AWAY: (
        lambda link: _("%(quantity)s that were held went to other orders") % link,
        lambda: _("Order desk"),
    ),
    APPROVAL: (lambda _link: _("The order is not approved yet"), lambda: _("Approver")),
    CHANGED: (lambda link: _("The order was changed by %(number)s") % link, lambda: ""),
}


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
