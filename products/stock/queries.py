"""Every read of stock that a door or another app makes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, keyset
from products import policies
from products.stock.models import StockMovement, StockRow, Warehouse
from products.stock.supply import keepers
from products.stock.supply.models import PlannedReceipt

ZERO = Decimal(0)
MOST_NAMED = 3  # documents of a day
MOVEMENT_SORTS: dict[str, keyset.Sort] = {"recent": keyset.Sort("pk")}
STOCK_SORTS: dict[str, keyset.Sort] = {
    "id": keyset.Sort("pk", descending=False),
    "code": keyset.Sort("product__code", descending=False),
}


@dataclass(frozen=True)
class Totals:
    """A product over all warehouses, in its unit."""

    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """What may still be promised."""
        return self.on_hand - self.reserved


def totals(product_ids: Collection[int]) -> dict[int, Totals]:
    """Stock of each product, one statement; a product without a row has zeros."""
    rows = StockRow.objects.filter(product_id__in=product_ids, warehouse__is_active=True).values("product_id")
    sums = rows.annotate(hand=Sum("on_hand"), held=Sum("reserved")).order_by()
    found = {row["product_id"]: Totals(row["hand"], row["held"]) for row in sums}
    return {product_id: found.get(product_id, Totals()) for product_id in product_ids}


def row_ids(product_ids: Collection[int]) -> list[int]:
    """The stock rows of these products in every warehouse: for who locks them all."""
    return list(StockRow.objects.filter(product_id__in=product_ids).order_by("pk").values_list("pk", flat=True))


def moved_by(document: Any) -> list[tuple[int, Decimal]]:
    """What a document's movements left in stock: (stock row id, quantity that is above zero), by row."""
    rows = StockMovement.objects.filter(document_type=document._meta.label_lower, document_id=document.pk)
    sums = rows.values("stock_row_id").annotate(left=Sum("quantity")).filter(left__gt=0).order_by("stock_row_id")
    return [(row["stock_row_id"], row["left"]) for row in sums]


@dataclass(frozen=True)
class Supply:
    """So much of a product is to come on a day, in its unit."""

    product_id: int
    date: date
    quantity: Decimal
    documents: tuple[str, ...] = ()  # that keep the receipts of the day


def supply_by_date(product_ids: Collection[int], warehouse_id: int | None = None) -> list[Supply]:
    """What is still to come of each product, by product and day, one statement. A day that is over stays as it was
    planned: the goods are late. Over all warehouses what goes from one of ours to another is no supply; of one
    warehouse it is."""
    rows = PlannedReceipt.objects.filter(product_id__in=product_ids, state=PlannedReceipt.State.OPEN)
    if warehouse_id is None:
        rows = rows.exclude(kind=PlannedReceipt.Kind.TRANSFER)
    else:
        rows = rows.filter(warehouse_id=warehouse_id)
    kept = Q(provider__in=[provider for provider, _one in keepers.keepers.items()])
    sums = rows.values("product_id", "expected_date").annotate(
        left=Sum(F("quantity") - F("received")), documents=ArrayAgg("reference", filter=kept, distinct=True)
    )
    return [
        Supply(row["product_id"], row["expected_date"], row["left"], tuple(row["documents"] or ())[:MOST_NAMED])
        for row in sums.order_by("product_id", "expected_date")
    ]


def overdue_products(today: date) -> set[int]:
    """The products of which something should have come before ``today``."""
    rows = PlannedReceipt.objects.filter(state=PlannedReceipt.State.OPEN, expected_date__lt=today)
    return set(rows.values_list("product_id", flat=True))


def list_stock(actor: User) -> QuerySet[StockRow]:
    """Stock rows with product and warehouse; nothing for who may not see stock."""
    rows = policies.visible(StockRow.objects.all(), actor, "stock.view")
    return rows.select_related("product", "warehouse").defer("product__search_text", "product__search_grams")


def get_row(actor: User, row_id: int) -> StockRow:
    """What a warehouse holds of a product, by key. Raises NotFound."""
    row = list_stock(actor).filter(pk=row_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def rows_of(actor: User, product_id: int) -> list[StockRow]:
    """A product's stock per warehouse, the default warehouse first."""
    return list(list_stock(actor).filter(product_id=product_id).order_by("-warehouse__is_default", "warehouse__code"))


def list_movements(actor: User) -> QuerySet[StockMovement]:
    """Movements with product, warehouse and actor; nothing for who may not see stock."""
    rows = policies.visible(StockMovement.objects.all(), actor, "stock.view")
    rows = rows.select_related("stock_row__product", "stock_row__warehouse", "actor")
    return rows.defer(
        "stock_row__product__search_text",
        "stock_row__product__search_grams",
        "actor__search_text",
        "actor__search_grams",
    )


def movements_of(actor: User, product_id: int, limit: int = 20) -> list[StockMovement]:
    """The newest movements of a product."""
    return list(list_movements(actor).filter(stock_row__product_id=product_id).order_by("-pk")[:limit])


def warehouses() -> QuerySet[Warehouse]:
    """Warehouses in use, the default first."""
    return Warehouse.objects.filter(is_active=True).order_by("-is_default", "code")


def all_warehouses() -> QuerySet[Warehouse]:
    """Warehouses, also those out of use."""
    return Warehouse.objects.order_by("code")


def get_warehouse(warehouse_id: int) -> Warehouse:
    """A warehouse, also one out of use. Raises NotFound."""
    warehouse = Warehouse.objects.filter(pk=warehouse_id).first()
    if warehouse is None:
        raise errors.NotFound()
    return warehouse


def get_warehouse_by_code(code: str) -> Warehouse:
    """A warehouse by its code, also one out of use. Raises NotFound."""
    warehouse = Warehouse.objects.filter(code=code).first()
    if warehouse is None:
        raise errors.NotFound()
    return warehouse


def warehouse_by_code(code: str) -> Warehouse:
    """A warehouse in use by its code. Raises Invalid for the field ``warehouse``."""
    found = Warehouse.objects.filter(code=code, is_active=True).first()
    if found is None:
        text = _("No warehouse in use has the code “%(code)s”.")
        raise errors.Invalid(fields={"warehouse": [text % {"code": code}]})
    return found
