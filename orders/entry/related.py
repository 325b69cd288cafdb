"""Products that go with an order or a quotation while it is entered (R255): what this customer usually orders, what
others order with it. Rooms above know (docs/adr/0105); this one asks them, and leaves out what stands there already and
what nobody may sell. Prices are no part of it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import operations as people_operations
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, typed
from common.registry import Registry
from orders.entry import defaults
from products.catalogue import queries as catalogue
from products.catalogue.choices import Risk
from products.catalogue.models import Product

MOST = 5  # shown
WIDEST = 1000  # products of one order that are looked at
MOST_ASKED = 20
OFF_KEY = "orders.entry.related_off"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """For whom and beside which products; ``customer_id`` None before one is chosen, and then one that ``actor``
    sees."""

    actor: User
    customer_id: int | None
    product_ids: frozenset[int]
    today: date


@dataclass(frozen=True)
class Own:
    """How often the customer ordered a product himself, as far as the person who asks sees his orders: in ``orders`` of
    them, last on a day, ``quantity`` usually; ``together`` of ``of`` orders with something that stands in this one."""

    orders: int
    last: date
    quantity: Decimal
    together: int
    of: int


@dataclass(frozen=True)
class Others:
    """Of the company's orders with the product ``beside``, the share that has this one as well."""

    beside: int
    share: Decimal


@dataclass(frozen=True)
class Related:
    """A product that may be missing, and why."""

    product_id: int
    own: Own | None = None
    others: Others | None = None


@dataclass(frozen=True)
class Suggestion:
    """The same with the product itself; ``quantity`` in whole packs; ``beside``: the product whose orders have it."""

    product: Product
    quantity: Decimal
    own: Own | None
    others: Others | None
    beside: Product | None


# name -> what goes with the products asked about, best first; some more than are shown, since not all may be sold. Few
# statements, whatever the number of products
advisers: Registry[Callable[[Asked], Sequence[Related]]] = Registry("orders.entry.related")


def read_most(text: str) -> int:
    """How many suggestions somebody wants, out of an address; ``MOST`` where he does not say. Raises Invalid."""
    if not text:
        return MOST
    number = typed.read_key(text)
    if number is None or number > MOST_ASKED:
        raise errors.Invalid(fields={"limit": [_("Enter a number from 1 to %(most)s.") % {"most": MOST_ASKED}]})
    return number


def require(actor: User) -> None:
    """Raise NotAllowed for who enters neither orders nor quotations. Who sees no products gets no suggestions."""
    if not (rights.can(actor, "order.create") or rights.can(actor, "quotation.create")):
        raise errors.NotAllowed()


def suggestions(
    actor: User,
    codes: Collection[str],
    today: date,
    *,
    customer_id: int | None = None,
    customer: str = "",
    most: int = MOST,
) -> list[Suggestion]:
    """What may be missing beside the products of these codes, best first. Raises NotAllowed, and NotFound (Invalid for
    a code) for a customer of others."""
    require(actor)
    if customer_id or customer:
        customer_id = defaults.find_customer(actor, customer_id=customer_id, code=customer).pk
    known = frozenset(catalogue.ids_by_code({*codes}).values()) if codes else frozenset()
    if not known and customer_id is None:
        return []
    asked = Asked(actor, customer_id, frozenset(sorted(known)[:WIDEST]), today)
    found: dict[int, Related] = {}
    for ask in advisers.values():
        for one in ask(asked):
            if one.product_id not in known:
                found.setdefault(one.product_id, one)
    return _sold(actor, list(found.values()), most) if found else []


def _sold(actor: User, found: Sequence[Related], most: int) -> list[Suggestion]:
    """Those that are sold: in use, and not known for complaints."""
    keys = {one.product_id for one in found} | {one.others.beside for one in found if one.others}
    products = {product.pk: product for product in catalogue.list_products(actor).filter(pk__in=keys)}
    shown = [
        Suggestion(
            product,
            _quantity(product, one.own),
            one.own,
            one.others,
            products.get(one.others.beside) if one.others else None,
        )
        for one in found
        if (product := products.get(one.product_id)) and product.is_active and product.risk != Risk.HIGH
    ]
    return shown[:most]


def _quantity(product: Product, own: Own | None) -> Decimal:
    """What he usually orders, else as little as may be ordered; in whole packs."""
    wanted = max(own.quantity if own else ZERO, product.minimum_quantity, product.pack_multiple)
    return (wanted / product.pack_multiple).to_integral_value(ROUND_CEILING) * product.pack_multiple


def is_wanted(actor: User) -> bool:
    """Whether ``actor`` wants to be told; everybody does until he says no."""
    return not people.preference(actor, OFF_KEY)


def want(actor: User, is_on: bool, at: datetime) -> None:
    """Show suggestions to ``actor`` from now on, or no more."""
    people_operations.remember(actor=actor, key=OFF_KEY, value=None if is_on else True, at=at)
