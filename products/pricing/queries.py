"""Every read of price lists that a door or another app makes."""

from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, keyset
from products import policies
from products.pricing.models import ListPrice, PriceList
from segments.classification import queries as rules

M = TypeVar("M", bound=Model)
LIST_SORTS: dict[str, keyset.Sort] = {"code": keyset.Sort("code", descending=False), "id": keyset.Sort("pk")}
SORTS: dict[str, keyset.Sort] = {
    "product": keyset.Sort("product__code", descending=False),
    "valid_from": keyset.Sort("valid_from"),
    "id": keyset.Sort("pk"),
}


def seen(rows: QuerySet[M], actor: User) -> QuerySet[M]:
    """Rows of prices for who may see prices and amounts, none for others."""
    if rights.effect(actor, "order.amount"):
        return rows.none()
    return policies.visible(rows, actor, "price.view")


def classes() -> dict[str, str | Promise]:
    """Classes of customers by code, as the rules name them now."""
    return rules.choices("customer", group="CUSTOMER_CLASS")


def class_name(code: str) -> str:
    """A class of customers in the reader's words; "" stands for everybody."""
    return str(classes().get(code, code)) if code else _("Every customer")


def lists(actor: User) -> QuerySet[PriceList]:
    """Price lists with the number of their rows as ``row_count``; none for who may not see prices."""
    rows = seen(PriceList.objects.all(), actor)
    return rows.annotate(row_count=Count("prices")).order_by("code")


def get_list(*, actor: User, list_id: int) -> PriceList:
    """A price list. Raises NotFound, also for who may not see prices."""
    return _one(lists(actor).filter(pk=list_id))


def get_by_code(*, actor: User, code: str) -> PriceList:
    """The same by its code."""
    return _one(lists(actor).filter(code=code.upper()))


def _one(rows: QuerySet[PriceList]) -> PriceList:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def find_list(list_id: int) -> PriceList:
    """A price list for who was let in already. Raises NotFound."""
    return _one(PriceList.objects.filter(pk=list_id))


def holding_on(rows: QuerySet, day: date) -> QuerySet:
    """The rows of prices that hold on a day."""
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


def not_over(rows: QuerySet, day: date) -> QuerySet:
    """The rows of prices that hold on a day or later."""
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def prices_of(actor: User, price_list: PriceList | None) -> QuerySet[ListPrice]:
    """The prices of a list, or of all, with their products. Page them with ``SORTS``."""
    rows = seen(ListPrice.objects.filter(price_list=price_list) if price_list else ListPrice.objects.all(), actor)
    return rows.select_related("product").defer("product__search_text", "product__search_grams", "product__notes")


def prices_of_product(actor: User, product_id: int) -> QuerySet[ListPrice]:
    """What a product costs in every list in use, now and later."""
    rows = ListPrice.objects.filter(product_id=product_id, price_list__is_active=True)
    rows = seen(rows, actor).select_related("price_list")
    return rows.order_by("price_list__code", "min_quantity", "valid_from")


def get_price(*, actor: User, price_id: int, price_list: PriceList | None = None) -> ListPrice:
    """A row of a list (of this one, where it is named), with list and product. Raises NotFound."""
    rows = seen(ListPrice.objects.filter(pk=price_id), actor)
    rows = rows.filter(price_list=price_list) if price_list else rows
    found = rows.select_related("price_list", "product").first()
    if found is None:
        raise errors.NotFound()
    return found
