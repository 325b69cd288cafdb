"""The price order (SEMANTICS 4): manual › frame agreement › customer price › price list of his class › list for
everybody › product list price. A typed price never comes here.

Among agreed prices of one rank the order's own currency comes first, the company's second, converted at the order's
rate; of these the largest quantity that is reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

from common import currencies, prepared
from common.money import ONE, TaxMode
from orders.order.states import PriceSource
from products.catalogue.models import Product

CONVERTED = Decimal("0.0001")  # digits of a price that was converted to another currency or tax mode


@dataclass(frozen=True)
class Basis:
    """What prices depend on beside product and quantity. ``exchange_rate``: the company's currency for one
    unit of the order's."""

    customer_id: int
    tax_mode: str
    currency: str
    exchange_rate: Decimal
    on: date


@dataclass(frozen=True)
class Wish:
    """A product and how much of it; ``agreement_line_id``: the line of a frame agreement it is to be called off from,
    before others of the customer."""

    product: Product
    quantity: Decimal
    agreement_line_id: int | None = None


@dataclass(frozen=True)
class Price:
    """A price per unit in the order's currency and tax mode, where it came from, and by which rule: the list's code
    and the quantity it holds from (``VIP ≥ 10``), the agreement's number and line, "" for the product's own."""

    value: Decimal
    source: PriceSource
    rule: str = ""
    agreement_line_id: int | None = None


def resolve(wishes: Sequence[Wish], basis: Basis) -> list[Price]:
    """The price of each wish: the best that was agreed, else the product's list price. One statement."""
    agreed = _agreed(wishes, basis)
    return [agreed.get(place) or _list_price(wish.product, basis) for place, wish in enumerate(wishes)]


def _list_price(product: Product, basis: Basis) -> Price:
    """The product's own price, which is in the company's currency and includes tax."""
    value = converted(product.list_price, product.tax_rate, TaxMode.INCLUSIVE, currencies.base(), basis)
    return Price(value, PriceSource.LIST)


def _agreed(wishes: Sequence[Wish], basis: Basis) -> dict[int, Price]:
    """Place of a wish → its agreed price, for those that have one."""
    if not wishes:
        return {}
    parameters = {
        "products": [wish.product.pk for wish in wishes],
        "quantities": [wish.quantity for wish in wishes],
        "agreements": [wish.agreement_line_id for wish in wishes],
        "customer": basis.customer_id,
        "currency": basis.currency,
        "base": currencies.base(),
        "day": basis.on,
    }
    with connection.cursor() as cursor:
        prepared.execute(cursor, _AGREED, parameters)
        rows = cursor.fetchall()
    return {place - 1: _price(wishes[place - 1].product, basis, *row) for place, *row in rows}


def _price(
    product: Product,
    basis: Basis,
    price: Decimal,
    currency: str,
    tax_mode: str,
    source: str,
    code: str,
    quantity: Any,
    agreement_line_id: int | None,
) -> Price:
    words = [code] if code else []
    words += [f"≥ {quantity.normalize():f}"] if quantity else []
    value = converted(price, product.tax_rate, tax_mode, currency, basis)
    return Price(value, PriceSource(source), " ".join(words), agreement_line_id)


_AGREED = """
SELECT w.place, b.price, b.currency, b.tax_mode, b.source, b.code, b.min_quantity, b.agreement_line
FROM unnest(%(products)s::bigint[], %(quantities)s::numeric[], %(agreements)s::bigint[])
    WITH ORDINALITY AS w(product_id, quantity, wanted, place)
CROSS JOIN LATERAL (SELECT p.* FROM (
    SELECT 0 AS rank, a.price, g.currency_id AS currency, g.tax_mode, 'FRAME' AS source,
        g.number || ' / ' || a.line_no AS code, 0 AS min_quantity, a.id AS agreement_line
    FROM orders_agreementline a JOIN orders_agreement g ON g.id = a.agreement_id
    WHERE a.product_id = w.product_id AND g.customer_id = %(customer)s AND g.status = 'ACTIVE'
        AND g.valid_from <= %(day)s AND g.valid_until >= %(day)s AND g.currency_id IN (%(currency)s, %(base)s)
    UNION ALL
    SELECT 1, c.price, c.currency_id, c.tax_mode, 'CUSTOMER', '', c.min_quantity, NULL
    FROM orders_customerprice c
    WHERE c.customer_id = %(customer)s AND c.product_id = w.product_id AND c.min_quantity <= w.quantity
        AND c.valid_from <= %(day)s AND (c.valid_until IS NULL OR c.valid_until >= %(day)s)
        AND c.currency_id IN (%(currency)s, %(base)s)
    UNION ALL
    SELECT CASE WHEN l.customer_class = '' THEN 3 ELSE 2 END, r.price, l.currency_id, l.tax_mode, 'CLASS', l.code,
        r.min_quantity, NULL
    FROM products_listprice r JOIN products_pricelist l ON l.id = r.price_list_id
    WHERE r.product_id = w.product_id AND r.min_quantity <= w.quantity AND l.is_active
        AND r.valid_from <= %(day)s AND (r.valid_until IS NULL OR r.valid_until >= %(day)s)
        AND l.currency_id IN (%(currency)s, %(base)s)
        AND l.customer_class IN ('', (SELECT k.customer_class FROM customers_customer k WHERE k.id = %(customer)s))
) p ORDER BY p.rank, p.agreement_line = w.wanted DESC NULLS LAST, p.currency = %(currency)s DESC,
    p.min_quantity DESC, p.agreement_line DESC LIMIT 1) b
"""


def converted(price: Decimal, tax_rate: Decimal, tax_mode: str, currency: str, basis: Basis) -> Decimal:
    """A price as it was agreed, in the order's currency (at the order's rate for the company's) and tax mode."""
    rate = ONE if currency == basis.currency else basis.exchange_rate
    if tax_mode != basis.tax_mode:
        taxed = ONE + tax_rate
        rate = rate * taxed if basis.tax_mode == TaxMode.EXCLUSIVE else rate / taxed
    return price if rate == ONE else (price / rate).quantize(CONVERTED, rounding=ROUND_HALF_UP)
