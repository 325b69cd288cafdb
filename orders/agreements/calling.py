"""Calling off: whether an order takes more of its frame agreements than was agreed."""

from collections.abc import Iterable
from decimal import Decimal

from common import operation
from common.money import ONE, ZERO
from orders.agreements import queries
from orders.agreements.models import Agreement, AgreementLine
from orders.order.models import Order, OrderLine

_LEAST = Decimal("0.0001")


def over_called(order: Order, lines: Iterable[OrderLine]) -> dict[int, Decimal]:
    """Line number → the pieces beyond what its agreement has left, with all that was submitted and is not void; drafts
    of others take nothing. Within an operation the agreements are locked until commit, so that two orders cannot both
    take the last pieces. No statement for an order that calls nothing off."""
    calling: dict[int, list[OrderLine]] = {}
    for line in lines:
        if line.agreement_line_id:
            calling.setdefault(line.agreement_line_id, []).append(line)
    if not calling:
        return {}
    if operation.is_running():
        _lock(calling)
    agreed = AgreementLine.objects.filter(pk__in=calling).select_related("agreement")
    taken = queries.called(calling.keys(), apart_from=order.pk or 0)
    found: dict[int, Decimal] = {}
    for bound in agreed:
        own = calling[bound.pk]
        if over := _over(order, bound, own, taken.get(bound.pk, queries.Called())):
            found[own[-1].line_no] = over
    return found


def _lock(line_ids: Iterable[int]) -> None:
    """In the order of their keys, after the order: nobody else counts them meanwhile."""
    agreements = AgreementLine.objects.filter(pk__in=[*line_ids]).values("agreement_id")
    rows = Agreement.objects.filter(pk__in=agreements).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def _over(order: Order, line: AgreementLine, own: list[OrderLine], taken: queries.Called) -> Decimal:
    """By how many pieces the order goes beyond what was agreed; of an amount, by how many the excess comes to."""
    pieces, over = sum((one.ordered for one in own), ZERO), ZERO
    if line.quantity is not None:
        over = max(ZERO, taken.quantity + pieces - line.quantity)
    if line.amount is not None:
        rate = ONE if order.currency_id == line.agreement.currency_id else order.exchange_rate
        worth = sum((one.amount - one.reduction for one in own), ZERO) * rate
        excess = taken.amount + worth - line.amount
        if excess > 0 and worth:
            over = max(over, min(pieces, (pieces * excess / worth).quantize(_LEAST) or _LEAST))
    return over
