"""Customers' prices and item codes over the API."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors
from common.api import conditions
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.pricing import operations, queries
from orders.pricing import serializers as shapes
from orders.pricing.filters import CustomerItemFilter, CustomerPriceFilter
from products.catalogue import queries as catalogue
from products.pricing import references, representation
from products.pricing.serializers import PriceEndSerializer, PricesSetSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


def price_row(row: Any) -> dict[str, Any]:
    """A customer's price (``CustomerPriceSerializer``)."""
    beside = {
        "customer": row.customer.code,
        "currency": row.currency_id,
        "tax_mode": row.tax_mode,
        "reason": row.reason,
    }
    return {**representation.price_row(row), **beside}


def item_row(row: Any) -> dict[str, Any]:
    """A customer's item code (``CustomerItemSerializer``)."""
    own = {"id": row.pk, "code": row.code, "name": row.name}
    return {**own, "customer": row.customer.code, "product": row.product.code}


class _OfCustomers(ApiViewSet):
    """What hangs on customers and is addressed by its key."""

    lookup_value_regex = r"\d{1,18}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class CustomerPriceViewSet(_OfCustomers):
    """Prices agreed with customers; they come before price lists."""

    serializer_class = shapes.CustomerPriceSerializer
    sorts = queries.SORTS
    default_sort = "product"
    verbs = {"create": "price.edit", "end": "price.edit"}

    @extend_schema(
        summary="List customers' prices",
        parameters=conditions.parameters(CustomerPriceFilter, queries.SORTS, "product"),
        responses=shapes.CustomerPricePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Prices of the customers you may see, now and later; ``on`` gives those that hold on a day."""
        rights.require(self.actor, "price.view")
        found = self.filtered(CustomerPriceFilter, queries.prices(self.actor))
        return self.page(found, lambda rows: [price_row(row) for row in rows])

    @extend_schema(
        summary="Set prices of a customer",
        request=shapes.CustomerPriceRowsSerializer,
        responses={200: PricesSetSerializer},
    )
    def create(self, request: Request) -> Response:
        """Let prices hold: all of them, or none where one does not fit. What was agreed before comes back."""
        data = self.validated(shapes.CustomerPriceRowsSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data["customer"])
        rows = [dict(row) for row in data["prices"]]
        for row in rows:
            row["currency_id"] = row.pop("currency", None) or customer.currency_id
        entries = references.entries(self.actor, rows)
        new = operations.set_customer_prices(actor=self.actor, customer_id=customer.pk, entries=entries, at=clock.now())
        return Response({"new": new})

    @extend_schema(summary="End a price of a customer", request=PriceEndSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Let a price hold until a day at the latest."""
        data = self.validated(PriceEndSerializer)
        operations.end_customer_price(actor=self.actor, price_id=int(pk), at=clock.now(), **data)
        return Response(status=204)


class CustomerItemViewSet(_OfCustomers):
    """Customers' own codes for our products: orders may name products by them."""

    serializer_class = shapes.CustomerItemSerializer
    sorts = queries.ITEM_SORTS
    default_sort = "code"
    verbs = {"create": "price.edit", "remove": "price.edit"}

    @extend_schema(
        summary="List customers' item codes",
        parameters=conditions.parameters(CustomerItemFilter, queries.ITEM_SORTS, "code"),
        responses=shapes.CustomerItemPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Item codes of the customers you may see."""
        rights.require(self.actor, "customer.view")
        found = self.filtered(CustomerItemFilter, queries.items(self.actor))
        return self.page(found, lambda rows: [item_row(row) for row in rows])

    @extend_schema(
        summary="Name a customer's item code",
        request=shapes.CustomerItemInputSerializer,
        responses={201: shapes.CustomerItemSerializer},
    )
    def create(self, request: Request) -> Response:
        """Say how a customer calls one of our products; the same code again points to the product named now."""
        data = self.validated(shapes.CustomerItemInputSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        code = data.pop("product")
        product = catalogue.find_by_code(self.actor, code)
        if product is None:
            words = _("Nothing is known under “%(text)s”.") % {"text": code}
            raise errors.Invalid(fields={"product": [words]})
        item = operations.save_item(
            actor=self.actor, customer_id=customer.pk, product_id=product.pk, at=clock.now(), **data
        )
        return Response(item_row(queries.get_item(actor=self.actor, item_id=item.pk)), status=201)

    @extend_schema(summary="Remove a customer's item code", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """The customer does not call the product so any more."""
        operations.remove_item(actor=self.actor, item_id=int(pk), at=clock.now())
        return Response(status=204)
