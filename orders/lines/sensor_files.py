"""The demand for sensors as a file: the columns of the screen as plain values."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import dates
from common.conditions.kinds import Kind
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from orders.lines import sensors
from orders.lines.sensors import SensorDemand

Cell = tuple[Column, Callable[[SensorDemand], Any]]


def open_demand(actor: Any, asked: Asked) -> Sheet:
    """Sensors that open kits ask for, week by week."""
    today = dates.business_day(asked.at)
    cells: list[Cell] = [
        (Column("sensor", _("Sensor"), width=24), lambda row: row.attribute),
        (Column("product", _("Product code"), Kind.CODE), lambda row: row.product.code if row.product else ""),
        (Column("available", _("Available"), Kind.NUMBER), lambda row: row.available),
        (Column("planned", _("Coming in"), Kind.NUMBER), lambda row: row.planned),
        (Column("overdue", _("Overdue"), Kind.NUMBER, is_summed=True), lambda row: row.overdue),
    ]
    for number, day in enumerate(sensors.week_starts(today)):
        column = Column(f"week_{number}", day.isoformat(), Kind.NUMBER, is_summed=True)
        cells.append((column, lambda row, number=number: row.weeks[number]))  # type: ignore[misc]
    cells += [
        (Column("later", _("Later weeks"), Kind.NUMBER, is_summed=True), lambda row: row.later),
        (Column("undated", _("No day yet"), Kind.NUMBER, is_summed=True), lambda row: row.undated),
        (Column("total", _("In all"), Kind.NUMBER, is_summed=True), lambda row: row.total),
        (Column("short", _("Short"), Kind.NUMBER, is_summed=True), lambda row: row.short),
    ]
    shown = [cell for cell in cells if asked.columns is None or cell[0].key in asked.columns]
    rows = sensors.demand(today)
    return Sheet(
        columns=[column for column, _value in shown],
        rows=lambda: (tuple(value(row) for _column, value in shown) for row in rows),
        count=lambda exactly: (len(rows), False),
        whom=dict,
    )


def register() -> None:
    """Called once from this room's wiring."""
    entry = ExportList(_("Sensor demand"), "stock.view", "orders:sensor-demand", open_demand, frozenset())
    lists.register("sensor-demand", entry)
