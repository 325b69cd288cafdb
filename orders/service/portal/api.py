"""Accesses to customers' pages, and what customers write there, over the API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.answers.kinds import CONTACT
from orders.order import queries as orders
from orders.service.portal import operations, queries, representation
from orders.service.portal import serializers as shapes
from orders.service.portal.filters import AccessFilter, WordFilter
from orders.service.rights import SERVE

if TYPE_CHECKING:
    from accounts.people.models import User


class PageAccessViewSet(ApiViewSet):
    """Who may open the page of which customer."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.PageAccessSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "resend", "revoke"), SERVE)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _shown(self, found: Any) -> dict[str, Any]:
        return representation.access_row(queries.told(self.actor, found), clock.now())

    def _answer(self, access_id: int, status: int = 200) -> Response:
        found = queries.get_access(self.actor, access_id)
        location = f"/api/v1/page-accesses/{found.pk}/" if status == 201 else ""
        return self.answer(self._shown(found), version=found.version, status=status, location=location)

    @extend_schema(
        summary="List accesses to customers' pages",
        parameters=conditions.parameters(AccessFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.PageAccessPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the customers and orders you look after, newest first."""
        found = self.filtered(AccessFilter, queries.list_accesses(self.actor))
        return self.page(found, lambda rows: [self._shown(one) for one in rows])

    @extend_schema(summary="Read an access", responses=shapes.PageAccessSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Give an access",
        request=shapes.GivePageAccessSerializer,
        responses={201: shapes.PageAccessSerializer},
    )
    def create(self, request: Request) -> Response:
        """Send somebody of a customer the way to the customer's page by mail."""
        data = self.validated(shapes.GivePageAccessSerializer)
        order, code = data.pop("order", ""), data.pop("customer", "")
        place: dict[str, Any] = {"order_id": orders.id_of(order)} if order else {}
        if code and not order:
            place = {"customer_id": customers.get_customer_by_code(actor=self.actor, code=code).pk}
        found = operations.give_access(actor=self.actor, at=clock.now(), **place, **data)
        return self._answer(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.PageAccessSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self._do(operations.resend, pk)

    @extend_schema(summary="Take back", request=None, responses=shapes.PageAccessSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self._do(operations.revoke, pk)

    def _do(self, operation: Callable[..., Any], pk: str) -> Response:
        operation(actor=self.actor, access_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))


class PageWordViewSet(ApiViewSet):
    """Questions and complaints that customers wrote on their pages."""

    serializer_class = shapes.PageWordSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @extend_schema(
        summary="List what customers wrote on their pages",
        parameters=conditions.parameters(WordFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.PageWordPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the customers and orders you look after, newest first."""
        actor: Any = request.user
        found = self.filtered(WordFilter, queries.list_questions(actor))

        def row(word: Any) -> dict[str, Any]:
            shown = representation.word_row(word)
            return shown | {"name": rights.shown(actor, CONTACT, shown["name"]) or ""}

        return self.page(found, lambda rows: [row(one) for one in rows])
