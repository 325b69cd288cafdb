"""Prices of materials as a target of imports (R112): a price index sheet as it comes."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common import citations, dates, errors
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from orders.risk.operations import load_prices
from orders.risk.policies import MATERIAL

FIELDS = (
    Field("material", _("Material"), required=True, max_length=80, hints=("材料", "原材料", "品种", "material")),
    Field("day", _("Day"), kind="date", required=True, hints=("日期", "date", "day")),
    Field(
        "price",
        _("Price or index"),
        kind="decimal",
        required=True,
        positive=True,
        decimals=4,
        hints=("价格", "单价", "指数", "price", "index"),
    ),
    Field("source", _("Source"), max_length=80, hints=("来源", "source")),
)
_MATERIALS = {"material": "SELECT lower(name), id FROM orders_material WHERE is_active"}


def check(batch: Batch) -> None:
    """Refuse materials that nobody watches, days to come, and a day of a material that comes twice."""
    known.find_named(batch, "material_prices", _MATERIALS)
    batch.report_where(
        "material_prices",
        "unknown_material",
        "r.material_id IS NULL",
        field="material",
        words="'value', r.material",
    )
    batch.report_where(
        "material_prices",
        "day_to_come",
        "r.day > %(today)s",
        field="day",
        value="r.day::text",
        today=dates.business_day(batch.at),
    )
    twice = (
        "SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_material_prices"
        " WINDOW w AS (PARTITION BY material_id, day ORDER BY file, line)"
    )
    batch.report_where(
        "material_prices",
        "repeated",
        "t.place > 1",
        field="day",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
    )


def commit(batch: Batch) -> None:
    """Keep the prices through ``load_prices``, material by material; a day said again takes the new price. Raises
    ChangedSince."""
    known.find_named(batch, "material_prices", _MATERIALS)
    rows = batch.rows(
        "SELECT material_id, coalesce(source, ''), day, price FROM import_material_prices"
        " WHERE material_id IS NOT NULL ORDER BY material_id, 2, day"
    )
    found: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for material_id, source, day, price in rows:
        found[material_id, source].append((day, price))
    try:
        for (material_id, source), prices in found.items():
            for start in range(0, len(prices), 1000):
                load_prices(
                    actor=batch.actor,
                    material_id=material_id,
                    prices=prices[start : start + 1000],
                    source=source,
                    at=batch.at,
                )
    except (errors.NotFound, errors.Invalid) as error:
        raise known.ChangedSince(citations.told(error)) from error
    batch.notes.setdefault("written", {})["material_prices"] = len(rows)


def register() -> None:
    """Called by this room's ``register``."""
    importers.register(
        "material_prices",
        Target(
            label=_("Material prices"),
            fields=FIELDS,
            order=62,
            verb=MATERIAL,
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
