"""Accesses to customers' pages, and what customers write there, over the API."""

from typing import Any

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
from orders.service.resource import ServiceViewSet
from orders.service.rights import SERVE


class PageAccessViewSet(ServiceViewSet):
    """Who may open the page of which customer."""

    place, named = "page-accesses", "access_id"
    serializer_class = shapes.PageAccessSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "resend", "revoke"), SERVE)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_access(self.actor, row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With the people of the customer as the caller may see them."""
        return representation.access_row(queries.told(self.actor, row), clock.now())

    @extend_schema(
        summary="List accesses to customers' pages",
        parameters=conditions.parameters(AccessFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.PageAccessPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the customers and orders you look after, newest first."""
        return self.listed(AccessFilter, queries.list_accesses(self.actor))

    @extend_schema(summary="Read an access", responses=shapes.PageAccessSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self.one(pk)

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
        return self.one(found.pk, status=201)

    @extend_schema(summary="Send again", request=None, responses=shapes.PageAccessSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same mail with the same link."""
        return self.act(operations.resend, pk)

    @extend_schema(summary="Take back", request=None, responses=shapes.PageAccessSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """The link opens nothing any more."""
        return self.act(operations.revoke, pk)


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
