"""The company's own fields of lines, and of their orders, customers and products, as columns of the order-line list and
of its file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from common.exports.plain import Plain
from common.templatetags import fmt
from orders.listing.columns import Column
from orders.listing.masters import CUSTOMERS, PRODUCTS, Master
from segments.custom_fields import listing
from segments.custom_fields.values import LINE, ORDER

OF_ORDER = "order."


def columns(actor: Any) -> list[Column]:
    """Those that the actor sees, the line's first."""
    own = [_column(one, one.key, attrgetter("custom")) for one in listing.columns(actor, LINE)]
    own += [_column(one, OF_ORDER + one.key, attrgetter("order.custom")) for one in listing.columns(actor, ORDER)]
    return own + [_of_master(master, one) for master in (CUSTOMERS, PRODUCTS) for one in master.listed(actor)]


def load(actor: Any, lines: Iterable[Any], shown: Iterable[Column]) -> None:
    """Hang on a page of lines what the columns shown read of customers and products."""
    lines, shown = list(lines), list(shown)
    CUSTOMERS.load(actor, lines, attrgetter("order.customer_id"), shown)
    PRODUCTS.load(actor, lines, attrgetter("product_id"), shown)


def _of_master(master: Master, one: listing.ListColumn) -> Column:
    return Column(one.key, one.label, lambda line: fmt.dash(master.words(one, line)), css=one.css or "t2")


def _column(one: listing.ListColumn, key: str, read: Callable[[Any], Any]) -> Column:
    return Column(key, one.label, lambda line: fmt.dash(one.words(read(line))), css=one.css or "t2")


def plains(actor: Any) -> dict[str, Plain]:
    """The same for a file, by key."""
    found = {one.key: one.plain for one in listing.columns(actor, LINE)}
    for one in listing.columns(actor, ORDER, attrgetter("order__custom")):
        key = OF_ORDER + one.key
        found[key] = replace(one.plain, column=replace(one.plain.column, key=key), lookups=("order__custom",))
    return found | CUSTOMERS.plains(actor, "order__customer_id") | PRODUCTS.plains(actor, "product_id")
