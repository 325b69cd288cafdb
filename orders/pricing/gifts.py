"""Gifts of promotions on drafts (SEMANTICS 4): each is a line of its own under its source, free, and follows it.

Quantity = floor(source / N) × M. A gift goes with its source, when this falls below N, or when somebody turns it off
on the source; one that was typed in for the same product takes the place of what a promotion would give.
"""

from collections.abc import Collection, Generator, Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from itertools import count

from django.utils.translation import gettext as _

from orders.order.models import OrderLine
from orders.order.states import PriceSource
from products.catalogue.models import Product
from products.promotions import queries as promotions
from products.promotions.matching import Offer, gift_quantity

ZERO = Decimal(0)
# what a gift of the same product takes from its source
_SAME = (
    *("specification", "auxiliary_attribute", "tax_rate", "logo", "colour", "packaging", "customisation"),
    *("special_requirements", "supply_mode"),
)


def follow(
    lines: Sequence[OrderLine], stored: Iterable[OrderLine], on: date, taken: Collection[int] = ()
) -> list[OrderLine]:
    """The gifts of these lines on the day of their order: those ``stored`` brought up to date (as copies), and new
    ones, which take numbers beside those ``taken``. Each line's ``product`` must be at hand; of gifts it is then too.

    One statement, and one more where another product is given.
    """
    typed_in = {line.product_id for line in lines if line.is_gift}
    sources = [line for line in lines if not line.is_gift and not line.without_gift]
    offers = promotions.offers((line.product for line in sources), on)
    products = _given_products(offers.values())
    before = {line.gift_of_id: line for line in stored if line.gift_of_id}
    numbers = _free_numbers({*taken, *(line.line_no for line in lines), *(line.line_no for line in before.values())})
    next(numbers)
    gifts = []
    for source in sources:
        offer = offers.get(source.product_id)
        if offer is None or not (quantity := gift_quantity(source.ordered, offer.buy, offer.give)):
            continue
        product = products.get(offer.gift_product_id or 0, source.product)
        if product.pk in typed_in:
            continue
        known = before.get(source.pk) if source.pk else None
        gift = copy(known) if known else OrderLine(order=source.order, line_no=numbers.send(source.line_no + 1))
        _fill(gift, source, product, offer, quantity)
        gifts.append(gift)
    return gifts


def agreed(gift: OrderLine, source: OrderLine) -> OrderLine:
    """A copy of a gift that was agreed with its line: it follows this by the ratio of that time, whatever became of the
    promotion since."""
    kept = copy(gift)
    kept.gift_of = source
    if gift.product_id == source.product_id:
        kept.product = source.product  # at hand
        for name in _SAME:
            setattr(kept, name, getattr(source, name))
    kept.requested_date, kept.custom = source.requested_date, dict(source.custom)
    kept.ordered = gift_quantity(source.ordered, gift.gift_buy or 1, gift.gift_give or 0)
    return kept


def _given_products(offers: Iterable[Offer]) -> dict[int, Product]:
    ids = {offer.gift_product_id for offer in offers if offer.gift_product_id}
    return Product.objects.in_bulk(ids) if ids else {}


def _free_numbers(taken: set[int]) -> Generator[int, int, None]:
    """Give the number that is sent where it is free, else the next after all; what was given is taken."""
    wanted = yield 0
    while True:
        number = wanted if wanted not in taken else next(n for n in count(max(taken) + 1) if n not in taken)
        taken.add(number)
        wanted = yield number


def _fill(gift: OrderLine, source: OrderLine, product: Product, offer: Offer, quantity: Decimal) -> None:
    is_same = product.pk == source.product_id
    gift.gift_of = source
    gift.gift_buy, gift.gift_give = offer.buy, offer.give
    gift.product, gift.is_service, gift.unit_cost = product, product.is_service, product.unit_cost
    gift.product_code, gift.product_name, gift.unit = product.code, product.name, product.unit
    gift.specification, gift.auxiliary_attribute = product.specification, product.auxiliary_attribute
    gift.tax_rate = product.tax_rate
    for name in _SAME if is_same else ():
        setattr(gift, name, getattr(source, name))
    gift.requested_date, gift.custom = source.requested_date, dict(source.custom)
    gift.ordered, gift.is_gift, gift.without_gift = quantity, True, False
    gift.price = gift.discount = ZERO
    gift.price_source, gift.price_rule = PriceSource.GIFT, offer.code


def ratio_in_words(gift: OrderLine) -> str:
    """By how much a gift follows its source."""
    return _("buy %(buy)s, get %(give)s") % {"buy": gift.gift_buy or 0, "give": gift.gift_give or 0}
