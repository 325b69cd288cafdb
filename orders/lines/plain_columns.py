"""The columns of the order-line list as plain values, beside the cells of ``columns``: what a file of it holds.

One column of the screen may be several of a file: a quantity and its unit, an amount and its currency.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.conditions.kinds import Kind
from common.exports.lists import Column
from common.exports.plain import Plain, Prepare
from orders.lines import columns, lateness, own_columns
from orders.order import scheduling
from orders.order.choices import CloseReason
from orders.order.states import Closure
from orders.templatetags import order_parts
from segments.classification import history
from segments.classification import queries as rules

ZERO = Decimal(0)
_STATE = ("status", "is_rejected", "fulfilment", "stage")
_FLAGS = (
    *("is_frozen", "freeze_reason", "is_changing", "status", "promised_date", "fulfilment", "is_urgent"),
    *("next_due_date", "origin", "set_aside_reason", "open_doubts", "open_exceptions"),
)
_LATE = ("closure", "last_ship_date", "requested_date", "promised_date", "order__status", "order__requested_date")


def _order_of(row: Any, names: Iterable[str]) -> Any:
    """The row's order, as far as its columns ``names`` were read."""
    return SimpleNamespace(**{name: getattr(row, f"order__{name}") for name in names})


def _of_order(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"order__{name}" for name in names)


def _plain(key: str, lookup: str = "", kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, columns.COLUMNS[key].label, kind, **options), (lookup or key,))


def _named(key: str, lookup: str, known: Mapping[str, str | Promise]) -> Plain:
    """Tags or deviations by their names."""
    return _made(key, lambda row: "、".join(rules.labels(getattr(row, lookup), known)), lookup)


def _made(key: str, make: Callable[[Any], Any], *lookups: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, columns.COLUMNS[key].label, kind, **options), lookups, make)


def _number(row: Any) -> str:
    return row.order__number or str(_("Draft #%(id)s") % {"id": row.order_id})


def _open(row: Any) -> Any:
    return max(ZERO, row.ordered - row.shipped + row.reship - row.short_closed)


def _closure(row: Any) -> str:
    why = [CloseReason(row.close_reason_code).label if row.close_reason_code else "", row.close_reason]
    return " · ".join(filter(None, [str(Closure(row.closure).label), *map(str, why)]))


def _flags(row: Any) -> str:
    words = [_("Gift")] if row.is_gift else []
    words += [_("Service")] if row.is_service else []
    words += [_("Line frozen")] if row.is_frozen and not row.order__is_frozen else []
    words += [_("Line changing")] if row.is_changing else []
    return "、".join(words + [fact[0] for fact in order_parts.facts_of(_order_of(row, _FLAGS), with_money=False)])


def _quantity(key: str) -> Plain:
    return _plain(key, kind=Kind.NUMBER)


def _late(key: str, due: Callable[[Any], date | None], today: date) -> Plain:
    order = SimpleNamespace()
    line = SimpleNamespace(order=order)  # one for all rows: making it anew for each takes longer than the rule

    def days(row: Any) -> int | None:
        order.status, order.requested_date = row.order__status, row.order__requested_date
        line.closure, line.last_ship_date = row.closure, row.last_ship_date
        line.requested_date, line.promised_date = row.requested_date, row.promised_date
        return lateness.days_late(line, due(line), today)

    return _made(key, days, *_LATE, kind=Kind.NUMBER)


def _status() -> Plain:
    """The order's state; its few words are looked up once each."""
    known: dict[tuple[Any, ...], str] = {}

    def word(row: Any) -> str:
        key = (row.order__status, row.order__is_rejected, row.order__fulfilment, row.order__stage)
        if key not in known:
            known[key] = order_parts.state_of(_order_of(row, _STATE))[1]
        return known[key]

    return _made("status", word, *_of_order(_STATE))


def _named_columns() -> tuple[Plain, ...]:
    """Whose and what: order, customer, product text."""
    known = rules.names()
    return (
        _made("number", _number, "order__number", "order_id", kind=Kind.CODE, width=20),
        _quantity("line_no"),
        _plain("customer", "order__customer__name", width=32),
        _plain("territory", "order__customer__territory"),
        _named("customer_tags", "order__customer__tags", known),
        _named("customer_flags", "order__customer__flags", known),
        _plain("region", "order__customer__region"),
        _plain("province_group", "order__customer__province_group"),
        _plain("province", "order__customer__province"),
        _plain("order_territory", "order__territory"),
        _plain("order_date", "order__order_date", Kind.DATE),
        _plain("salesperson", "order__salesperson__name"),
        _plain("executing_owner", "order__executing_owner__name"),
        _plain("department", "order__department__name"),
        _plain("contact_name", "order__contact_name"),
        _plain("customer_po", "order__customer_po_number", Kind.CODE),
        _plain("product_code", kind=Kind.CODE),
        _plain("product_name", width=32),
        _plain("specification"),
        _plain("auxiliary_attribute"),
        _named("product_tags", "text__tags", known),
        _named("product_flags", "text__flags", known),
        *(_plain(key, f"text__{key}") for key in ("brand", "tonnage", "structure")),
        _plain("base", "text__base_code", Kind.CODE),
        *(_plain(key, f"text__{key}") for key in ("sensor_brand", "sensor_tonnage", "sensor_structure")),
    )


def _measured_columns(today: date) -> tuple[Plain, ...]:
    """How many, for how much, and when."""
    return (
        *(_quantity(key) for key in ("ordered", "reserved", "shipped", "signed")),
        _made("open", _open, "ordered", "shipped", "reship", "short_closed", kind=Kind.NUMBER),
        *(_quantity(key) for key in ("short_closed", "returned", "invoiced")),
        _plain("sensor_count", "text__sensor_count", Kind.NUMBER),
        _made(
            "sensor_demand",
            lambda row: lateness.sensor_demand(row.ordered, row.text__sensor_count),
            "ordered",
            "text__sensor_count",
            kind=Kind.NUMBER,
            is_summed=True,
        ),
        _plain("price", kind=Kind.MONEY),
        _plain("discount", kind=Kind.NUMBER, format="0.0%"),
        *(_plain(key, kind=Kind.MONEY, is_summed=True) for key in ("amount", "net")),
        replace(_plain("unit_cost", kind=Kind.MONEY), is_in_base=True),
        _made(
            "requested_date",
            lambda row: row.requested_date or row.order__requested_date,
            "requested_date",
            "order__requested_date",
            kind=Kind.DATE,
        ),
        *(_plain(key, kind=Kind.DATE) for key in ("first_promised_date", "promised_date", "first_ship_date")),
        _plain("last_ship_date", kind=Kind.DATE),
        _late("days_late", lambda line: line.promised_date, today),
        _late("days_late_requested", lateness.requested, today),
        _made("row_closed", lambda row: "Y" if row.row_closed else "N", "row_closed", kind=Kind.CHOICE),
        _made("closure", _closure, "closure", "close_reason_code", "close_reason"),
        _status(),
        _made("flags", _flags, "is_gift", "is_service", "is_frozen", "is_changing", *_of_order(_FLAGS)),
        _made("schedule", lambda row: scheduling.words(row.schedule), "schedule", width=32),
        _plain("customisation"),
        _plain("notes"),
    )


def _every(today: date) -> dict[str, tuple[Plain, ...]]:
    """Column of the screen → those of a file; how late a line is depends on the day."""
    beside = {
        "customer": Plain(
            Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("order__customer__code",)
        ),
        "ordered": Plain(Column("unit", gettext_lazy("Unit"), width=8), ("unit",)),
    }
    plains = (*_named_columns(), *_measured_columns(today))
    return {one.column.key: (one, beside[one.column.key]) if one.column.key in beside else (one,) for one in plains}


CURRENCY = Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("order__currency_id",))


def offered(reader: Any, today: date) -> dict[str, Plain]:
    """The columns of a file that ``reader`` may have, by key."""
    found = of([column.key for column in columns.allowed(reader)], reader, today)
    led = [CURRENCY] if any(plain.is_in_any_currency for plain in found) else []
    return {plain.column.key: plain for plain in [*found, *led]}


def of(keys: Iterable[str], reader: Any, today: date) -> list[Plain]:
    """What columns of the screen are in a file."""
    own = {key: (plain,) for key, plain in own_columns.plains(reader).items()}
    every = {**_every(today), **own}
    return [plain for key in keys for plain in every[key]]


_OF_DAY = {"customer": "order__customer", "product": "text"}  # what the rules classify: what leads to it


def of_prepared(picked: Sequence[Plain]) -> list[Plain]:
    """The same columns over the rows that ``as_of`` makes: the keys of customers and texts are read too."""
    keys = tuple(f"{path}_id" for path in _OF_DAY.values())
    first, *others = [replace(one, make=one.make or attrgetter(one.lookups[0])) for one in picked]
    return [replace(first, lookups=(*first.lookups, *keys)), *others]


def as_of(day: date) -> Prepare:
    """What turns rows as they were read into what the rules said of their customers and products on a day."""

    def prepare(rows: list[Any]) -> list[Any]:
        told = {
            path: history.told(thing, {getattr(row, f"{path}_id") for row in rows}, day)
            for thing, path in _OF_DAY.items()
        }
        return [row._replace(**_told_of(row, told)) for row in rows]

    return prepare


def _told_of(row: Any, told: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> dict[str, Any]:
    return {
        name: value
        for path, found in told.items()
        for column, value in found[getattr(row, f"{path}_id")].items()
        if (name := f"{path}__{column}") in row._fields
    }
