"""The names of what figures are told apart by, and the members that may be picked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, F, TextChoices, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies
from accounts.people.models import Department, User
from common import reference
from customers import policies as customers
from customers.models import Customer, PaymentTerm
from orders.order import choices, states
from orders.order import policies as orders
from orders.order.models import OrderType
from products.catalogue.models import Product, ProductCategory, Supplier
from reports.facts.choices import BANDS, CHANNELS
from reports.figures.dimensions import AXES, Axis, Source, Time
from segments.classification import queries as classes

_CHANNEL_OF = {number: code for code, number in CHANNELS.items()}
NAMED = {
    "customer": (Customer, Case(When(short_name="", then=F("name")), default=F("short_name"))),
    "agent": (Customer, Case(When(short_name="", then=F("name")), default=F("short_name"))),
    "product": (Product, F("name")),
    "category": (ProductCategory, F("name")),
    "supplier": (Supplier, F("name")),
    "department": (Department, F("name")),
    "salesperson": (User, F("name")),
    "type": (OrderType, F("name")),
    "payment_term": (PaymentTerm, F("name")),
}

_CHOSEN: dict[str, type[TextChoices]] = {
    "kind": Customer.Kind,
    "status": states.Status,
    "customer_type": choices.CustomerType,
    "time_class": choices.TimeClass,
    "payment_method": choices.PaymentMethod,
    "delivery_method": choices.DeliveryMethod,
    "transport_mode": choices.TransportMode,
    "invoice_kind": choices.InvoiceKind,
    "origin": states.Origin,
}


def names_of(axis: Axis, keys: Collection[Any]) -> dict[Any, str]:
    """Key → what a reader calls it, of each of ``keys``."""
    if axis.source is Source.TIME:
        return {key: stretch(Time(axis.code), key) for key in keys}
    if axis.is_text:
        return _texts(axis, keys)
    if axis.code == "channel":
        return {key: str(choices.Channel(_CHANNEL_OF[key]).label) if key else nothing() for key in keys}
    if axis.code == "band":
        return {key: band(key) for key in keys}
    model, name = NAMED[axis.code]
    rows = model._default_manager.filter(pk__in=[key for key in keys if key])
    found = dict(rows.annotate(shown=name).values_list("pk", "shown"))
    if axis.code == "product":
        codes = dict(rows.values_list("pk", "code"))
        found = {key: f"{codes[key]} {name}" for key, name in found.items()}
    if axis.code in ("type", "category", "payment_term"):
        found = {key: reference.shown(name) for key, name in found.items()}
    return {key: found.get(key, nothing()) for key in keys}


def picked(actor: User, filters: Mapping[str, Sequence[str]]) -> Iterator[tuple[Axis, str]]:
    """Each axis by which figures are narrowed, with the names of its members that count. Anybody may write any number
    into an address: customers and products that ``actor`` may not see stay numbers."""
    for code, keys in filters.items():
        axis = AXES[code]
        members = list(keys) if axis.is_text else [int(key) for key in keys]
        named = names_read(actor, axis, members)
        yield axis, ", ".join(named[key] for key in members)


def names_read(actor: User, axis: Axis, members: Sequence[Any]) -> dict[Any, str]:
    """Key → name of members of an axis, a number for those whose names are not his to read."""
    known = _known(actor, axis, members)
    named = names_of(axis, [key for key in members if key in known])
    return {key: named.get(key, f"#{key}") for key in members}


def _known(actor: User, axis: Axis, members: Sequence[Any]) -> set[Any]:
    """The members whose names are his to read: customers that he sees, or that an order of his names."""
    if axis.code == "product":
        return set(members) if policies.can(actor, "product.view") else set()
    if axis.code not in ("customer", "agent"):
        return set(members)
    mine = customers.visible_to(actor).filter(pk__in=members).values_list("pk", flat=True)
    column = "customer" if axis.code == "customer" else "agent"
    named = orders.visible_to(actor).filter(**{f"{column}__in": members}).order_by().values_list(column, flat=True)
    return {*mine, *named.distinct()}


def nothing() -> str:
    """How what an order leaves open is called."""
    return pgettext("key of a report", "(none)")


def _texts(axis: Axis, keys: Collection[str]) -> dict[str, str]:
    if axis.code in _CHOSEN:
        known = {str(code): str(label) for code, label in _CHOSEN[axis.code].choices}
        return {key: known.get(key) or nothing() for key in keys}
    if axis.code in ("class", "agent_class", "tag"):
        codes = [key for key in keys if key]
        said = dict(zip(codes, classes.labels(codes, classes.names()), strict=True))
        return {key: said.get(key) or nothing() for key in keys}
    return {key: key or nothing() for key in keys}


def band(number: int) -> str:
    """From where to where an order's amount goes."""
    if number == 0:
        return _("below %(limit)s") % {"limit": _round(BANDS[0])}
    if number >= len(BANDS):
        return _("from %(limit)s") % {"limit": _round(BANDS[-1])}
    return f"{_round(BANDS[number - 1])} – {_round(BANDS[number])}"


def _round(limit: int) -> str:
    return f"{limit:,}"


def stretch(time: Time, start: date) -> str:
    """A stretch of days in few characters."""
    if time is Time.DAY:
        return start.isoformat()
    if time is Time.WEEK:
        year, week, _day = start.isocalendar()
        return _("%(year)s week %(week)02d") % {"year": year, "week": week}
    if time is Time.MONTH:
        return f"{start:%Y-%m}"
    if time is Time.QUARTER:
        return _("%(year)s Q%(quarter)s") % {"year": start.year, "quarter": (start.month - 1) // 3 + 1}
    return str(start.year)
