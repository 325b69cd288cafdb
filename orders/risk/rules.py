"""Which finder answers each rule."""

from collections.abc import Callable, Iterator
from datetime import date

from orders.risk import finding
from orders.risk.choices import Rule
from orders.risk.demand import demand_moves

FINDERS: dict[Rule, Callable[[date], Iterator[finding.Found]]] = {
    Rule.CREDIT_STANDING: finding.credit_standing,
    Rule.CREDIT_OVERDUE: finding.credit_overdue,
    Rule.MARKET_ORDER: finding.market_orders,
    Rule.MARKET_QUOTATION: finding.market_quotations,
    Rule.MARKET_DEMAND: demand_moves,
    Rule.SUPPLY_SUPPLIER: finding.supply_suppliers,
    Rule.SUPPLY_DEPARTMENT: finding.supply_departments,
}
