"""What was owed as of a past moment as a file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import keyset
from common.conditions.kinds import Kind
from common.exports import plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.listing.past.exporting import in_words
from orders.listing.past.filters import PastFilter
from orders.listing.past.owed import figures, queries
from orders.order.models import Order


def _made(key: str, label: Any, make: Callable[[Any], Any], kind: Kind = Kind.TEXT, **more: Any) -> Plain:
    return Plain(Column(key, label, kind, **more), ("pk",), make)


def _amount(key: str, label: Any) -> Plain:
    return _made(key, label, lambda row: getattr(row.then, key), Kind.MONEY, is_summed=True)


def _bucket(place: int, first: int, last: int | None) -> Plain:
    words = f"{first}–{last}" if last else f"{first}+"
    return _amount(f"b{place}", pgettext_lazy("days after the invoice", "%s days") % words)


_CURRENCY = _made("currency", _("Currency"), lambda row: row.order.currency_id, Kind.CODE, width=10)
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        _made("number", _("Order"), lambda row: row.order.display_number, Kind.CODE, width=20),
        _made("customer", _("Customer"), lambda row: row.order.customer.name, width=32),
        _made("customer_code", _("Customer code"), lambda row: row.order.customer.code, Kind.CODE),
        _made("salesperson", _("Salesperson"), lambda row: str(row.order.salesperson or "")),
        _made("order_date", _("Ordered on"), lambda row: row.order.order_date, Kind.DATE),
        _CURRENCY,
        _amount("invoiced", _("Invoiced")),
        _amount("received", _("Received")),
        _amount("open", pgettext_lazy("amount", "Open")),
        *(_bucket(place, first, last) for place, (first, last) in enumerate(figures.edges(), start=1)),
        _amount("ahead", _("Paid ahead")),
    )
}


def open_owed(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    chosen = queries.found(actor, asked.query, asked.at)
    orders = queries.orders_of(actor, chosen)

    def prepare(rows: list[Any]) -> list[Any]:
        found = Order.objects.in_bulk([row.pk for row in rows])
        return queries.rows(chosen, [found[row.pk] for row in rows])

    return plain.sheet(
        keyset.ordered(orders, sorts=queries.SORTS, sort=asked.query.get("sort") or queries.DEFAULT),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        prepare=prepare,
        condition=in_words(chosen, asked.query),
        currency=_CURRENCY,
    )


def register() -> None:
    """Called once from this room's wiring."""
    label = _("Owed as of a past moment")
    known = frozenset(PastFilter.base_filters)
    lists.register("past-owed", ExportList(label, queries.VIEW, "orders:past-owed", open_owed, known))
