"""The only code that changes stock rows: lock them by pk, add the changes, keep the movements.

Set-based: the number of statements does not grow with the number of rows. Runs inside an operation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.people.models import User
from common import errors, operation, prepared
from products.stock.models import StockMovement, StockRow, Warehouse


@dataclass(frozen=True)
class Change:
    """What to add to a stock row; both may be negative."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)


@dataclass(frozen=True)
class Cause:
    """Why ``on_hand`` changes: written on every movement of one call."""

    kind: str
    actor: User
    at: datetime
    reason: str = ""
    document: Any = None  # a model row with pk and number, or None
    document_number: str = ""


def lock_rows(row_ids: Collection[int]) -> dict[int, StockRow]:
    """The rows, locked in order of pk, with their products. Raises NotFound when one does not exist."""
    operation.current()
    rows = StockRow.objects.select_for_update(no_key=True, of=("self",)).select_related("product")
    found = {row.pk: row for row in rows.filter(pk__in=row_ids).order_by("pk")}
    if len(found) != len(set(row_ids)):
        raise errors.NotFound()
    return found


def hold(wanted: Mapping[int, Decimal], warehouse_id: int | None = None) -> list[tuple[int, int, Decimal]]:
    """Raise ``reserved`` by as much of product id → quantity as is free, the default warehouse first, then the
    others by pk (or one alone): [(product id, stock row id, quantity)]. The hottest rows of the house: locked in
    order of pk and changed in one statement, so that others wait as short as can be."""
    operation.current()
    with connection.cursor() as cursor:
        prepared.execute(
            cursor, _HOLD, {"products": list(wanted), "quantities": list(wanted.values()), "warehouse": warehouse_id}
        )
        return cursor.fetchall()


# Both columns are written as they were locked: the database checks a row first as this statement began to see it, and
# would refuse pieces that came in, or were let go, while it waited for the lock.
_HOLD = """
WITH wanted AS (
    SELECT * FROM unnest(%(products)s::bigint[], %(quantities)s::numeric[]) AS w(product_id, quantity)
), locked AS MATERIALIZED (
    SELECT s.id, s.product_id, s.on_hand, s.reserved, greatest(s.on_hand - s.reserved, 0) AS free,
        NOT h.is_default AS later, h.id AS warehouse
    FROM products_stockrow s JOIN products_warehouse h ON h.id = s.warehouse_id
    WHERE s.product_id = ANY(%(products)s::bigint[])
        AND CASE WHEN %(warehouse)s::bigint IS NULL THEN h.is_active ELSE h.id = %(warehouse)s::bigint END
    ORDER BY s.id FOR NO KEY UPDATE OF s
), shares AS (
    SELECT l.id, l.on_hand, l.reserved, least(l.free, w.quantity - coalesce(sum(l.free) OVER earlier, 0)) AS part
    FROM locked l JOIN wanted w ON w.product_id = l.product_id
    WINDOW earlier AS (
        PARTITION BY l.product_id ORDER BY l.later, l.warehouse ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), taken AS (
    UPDATE products_stockrow s SET on_hand = p.on_hand, reserved = p.reserved + p.part FROM shares p
    WHERE s.id = p.id AND p.part > 0 RETURNING s.product_id, s.id, p.part
)
SELECT t.product_id, t.id, t.part FROM taken t JOIN locked l ON l.id = t.id
ORDER BY t.product_id, l.later, l.warehouse
"""


def ensure_rows(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The ids of the stock rows of (product, warehouse) pairs, made where missing."""
    wanted = sorted(set(pairs))
    products, warehouses = [p for p, _w in wanted], [w for _p, w in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO products_stockrow (product_id, warehouse_id, on_hand, reserved)"
            " SELECT p, w, 0, 0 FROM unnest(%(p)s::bigint[], %(w)s::bigint[]) AS pair(p, w)"
            " WHERE NOT EXISTS (SELECT 1 FROM products_stockrow s WHERE s.product_id = p AND s.warehouse_id = w)"
            " ON CONFLICT (product_id, warehouse_id) DO NOTHING",
            {"p": products, "w": warehouses},
        )
        cursor.execute(
            "SELECT s.product_id, s.warehouse_id, s.id FROM products_stockrow s"
            " JOIN unnest(%(p)s::bigint[], %(w)s::bigint[]) AS pair(p, w) ON s.product_id = p AND s.warehouse_id = w",
            {"p": products, "w": warehouses},
        )
        return {(product, warehouse): row for product, warehouse, row in cursor.fetchall()}


def apply(changes: Mapping[int, Change]) -> None:
    """Add the changes to rows that the caller has locked; the database refuses 0 ≤ reserved ≤ on_hand broken."""
    rows = sorted(changes)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE products_stockrow AS s SET on_hand = s.on_hand + v.hand, reserved = s.reserved + v.held"
            " FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[]) AS v(id, hand, held) WHERE s.id = v.id",
            [rows, [changes[row].on_hand for row in rows], [changes[row].reserved for row in rows]],
        )


def move(changes: Mapping[int, Change], cause: Cause) -> None:
    """Apply the changes and write one movement per row whose ``on_hand`` changes."""
    apply(changes)
    document = cause.document
    StockMovement.objects.bulk_create(
        StockMovement(
            stock_row_id=row_id,
            kind=cause.kind,
            quantity=change.on_hand,
            document_type=document._meta.label_lower if document is not None else "",
            document_id=document.pk if document is not None else None,
            document_number=cause.document_number or getattr(document, "number", "") or "",
            reason=cause.reason,
            actor=cause.actor,
            at=cause.at,
        )
        for row_id, change in sorted(changes.items())
        if change.on_hand
    )


def default_warehouse_id() -> int:
    """The warehouse that is meant when none is named. Raises Conflict where none is marked as default."""
    found = Warehouse.objects.filter(is_default=True, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Conflict(code="no_default_warehouse")
    return found


def plain(quantity: Decimal) -> str:
    """A quantity as people write it: 3, not 3.0000."""
    return f"{quantity.normalize():f}"
