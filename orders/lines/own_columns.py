"""The company's own fields of lines, and of their orders, as columns of the order-line list and of its file."""

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from common.exports.plain import Plain
from common.templatetags import fmt
from orders.listing.columns import Column
from segments.custom_fields import listing
from segments.custom_fields.values import LINE, ORDER

OF_ORDER = "order."


def columns(actor: Any) -> list[Column]:
    """Those that the actor sees, the line's first."""
    own = [_column(one, one.key, attrgetter("custom")) for one in listing.columns(actor, LINE)]
    return own + [_column(one, OF_ORDER + one.key, attrgetter("order.custom")) for one in listing.columns(actor, ORDER)]


def _column(one: listing.ListColumn, key: str, read: Callable[[Any], Any]) -> Column:
    return Column(key, one.label, lambda line: fmt.dash(one.words(read(line))), css=one.css or "t2")


def plains(actor: Any) -> dict[str, Plain]:
    """The same for a file, by key."""
    found = {one.key: one.plain for one in listing.columns(actor, LINE)}
    for one in listing.columns(actor, ORDER, attrgetter("order__custom")):
        key = OF_ORDER + one.key
        found[key] = replace(one.plain, column=replace(one.plain.column, key=key), lookups=("order__custom",))
    return found
