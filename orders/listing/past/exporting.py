"""Orders and lines as of a past moment as files: conditions and order of the screen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import dates, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.deltas.models import LineDelta
from orders.listing.past import queries
from orders.listing.past.filters import PastFilter

_LABELS = {
    "agreed": pgettext_lazy("as of", "Agreed"),
    "ordered": gettext_lazy("Ordered"),
    "amount": gettext_lazy("Amount"),
    "let_go": gettext_lazy("Let go"),
    "shipped": gettext_lazy("Shipped"),
    "signed": gettext_lazy("Signed"),
    "returned": gettext_lazy("Returned"),
    "open": pgettext_lazy("quantity", "Open"),
    "invoiced": gettext_lazy("Invoiced"),
    "received": gettext_lazy("Received"),
}


def _made(key: str, label: Any, make: Callable[[Any], Any], kind: Kind = Kind.TEXT, **more: Any) -> Plain:
    return Plain(Column(key, label, kind, **more), ("pk",), make)


def _then(key: str, kind: Kind) -> Plain:
    return _made(key, _LABELS[key], lambda row: getattr(row.then, key), kind, is_summed=kind == Kind.MONEY)


_HEAD = (
    _made("number", gettext_lazy("Order"), lambda row: row.order.display_number, Kind.CODE, width=20),
    _made("customer", gettext_lazy("Customer"), lambda row: row.order.customer.name, width=32),
    _made("customer_code", gettext_lazy("Customer code"), lambda row: row.order.customer.code, Kind.CODE),
    _made("order_date", gettext_lazy("Ordered on"), lambda row: row.order.order_date, Kind.DATE),
    _made("status", gettext_lazy("State then"), lambda row: row.status_label, Kind.CHOICE),
)
_CURRENCY = _made("currency", gettext_lazy("Currency"), lambda row: row.order.currency_id, Kind.CODE, width=10)
_ORDERS = (
    *_HEAD,
    _made("revision", pgettext_lazy("of an order", "Revision"), lambda row: row.then.revision, Kind.NUMBER),
    _made("lines", pgettext_lazy("count", "Lines"), lambda row: row.then.lines, Kind.NUMBER),
    _made("open_lines", gettext_lazy("Open lines"), lambda row: row.then.open_lines, Kind.NUMBER),
)
_ORDER_MONEY = tuple(
    _then(key, Kind.MONEY) for key in ("agreed", "let_go", "shipped", "signed", "open", "invoiced", "received")
)
_LINES = (
    *_HEAD,
    _made("line_no", gettext_lazy("Line"), lambda row: row.line_no, Kind.NUMBER),
    _made("product_code", gettext_lazy("Product code"), lambda row: row.product.code, Kind.CODE, width=20),
    _made("product_name", gettext_lazy("Product name"), lambda row: row.product.name, width=32),
    _made("unit", gettext_lazy("Unit"), lambda row: row.product.unit),
    *(_then(key, Kind.NUMBER) for key in ("ordered", "let_go", "shipped", "signed", "returned", "invoiced", "open")),
)
_LINE_MONEY = (_then("amount", Kind.MONEY),)


def open_orders(actor: Any, asked: Asked) -> Sheet:
    """Orders as they were, as ``actor`` asks for them."""
    chosen = queries.found(actor, asked.query, asked.at)

    def prepare(rows: list[Any]) -> list[Any]:
        found = chosen.qs.in_bulk([row.pk for row in rows])
        return queries.order_rows(chosen, [found[row.pk] for row in rows])

    rows = keyset.ordered(chosen.qs, sorts=queries.SORTS, sort=asked.query.get("sort") or queries.DEFAULT)
    return _sheet(actor, asked, chosen, rows, (_ORDERS, _ORDER_MONEY), prepare)


def open_lines(actor: Any, asked: Asked) -> Sheet:
    """Order lines as they were, as ``actor`` asks for them."""
    chosen = queries.found(actor, asked.query, asked.at)

    def prepare(rows: list[Any]) -> list[Any]:
        found = LineDelta.objects.in_bulk([row.pk for row in rows])
        return queries.line_rows(chosen, [found[row.pk] for row in rows])

    lines = queries.lines_of(chosen)
    rows = keyset.ordered(lines, sorts=queries.LINE_SORTS, sort=asked.query.get("sort") or queries.LINE_DEFAULT)
    return _sheet(actor, asked, chosen, rows, (_LINES, _LINE_MONEY), prepare)


def _sheet(
    actor: Any,
    asked: Asked,
    chosen: PastFilter,
    rows: Any,
    columns: tuple[tuple[Plain, ...], tuple[Plain, ...]],
    prepare: Callable[[list[Any]], list[Any]],
) -> Sheet:
    plains, money = columns
    offered = [*plains, *((_CURRENCY, *money) if queries.sees_money(actor) else ())]
    by_key = {one.column.key: one for one in offered}
    return plain.sheet(
        rows,
        offered if asked.columns is None else plain.pick(by_key, asked.columns),
        prepare=prepare,
        condition=in_words(chosen, asked.query),
        currency=_CURRENCY,
    )


def in_words(chosen: PastFilter, query: QueryDict) -> list[str]:
    """The moment and the conditions."""
    lines = [conditions.line(_("As of"), _moment(chosen.moment))]
    for name, field in chosen.filters.items():
        if name != "at" and (given := [one for one in query.getlist(name) if one]):
            lines.append(conditions.line(field.label or name, "、".join(given)))
    return lines


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"


def register() -> None:
    """Called once from this room's wiring."""
    known = frozenset(PastFilter.base_filters)
    lists.register(
        "past-orders",
        ExportList(gettext_lazy("Orders as of a past moment"), queries.VIEW, "orders:past-orders", open_orders, known),
    )
    lists.register(
        "past-lines",
        ExportList(
            gettext_lazy("Order lines as of a past moment"), queries.VIEW, "orders:past-lines", open_lines, known
        ),
    )
