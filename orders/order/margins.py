"""What each line of an order earns (SEMANTICS 4): gifts of promotions cost the line that they follow. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from common.money import round2
from orders.order import arranging
from orders.order.models import Order, OrderLine

ZERO = Decimal(0)


def line_costs(lines: Iterable[OrderLine]) -> dict[int, Decimal]:
    """Number of a line → what it costs in the company's currency, with its gifts; a gift of a promotion costs
    nothing itself. Their sum is the order's cost."""
    lines = list(lines)
    sources = arranging.source_numbers(lines)
    costs: dict[int, Decimal] = defaultdict(lambda: ZERO, {line.line_no: ZERO for line in lines})
    for line in lines:
        costs[sources.get(line.line_no, line.line_no)] += round2(line.ordered * line.unit_cost)
    return dict(costs)


def line_margins(order: Order, lines: Iterable[OrderLine]) -> dict[int, Decimal]:
    """Number of a line → its net amount less what it costs, in the company's currency."""
    lines = list(lines)
    costs = line_costs(lines)
    return {line.line_no: round2(line.net * order.exchange_rate) - costs[line.line_no] for line in lines}
