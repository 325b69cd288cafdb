"""What is open of a return's money, and where it would come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from orders.order.models import Order
from orders.returns.models import ReturnDocument, ReturnLine, ReturnRefund
from orders.returns.states import Status
from orders.settlement import queries as money
from orders.settlement.models import Receipt

ZERO = Decimal(0)
Part = tuple[str, Receipt | None, Decimal]  # kind, receipt, amount


@dataclass(frozen=True)
class Outlook:
    """What ``settle_refund`` would do now: ``payable`` of ``due`` out of ``sources`` (receipt, amount), the rest is set
    off. In the order's currency."""

    due: Decimal
    payable: Decimal
    sources: list[tuple[Receipt, Decimal]]

    @property
    def set_off(self) -> Decimal:
        return self.due - self.payable


def open_of(document: ReturnDocument, lines: Iterable[ReturnLine]) -> Decimal:
    """What of a return's refund is not settled."""
    done = _settled(ReturnRefund.objects.filter(document=document))
    return sum((one.refund_amount for one in lines), ZERO) - done


def overpaid(order: Order) -> Decimal:
    """What was received for an order beyond what is owed for it."""
    return max(ZERO, order.received_amount - order.due_amount)


def waiting(order: Order, *, but: ReturnDocument) -> Decimal:
    """What other returns of an order wait for."""
    others = ReturnDocument.objects.filter(order=order, status=Status.SETTLED).exclude(pk=but.pk)
    owed = ReturnLine.objects.filter(document__in=others).aggregate(total=Sum("refund_amount"))["total"] or ZERO
    return owed - _settled(ReturnRefund.objects.filter(document__in=others))


def of(document: ReturnDocument) -> list[ReturnRefund]:
    """What became of a return's money, oldest first, taken back ones included."""
    return list(document.refunds.select_related("receipt", "by"))


def outlook(document: ReturnDocument, lines: Iterable[ReturnLine]) -> Outlook:
    """For showing, before somebody settles it."""
    due = open_of(document, lines)
    parts = money.cut(money.money_on(document.order_id), min(due, overpaid(document.order)))
    sources: dict[int, tuple[Receipt, Decimal]] = {}
    for one, part in parts:
        known = sources.get(one.receipt_id, (one.receipt, ZERO))
        sources[one.receipt_id] = (known[0], known[1] + part)
    return Outlook(due, sum((part for _one, part in parts), ZERO), list(sources.values()))


def _settled(rows) -> Decimal:
    return rows.filter(revoked_at=None).aggregate(total=Sum("amount"))["total"] or ZERO
