"""The price order (SEMANTICS 4): manual › customer price › price list by class › product list price.

A typed price never comes here. ``CHAIN`` holds the sources, best first; each answers for all lines at
once with a price or None, so that a new source (customer prices, class lists) is one more function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from common.money import TaxMode
from orders.order.states import PriceSource
from products.catalogue.models import Product

CONVERTED = Decimal("0.0001")  # digits of a price that was converted to another currency or tax mode


@dataclass(frozen=True)
class Basis:
    """What prices depend on beside product and quantity. ``exchange_rate``: the company's currency for one
    unit of the order's."""

    customer_id: int
    tax_mode: str
    exchange_rate: Decimal
    on: date


@dataclass(frozen=True)
class Wish:
    """A product and how much of it."""

    product: Product
    quantity: Decimal


@dataclass(frozen=True)
class Price:
    """A price per unit in the order's currency and tax mode, and where it came from."""

    value: Decimal
    source: PriceSource


Source = Callable[[Sequence[Wish], Basis], list[Price | None]]


def list_prices(wishes: Sequence[Wish], basis: Basis) -> list[Price | None]:
    """The products' list prices, which are the company's, tax included."""
    products = [wish.product for wish in wishes]
    return [Price(converted(one.list_price, one.tax_rate, basis), PriceSource.LIST) for one in products]


CHAIN: list[Source] = [list_prices]


def resolve(wishes: Sequence[Wish], basis: Basis) -> list[Price]:
    """The price of each wish: the first source that knows one."""
    found: list[Price | None] = [None] * len(wishes)
    for source in CHAIN:
        open_places = [place for place, price in enumerate(found) if price is None]
        answers = source([wishes[place] for place in open_places], basis) if open_places else []
        for place, answer in zip(open_places, answers, strict=True):
            found[place] = answer
    return [price or Price(Decimal(0), PriceSource.LIST) for price in found]


def converted(price: Decimal, tax_rate: Decimal, basis: Basis) -> Decimal:
    """A company price (own currency, tax included) in the order's currency and tax mode."""
    divisor = basis.exchange_rate * (1 + tax_rate if basis.tax_mode == TaxMode.EXCLUSIVE else Decimal(1))
    return price if divisor == 1 else (price / divisor).quantize(CONVERTED, rounding=ROUND_HALF_UP)
