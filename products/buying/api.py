"""Purchase prices over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, currencies
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from products import references
from products.buying import operations, queries
from products.buying import serializers as shapes
from products.buying.filters import PurchasePriceFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class PurchasePriceViewSet(ApiViewSet):
    """Which supplier delivers which product, at what price, within how many days."""

    lookup_field = "price_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.PurchasePriceSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": queries.EDIT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List purchase prices",
        parameters=conditions.parameters(PurchasePriceFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.PurchasePricePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """By product; `on`: those that hold on a day."""
        rights.require(self.actor, "product.view")
        rows = self.filtered(PurchasePriceFilter, queries.list_prices(self.actor))
        may_see = queries.may_see(self.actor)
        return self.page(rows, lambda found: [_row(one, may_see) for one in found])

    @extend_schema(summary="Read a purchase price", responses=shapes.PurchasePriceSerializer)
    def retrieve(self, request: Request, price_id: str) -> Response:
        """One of them."""
        return self._answer(int(price_id))

    @extend_schema(
        summary="Add a purchase price",
        request=shapes.PurchasePriceInputSerializer,
        responses={201: shapes.PurchasePriceSerializer},
    )
    def create(self, request: Request) -> Response:
        """For a quantity and from a day on; of several that hold the one of the largest quantity counts, of these the
        one that began last."""
        data = self._given(shapes.PurchasePriceInputSerializer)
        data.setdefault("currency_id", currencies.base())
        saved = operations.save_price(actor=self.actor, changes=data, at=clock.now())
        return self._answer(saved.pk, status=201)

    @extend_schema(
        summary="Change a purchase price",
        request=shapes.PurchasePriceChangeSerializer,
        responses=shapes.PurchasePriceSerializer,
    )
    def partial_update(self, request: Request, price_id: str) -> Response:
        """What is left out stays. Needs If-Match."""
        version = self.version(required=True)
        data = self._given(shapes.PurchasePriceChangeSerializer)
        operations.save_price(actor=self.actor, price_id=int(price_id), changes=data, version=version, at=clock.now())
        return self._answer(int(price_id))

    @extend_schema(summary="Remove a purchase price", responses={204: None})
    def destroy(self, request: Request, price_id: str) -> Response:
        """One that was entered by mistake; one that held is ended by its last day. Needs If-Match."""
        version = self.version(required=True)
        operations.remove_price(actor=self.actor, price_id=int(price_id), version=version, at=clock.now())
        return Response(status=204)

    def _given(self, shape: Any) -> dict[str, Any]:
        data = references.resolve(self.actor, self.validated(shape))
        if "currency" in data:
            data["currency_id"] = currencies.require_code(data.pop("currency"))
        return data

    def _answer(self, price_id: int, status: int = 200) -> Response:
        row = queries.get_price(self.actor, price_id)
        location = f"/api/v1/purchase-prices/{row.pk}/" if status == 201 else ""
        body = _row(row, queries.may_see(self.actor))
        return self.answer(body, version=row.version, status=status, location=location)


def _row(row: Any, may_see: bool) -> dict[str, Any]:
    return {
        "id": row.pk,
        "product": row.product.code,
        "supplier": row.supplier.code,
        "price": plain(row.price, 2) if may_see else None,
        "currency": row.currency_id if may_see else None,
        "min_quantity": plain(row.min_quantity),
        "lead_time_days": row.days,
        **{name: getattr(row, name) for name in ("valid_from", "valid_until", "item_code", "notes", "version")},
    }
