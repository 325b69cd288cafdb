"""Every read of planned receipts that a door makes. What promises read is ``products.stock.queries.supply_by_date``."""

from datetime import date

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, keyset
from products import policies
from products.stock.supply.models import PlannedMove, PlannedReceipt

SORTS: dict[str, keyset.Sort] = {
    "expected": keyset.Sort("expected_date", descending=False),
    "code": keyset.Sort("product__code", descending=False),
    "id": keyset.Sort("pk"),
}


def receipts(actor: User) -> QuerySet[PlannedReceipt]:
    """Planned receipts with product, warehouses and supplier; none for who may not see stock."""
    rows = policies.visible(PlannedReceipt.objects.all(), actor, "stock.view")
    rows = rows.select_related("product", "warehouse", "from_warehouse", "supplier", "created_by")
    return rows.defer(
        "product__search_text",
        "product__search_grams",
        "product__notes",
        "created_by__search_text",
        "created_by__search_grams",
    )


def get_receipt(*, actor: User, receipt_id: int) -> PlannedReceipt:
    """A planned receipt. Raises NotFound, also for who may not see stock."""
    found = receipts(actor).filter(pk=receipt_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def find_receipt(receipt_id: int) -> PlannedReceipt:
    """A planned receipt for who was let in already. Raises NotFound."""
    found = PlannedReceipt.objects.filter(pk=receipt_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def moves_of(receipt_id: int) -> list[PlannedMove]:
    """How its day moved, the first move first."""
    return list(PlannedMove.objects.filter(receipt_id=receipt_id).select_related("actor").order_by("pk"))


def open_of(actor: User, product_id: int) -> list[PlannedReceipt]:
    """What of a product is still to come, the next first."""
    rows = receipts(actor).filter(product_id=product_id, state=PlannedReceipt.State.OPEN)
    return list(rows.order_by("expected_date", "pk"))


def is_late(receipt: PlannedReceipt, today: date) -> bool:
    """Whether it should have come before today."""
    return bool(receipt.open) and receipt.expected_date < today
