"""What of a product is there and to come, day by day: on its page (R118, R127)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.people.models import User
from products.stock import queries
from products.stock.supply import queries as supply
from products.stock.supply.models import PlannedReceipt


@dataclass(frozen=True)
class Step:
    """A planned receipt and what will be available with it."""

    receipt: PlannedReceipt
    available: Decimal


def of_product(actor: User, product_id: int) -> Sequence[Step]:
    """What is still to come, the next first, each with what is free now and comes until then; what only changes its
    warehouse adds nothing. Nothing for who may not see stock."""
    receipts = supply.open_of(actor, product_id)
    if not receipts:
        return []
    available = queries.totals([product_id])[product_id].available
    steps = []
    for receipt in receipts:
        if receipt.kind != PlannedReceipt.Kind.TRANSFER:
            available += receipt.open
        steps.append(Step(receipt, available))
    return steps
