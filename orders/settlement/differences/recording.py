"""Writing down exchange differences, for the operations that allocate and take back."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from common.dates import business_day
from common.money import round2
from orders.settlement.differences.models import ExchangeDifference

Paid = tuple[Any, Any, Any]  # allocation, its receipt, its order


def gain(amount: Decimal, receipt: Any, order: Any) -> Decimal:
    """What money of a receipt is worth above what it pays of an order, in the company's currency: each at its own
    rate, to the cent."""
    return round2(amount * receipt.exchange_rate) - round2(amount * order.exchange_rate)


def record(paid: Iterable[Paid], at: datetime, *, sign: int = 1) -> None:
    """Note the differences of allocations; ``sign`` −1 takes them back."""
    rows = []
    for allocation, receipt, order in paid:
        if receipt.exchange_rate != order.exchange_rate and (found := gain(allocation.amount, receipt, order)):
            rows.append(ExchangeDifference(allocation=allocation, day=business_day(at), amount=sign * found))
    ExchangeDifference.objects.bulk_create(rows, batch_size=1000)
