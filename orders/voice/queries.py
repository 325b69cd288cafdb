"""What the risk of a product stands on: figures that everybody sees who sees products, and the rows behind them as far
as each reader may see them (SEMANTICS 2): of others' orders only how many there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from common.keyset import Sort
from customers.voice import queries as voice
from customers.voice.models import CustomerNote
from orders.exceptions import queries as exceptions
from orders.exceptions.models import ExceptionCase
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.returns import policies as return_policies
from orders.returns.models import ReturnLine
from orders.voice import counting, rules
from products.catalogue import queries as catalogue
from products.catalogue.choices import Risk
from products.catalogue.models import Product, ProductRisk

SHOWN = 20
SORTS = {"rate": Sort("risk_figures__rate"), "points": Sort("risk_figures__points")}
DEFAULT_SORT = "points"


@dataclass(frozen=True)
class Evidence:
    """The newest rows of one kind that the reader sees, and how many more there are that he does not get."""

    rows: list[Any]
    others: int


@dataclass(frozen=True)
class ProductTroubles:
    """What a product's risk stands on; ``figures`` None: nothing was ever counted."""

    product: Product
    figures: ProductRisk | None
    by: rules.Rules
    cases: Evidence
    returns: Evidence
    answers: Evidence


def list_risky(actor: User) -> QuerySet[Product]:
    """The products with troubles that ``actor`` may see, each with its figures."""
    return catalogue.list_products(actor).filter(risk_figures__points__gt=0).select_related("risk_figures")


def of_product(actor: User, product_id: int, at: datetime) -> ProductTroubles:
    """The troubles of a product. A constant number of statements. Raises NotFound."""
    product = catalogue.get_product(actor=actor, product_id=product_id)
    since, which = counting.first_day(at), [product_id]
    keys = [[row for _product, row in read(since, which)] for read in _READS]
    return ProductTroubles(
        product=product,
        figures=ProductRisk.objects.filter(product=product_id).first(),
        by=rules.rules(),
        cases=_evidence(_cases(actor), keys[0]),
        returns=_evidence(_returns(actor), keys[1]),
        answers=_answers(actor, keys[2]),
    )


_READS = (counting.cases, counting.returned, counting.answers)


def _evidence(rows: QuerySet[Any], keys: list[int]) -> Evidence:
    found = list(rows.filter(pk__in=keys).order_by("-pk")[:SHOWN]) if keys else []
    return Evidence(found, len(keys) - len(found))


def _cases(actor: User) -> QuerySet[ExceptionCase]:
    return exceptions.list_cases(actor)


def _returns(actor: User) -> QuerySet[ReturnLine]:
    documents = return_policies.visible_to(actor).values("pk")
    return ReturnLine.objects.filter(document__in=documents).select_related("document__order__customer")


def _answers(actor: User, keys: list[int]) -> Evidence:
    """Words of customers that the reader sees, of orders that he sees."""
    if not keys:
        return Evidence([], 0)
    numbers = CustomerNote.objects.filter(pk__in=keys).values("order_number")
    orders = order_policies.visible_to(actor) & Order.objects.filter(number__in=numbers)
    seen = voice.list_notes(actor).filter(order_number__in=list(orders.values_list("number", flat=True)))
    return _evidence(seen.select_related("customer"), keys)


def is_risky(product: Product) -> bool:
    """Whether something is to be told beside the product's name."""
    return product.risk != Risk.LOW
