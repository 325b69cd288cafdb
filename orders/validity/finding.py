"""What the checks find on an order (R068). Pure: the facts that must be read are handed in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from common.money import ONE, TaxMode
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk, taxed_price
from orders.order.states import PriceSource
from orders.pricing.queries import LastPrice
from orders.validity.table import Rule, Severity
from products.catalogue.choices import Risk as ProductRisk

HUNDRED = Decimal(100)
Rules = Mapping[Kind, Rule]


@dataclass(frozen=True)
class Finding:
    """Something that a check found, and whether it refuses submission."""

    risk: Risk
    severity: Severity

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


@dataclass(frozen=True)
class Facts:
    """What the checks go by beside the order itself. ``last``: product → what the customer paid last; ``free``:
    product → free stock; ``over_called``: line number → pieces beyond what a
    frame agreement has left; ``of_rooms``: what rooms above find; ``same_number``: whether orders of the
    customer have the same number of his."""

    last: Mapping[int, LastPrice] = field(default_factory=dict)
    free: Mapping[int, Decimal] = field(default_factory=dict)
    same_number: bool = False
    over_called: Mapping[int, Decimal] = field(default_factory=dict)
    of_rooms: Sequence[Risk] = ()


def find(order: Order, lines: Iterable[OrderLine], on: date, rules: Rules, facts: Facts) -> list[Finding]:
    """Everything that the checks asked find on the day ``on``, head first. ``order.customer`` and each line's
    ``product`` must be at hand. Who may know of it is for ``policies.hidden_risks`` to say."""
    risks = [*_of_head(order, facts), *(risk for line in lines for risk in _of_line(order, line, on, rules, facts))]
    risks = sorted([*risks, *facts.of_rooms], key=lambda risk: risk.line_no)
    found = ((risk, rules[Kind(risk.kind)]) for risk in risks)
    return [Finding(risk, rule.severity) for risk, rule in found if rule.is_asked]


def _of_head(order: Order, facts: Facts) -> Iterator[Risk]:
    customer = order.customer if order.customer_id else None
    if customer is not None and customer.is_blocked:
        yield Risk(0, Kind.CUSTOMER_BLOCKED.value, customer.block_reason)
    elif customer is not None and not customer.is_active:
        yield Risk(0, Kind.CUSTOMER_INACTIVE.value)
    if facts.same_number:  # which ones is told to whom sees them
        yield Risk(0, Kind.PO_KNOWN.value)


def _of_line(order: Order, line: OrderLine, on: date, rules: Rules, facts: Facts) -> Iterator[Risk]:
    if not line.product.is_active:
        yield Risk(line.line_no, Kind.PRODUCT_INACTIVE.value, line.product_code)
    if line.product.risk == ProductRisk.HIGH:
        yield Risk(line.line_no, Kind.PRODUCT_RISK.value, line.product_code)
    if line.price_source == PriceSource.GIFT:  # quantity, price and day are those of its line
        return
    yield from _of_quantity(line)
    if over := facts.over_called.get(line.line_no):
        yield Risk(line.line_no, Kind.OVER_CALL.value, _plain(over), line.unit)
    if not line.is_gift:
        yield from _of_price(order, line, rules, facts)
    yield from _of_day(order, line, on, rules, facts)


def _of_quantity(line: OrderLine) -> Iterator[Risk]:
    product, number = line.product, line.line_no
    if line.ordered % product.pack_multiple:
        yield Risk(number, Kind.PACK_MULTIPLE.value, _plain(product.pack_multiple), line.unit)
    if line.ordered < product.minimum_quantity:
        yield Risk(number, Kind.BELOW_MINIMUM.value, _plain(product.minimum_quantity), line.unit)


def _of_price(order: Order, line: OrderLine, rules: Rules, facts: Facts) -> Iterator[Risk]:
    product, number = line.product, line.line_no
    taxed = taxed_price(order, line)
    if product.floor_price is not None and taxed < product.floor_price:
        yield Risk(number, Kind.BELOW_FLOOR.value)
    if taxed / (ONE + line.tax_rate) < line.unit_cost:
        yield Risk(number, Kind.BELOW_COST.value)
    most = rules[Kind.DISCOUNT_OVER].parameter
    if most is not None and line.discount * HUNDRED > most:
        yield Risk(number, Kind.DISCOUNT_OVER.value, f"{_plain(most)}%")
    off = _off_last(order, line, facts.last.get(line.product_id))
    allowed = rules[Kind.PRICE_OFF_LAST].parameter
    if off is not None and allowed is not None and abs(off) > allowed:
        yield Risk(number, Kind.PRICE_OFF_LAST.value, f"{off:+.0f}%".replace("-", "−"))


def _off_last(order: Order, line: OrderLine, last: LastPrice | None) -> Decimal | None:
    """By how many percent the price after discount differs from the last one; None where they do not compare."""
    if last is None or last.currency != order.currency_id or not line.price:
        return None
    paid, now = last.price * (ONE - last.discount), line.price * (ONE - line.discount)
    if last.tax_mode != order.tax_mode:
        taxed = ONE + line.tax_rate
        paid = paid * taxed if last.tax_mode == TaxMode.EXCLUSIVE else paid / taxed
    return (now - paid) * HUNDRED / paid if paid else None


def _of_day(order: Order, line: OrderLine, on: date, rules: Rules, facts: Facts) -> Iterator[Risk]:
    day, number = line.requested_date or order.requested_date, line.line_no
    if day is None:
        return
    far = rules[Kind.DAY_FAR].parameter
    if day < on:
        yield Risk(number, Kind.DAY_PAST.value, day.isoformat())
    elif far is not None and day > on + timedelta(days=int(far)):
        yield Risk(number, Kind.DAY_FAR.value, day.isoformat())
    elif is_too_soon(order, line, on) and facts.free.get(line.product_id, line.ordered) < line.ordered:
        earliest = on + timedelta(days=line.product.lead_time_days)
        yield Risk(number, Kind.LEAD_TIME.value, earliest.isoformat())


def is_too_soon(order: Order, line: OrderLine, on: date) -> bool:
    """Whether goods are wanted before the lead time of the product is over: then its stock must be there."""
    day = line.requested_date or order.requested_date
    if day is None or line.is_service or not line.product.lead_time_days:
        return False
    return on <= day < on + timedelta(days=line.product.lead_time_days)


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
