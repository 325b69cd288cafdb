"""The order types that the software ships (SEMANTICS 2). Administrators rename and add; codes stay."""

from datetime import datetime

from orders.order.models import OrderType

STANDARD, SAMPLE, LOAN, EXCHANGE, SERVICE, PROJECT = "STANDARD", "SAMPLE", "LOAN", "EXCHANGE", "SERVICE", "PROJECT"

# code, name, needs approval, ships, invoices, counts in statistics
TYPES = (
    (STANDARD, "标准订单", True, True, True, True),
    (SAMPLE, "样品订单", True, True, False, False),
    (LOAN, "借用订单", True, True, False, False),
    (EXCHANGE, "换货订单", True, True, False, False),
    (SERVICE, "服务订单", True, False, True, True),
    (PROJECT, "项目订单", True, True, True, True),
)


def seed_order_types(at: datetime) -> None:
    """Add the types that are missing; what an administrator changed stays."""
    OrderType.objects.bulk_create(
        [
            OrderType(code=code, name=name, needs_approval=approval, ships=ships, invoices=invoices, counts=counts)
            for code, name, approval, ships, invoices, counts in TYPES
        ],
        ignore_conflicts=True,
    )
