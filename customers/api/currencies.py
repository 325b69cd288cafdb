"""Currencies and their dated rates over the API."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from customers import currency_reads, operations, representation
from customers.serializers import (
    CurrencyChangeSerializer,
    CurrencyInputSerializer,
    CurrencyPageSerializer,
    CurrencySerializer,
    RatePageSerializer,
    RateSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User

SORTS = {"code": keyset.Sort("code", descending=False)}
RATE_SORTS = {"valid_from": keyset.Sort("valid_from")}


class CurrencyViewSet(ApiViewSet):
    """Currencies the company trades in. A rate holds from its day on until the next one."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = CurrencySerializer
    sorts = SORTS
    default_sort = "code"
    verbs = {"create": "currency.edit", "add_rate": "currency.edit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, code: str, status: int = 200) -> Response:
        currency = currency_reads.get_currency(code)
        location = f"/api/v1/currencies/{currency.code}/" if status == 201 else ""
        body = representation.currency_row(currency)
        return self.answer(body, version=currency.version, status=status, location=location)

    @extend_schema(
        summary="List currencies", parameters=conditions.paging(SORTS, "code"), responses=CurrencyPageSerializer
    )
    def list(self, request: Request) -> Response:
        """All currencies, also those out of use."""
        rights.require(self.actor, "customer.view")
        return self.page(
            currency_reads.all_currencies(), lambda rows: [representation.currency_row(row) for row in rows]
        )

    @extend_schema(summary="Read a currency", responses=CurrencySerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """A currency by its code."""
        rights.require(self.actor, "customer.view")
        return self._answer(code)

    @extend_schema(summary="Add a currency", request=CurrencyInputSerializer, responses={201: CurrencySerializer})
    def create(self, request: Request) -> Response:
        """Add a currency; enter a rate before orders use it."""
        data = self.validated(CurrencyInputSerializer)
        currency = operations.save_currency(actor=self.actor, at=clock.now(), **data)
        return self._answer(currency.code, status=201)

    @extend_schema(summary="Change a currency", request=CurrencyChangeSerializer, responses=CurrencySerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version, data = self.version(required=True), self.validated(CurrencyChangeSerializer)
        operations.save_currency(actor=self.actor, currency_code=code.upper(), version=version, at=clock.now(), **data)
        return self._answer(code)

    @extend_schema(
        summary="List rates", parameters=conditions.paging(RATE_SORTS, "valid_from"), responses=RatePageSerializer
    )
    @action(detail=True, methods=["get"], sorts=RATE_SORTS, default_sort="valid_from")
    def rates(self, request: Request, code: str) -> Response:
        """The rates of a currency, the newest day first."""
        rights.require(self.actor, "customer.view")
        found = currency_reads.rates_of(currency_reads.get_currency(code))
        return self.page(found, lambda rows: [representation.rate_row(row) for row in rows])

    @extend_schema(summary="Enter a rate", request=RateSerializer, responses={201: RateSerializer})
    @rates.mapping.post
    def add_rate(self, request: Request, code: str) -> Response:
        """Units of the company's currency for one, from a day on; the same day again puts it right."""
        data = self.validated(RateSerializer)
        rate = operations.save_rate(actor=self.actor, currency_code=code.upper(), at=clock.now(), **data)
        return self.answer(representation.rate_row(rate), status=201)
