"""Replenishment and slow movers as files: the columns of the screen as plain values."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import dates
from common.conditions.kinds import Kind
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from products.stock.levels import forms, queries

Cell = tuple[Column, Callable[[Any, Any], Any]]
REPLENISHMENT: dict[str, Cell] = {
    column.key: (column, value)
    for column, value in (
        (Column("code", _("Product code"), Kind.CODE), lambda row, day: row.code),
        (Column("name", _("Product name"), width=32), lambda row, day: row.name),
        (Column("specification", _("Specification")), lambda row, day: row.specification),
        (Column("warehouse", _("Warehouse")), lambda row, day: row.warehouse),
        (Column("minimum", _("Minimum"), Kind.NUMBER), lambda row, day: row.minimum),
        (Column("target", _("Fill up to"), Kind.NUMBER), lambda row, day: row.target),
        (Column("available", _("Available"), Kind.NUMBER), lambda row, day: row.available),
        (Column("planned", _("Coming in"), Kind.NUMBER), lambda row, day: row.planned),
        (Column("wanted", _("Orders want"), Kind.NUMBER), lambda row, day: row.wanted),
        (Column("forecast", _("Forecast"), Kind.NUMBER), lambda row, day: row.forecast),
        (Column("quantity", _("Suggested"), Kind.NUMBER), lambda row, day: row.quantity),
        (Column("unit", _("Unit"), width=8), lambda row, day: row.unit),
        (Column("supplier", _("Supplier"), width=24), lambda row, day: row.supplier),
        (Column("lead_time", _("Lead time, days"), Kind.NUMBER), lambda row, day: row.lead_time_days),
        (Column("day", _("There by"), Kind.DATE), lambda row, day: row.day(day)),
    )
}
SLOW: dict[str, Cell] = {
    column.key: (column, value)
    for column, value in (
        (Column("code", _("Product code"), Kind.CODE), lambda row, day: row.code),
        (Column("name", _("Product name"), width=32), lambda row, day: row.name),
        (Column("specification", _("Specification")), lambda row, day: row.specification),
        (Column("category", _("Category")), lambda row, day: row.category),
        (Column("on_hand", _("On hand"), Kind.NUMBER), lambda row, day: row.on_hand),
        (Column("reserved", _("Reserved"), Kind.NUMBER), lambda row, day: row.reserved),
        (Column("unit", _("Unit"), width=8), lambda row, day: row.unit),
        (Column("value", _("Stock value"), Kind.NUMBER, is_summed=True), lambda row, day: row.value),
        (Column("idle", _("Days without issue"), Kind.NUMBER), lambda row, day: row.idle_days(day)),
        (Column("age", _("Days since the last came"), Kind.NUMBER), lambda row, day: row.age_days(day)),
        (Column("sold", _("Sold in a year"), Kind.NUMBER), lambda row, day: row.sold),
        (Column("planned", _("Coming in"), Kind.NUMBER), lambda row, day: row.planned),
    )
}


def open_replenishment(actor: Any, asked: Asked) -> Sheet:
    """What is to be filled up, as ``actor`` asks for it."""
    given: dict[str, Any] = {**forms.ReplenishmentForm(asked.query).conditions()}
    return _sheet(REPLENISHMENT, asked, queries.below_level(actor, **given))


def open_slow_movers(actor: Any, asked: Asked) -> Sheet:
    """What lies there and is not sold, as ``actor`` asks for it."""
    given = forms.SlowForm(asked.query).conditions()
    return _sheet(SLOW, asked, queries.slow_movers(actor, at=asked.at, **given))


def _sheet(cells: dict[str, Cell], asked: Asked, rows: Sequence[Any]) -> Sheet:
    shown = [cells[key] for key in (asked.columns if asked.columns is not None else cells) if key in cells]
    day = dates.business_day(asked.at)
    return Sheet(
        columns=[column for column, _value in shown],
        rows=lambda: (tuple(value(row, day) for _column, value in shown) for row in rows),
        count=lambda exactly: (len(rows), False),
        whom=dict,
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    for key, label, url_name, opened, known in (
        ("replenishment", _("Replenishment"), "replenishment-list", open_replenishment, {"q", "supplier"}),
        ("slow-movers", _("Slow movers"), "slow-mover-list", open_slow_movers, {"q", "days"}),
    ):
        lists.register(key, ExportList(label, "stock.view", f"products:{url_name}", opened, known))
