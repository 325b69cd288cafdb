"""What is below its level, and what lies there too long: one statement each, whatever the catalogue holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts import policies as rights
from accounts.people.models import User
from common import dates, settings
from common.text import search
from products import policies
from products.catalogue.models import Product
from products.stock.levels import demand
from products.stock.levels.models import StockLevel

SLOW_DAYS = "products.slow_mover_days"
MOST = 1_000


@dataclass(frozen=True)
class Suggestion:
    """A product that is to be filled up: over all warehouses (``warehouse_id`` None) or in one. ``forecast`` is what is
    free, plus what is planned, less what orders want besides; ``quantity`` is what is suggested, in lots."""

    product_id: int
    code: str
    name: str
    specification: str
    unit: str
    warehouse_id: int | None
    warehouse: str
    minimum: Decimal
    target: Decimal
    available: Decimal
    planned: Decimal
    wanted: Decimal
    forecast: Decimal
    lot: Decimal
    quantity: Decimal
    supplier_id: int | None
    supplier: str
    lead_time_days: int

    def day(self, today: date) -> date:
        """When it can be there, ordered today."""
        return today + timedelta(days=self.lead_time_days)


_BELOW = """
WITH wanted AS (
    SELECT product_id, sum(quantity) AS quantity FROM ({demand}) d GROUP BY product_id
), levels AS (
    SELECT p.id AS product_id, NULL::bigint AS warehouse_id, coalesce(p.warning_level, 0) AS minimum,
        coalesce(l.target, p.warning_level, 0) AS target, coalesce(l.lot, p.pack_multiple) AS lot
    FROM products_product p LEFT JOIN products_stocklevel l ON l.product_id = p.id AND l.warehouse_id IS NULL
    WHERE p.is_active AND NOT p.is_service AND p.merged_into_id IS NULL
        AND (p.warning_level IS NOT NULL OR p.id IN (SELECT product_id FROM wanted))
    UNION ALL
    SELECT l.product_id, l.warehouse_id, l.minimum, coalesce(l.target, l.minimum), l.lot
    FROM products_stocklevel l JOIN products_product p ON p.id = l.product_id
    WHERE l.warehouse_id IS NOT NULL AND p.is_active AND p.merged_into_id IS NULL
), figures AS (
    SELECT l.*, coalesce(s.free, 0) AS available, coalesce(r.coming, 0) AS planned,
        CASE WHEN l.warehouse_id IS NULL THEN coalesce(w.quantity, 0) ELSE 0 END AS wanted
    FROM levels l
    LEFT JOIN wanted w ON w.product_id = l.product_id
    LEFT JOIN LATERAL (
        SELECT sum(s.on_hand - s.reserved) AS free FROM products_stockrow s
        JOIN products_warehouse h ON h.id = s.warehouse_id AND h.is_active
        WHERE s.product_id = l.product_id AND (l.warehouse_id IS NULL OR s.warehouse_id = l.warehouse_id)
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT sum(greatest(r.quantity - r.received, 0)) AS coming FROM products_plannedreceipt r
        WHERE r.product_id = l.product_id AND r.state = 'OPEN'
            AND CASE WHEN l.warehouse_id IS NULL THEN r.kind <> 'TRANSFER' ELSE r.warehouse_id = l.warehouse_id END
    ) r ON true
)
SELECT f.product_id, p.code, p.name, p.specification, p.unit, f.warehouse_id, coalesce(h.name, '') AS warehouse,
    f.minimum, f.target, f.available, f.planned, f.wanted, f.available + f.planned - f.wanted AS forecast, f.lot,
    ceil((f.target - (f.available + f.planned - f.wanted)) / f.lot) * f.lot AS quantity,
    p.supplier_id, coalesce(u.name, '') AS supplier, coalesce(nullif(p.lead_time_days, 0), u.lead_time_days, 0)
FROM figures f JOIN products_product p ON p.id = f.product_id
LEFT JOIN products_supplier u ON u.id = p.supplier_id LEFT JOIN products_warehouse h ON h.id = f.warehouse_id
WHERE f.available + f.planned - f.wanted < f.minimum AND f.target > f.available + f.planned - f.wanted {narrowed}
ORDER BY (f.available + f.planned - f.wanted) / greatest(f.minimum, 1), p.code, f.warehouse_id NULLS FIRST LIMIT {most}
"""


def below_level(
    actor: User, *, typed: str = "", supplier: str = "", product_ids: Sequence[int] | None = None
) -> list[Suggestion]:
    """What is to be filled up, the shortest first, at most a thousand; nothing for who may not see stock."""
    if not rights.can(actor, "stock.view"):
        return []
    return _read(_BELOW, Suggestion, typed, supplier=supplier, product_ids=product_ids, more={"demand": demand.sql()})


@dataclass(frozen=True)
class Slow:
    """A product that lies there: since when none was issued (None: never), when the last of it came, how many were
    ``sold`` in the year before. ``value`` is on hand × unit cost in the company's currency, None for who may not see
    costs."""

    product_id: int
    code: str
    name: str
    specification: str
    unit: str
    category: str
    on_hand: Decimal
    reserved: Decimal
    value: Decimal | None
    last_issue: datetime | None
    last_arrival: datetime | None
    sold: Decimal
    planned: Decimal

    def idle_days(self, today: date) -> int | None:
        """Days since one was issued; None: never."""
        return (today - dates.business_day(self.last_issue)).days if self.last_issue else None

    def age_days(self, today: date) -> int | None:
        """Days since the last of it came."""
        return (today - dates.business_day(self.last_arrival)).days if self.last_arrival else None


_VALUE = "s.on_hand * p.unit_cost"
# what moved is left out at its first movement found; only of the rest all are read
_SLOW = """
SELECT p.id, p.code, p.name, p.specification, p.unit, coalesce(c.name, '') AS category, s.on_hand, s.reserved,
    {value} AS value, m.last_issue, m.last_arrival, m.sold, coalesce(r.coming, 0) AS planned
FROM (
    SELECT product_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved, array_agg(id) AS rows
    FROM products_stockrow WHERE on_hand > 0 GROUP BY product_id
) s
JOIN products_product p ON p.id = s.product_id LEFT JOIN products_productcategory c ON c.id = p.category_id
LEFT JOIN LATERAL (
    SELECT sum(greatest(r.quantity - r.received, 0)) AS coming FROM products_plannedreceipt r
    WHERE r.product_id = p.id AND r.state = 'OPEN' AND r.kind <> 'TRANSFER'
) r ON true
CROSS JOIN LATERAL (
    SELECT max(m.at) FILTER (WHERE m.kind = 'ISSUE') AS last_issue,
        max(m.at) FILTER (WHERE m.kind IN ('ARRIVAL', 'OPENING') AND m.quantity > 0) AS last_arrival,
        coalesce(-sum(m.quantity) FILTER (WHERE m.kind IN ('ISSUE', 'ISSUE_REVERSED') AND m.at >= %(year)s), 0) AS sold
    FROM products_stockmovement m WHERE m.stock_row_id = ANY(s.rows)
) m
WHERE (
    SELECT 1 FROM products_stockmovement i WHERE i.stock_row_id = ANY(s.rows) AND i.at >= %(since)s
        AND (i.kind = 'ISSUE' OR i.kind IN ('ARRIVAL', 'OPENING') AND i.quantity > 0) LIMIT 1
) IS NULL {narrowed}
ORDER BY {order} DESC, p.code LIMIT {most}
"""


def slow_movers(actor: User, *, at: datetime, days: int | None = None, typed: str = "") -> list[Slow]:
    """What lies there and was neither issued nor came in for ``days`` (the company's setting), the dearest first; for
    who does not see costs the most first, without a value. Nothing for who may not see stock."""
    if not rights.can(actor, "stock.view"):
        return []
    is_hidden = "unit_cost" in policies.hidden_columns(actor)
    moments = {
        "since": at - timedelta(days=slow_days() if days is None else days),
        "year": at - timedelta(days=365),
    }
    value = {"value": "NULL::numeric", "order": "s.on_hand"} if is_hidden else {"value": _VALUE, "order": _VALUE}
    return _read(_SLOW, Slow, typed, more=value, parameters=moments)


def slow_days() -> int:
    """After how many days without an issue something is slow."""
    return settings.get(SLOW_DAYS)


def levels_of(product_id: int) -> list[StockLevel]:
    """The levels of a product, the one over all warehouses first."""
    rows = StockLevel.objects.filter(product_id=product_id).select_related("warehouse")
    return sorted(rows, key=lambda row: (row.warehouse_id is not None, str(row.warehouse or "")))


def get_level(product_id: int, warehouse_id: int | None) -> StockLevel | None:
    """The level of a product in a warehouse, or over all."""
    rows = StockLevel.objects.filter(product_id=product_id)
    return (rows.filter(warehouse_id=warehouse_id) if warehouse_id else rows.filter(warehouse=None)).first()


def _read(
    sql: str,
    shape: type,
    typed: str,
    *,
    more: dict[str, str],
    supplier: str = "",
    product_ids: Sequence[int] | None = None,
    parameters: Mapping[str, datetime] | None = None,
) -> list:
    narrowed, values = "", dict[str, Any](parameters or {})
    if typed:
        product_ids = [*search(Product.objects.all(), typed).values_list("pk", flat=True)[:MOST]]
    if product_ids is not None:
        narrowed += " AND p.id = ANY(%(products)s::bigint[])"
        values["products"] = list(product_ids)
    if supplier:
        narrowed += " AND u.code = %(supplier)s"
        values["supplier"] = supplier
    with connection.cursor() as cursor:
        cursor.execute(sql.format(narrowed=narrowed, most=MOST, **more), values)
        return [shape(*row) for row in cursor.fetchall()]
