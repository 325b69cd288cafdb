"""Service policies and progress letters over the API (R182)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from customers import policies as customer_policies
from customers import queries as customers
from orders.order import queries as orders
from orders.service.letters import operations, policies, queries, representation
from orders.service.letters import serializers as shapes
from orders.service.letters.filters import ProgressLetterFilter
from orders.service.resource import ServiceViewSet
from orders.service.rights import SERVE


class ProgressLetterViewSet(ServiceViewSet):
    """Letters that tell customers how their orders stand: drafted from facts, read over, sent once."""

    place, named = "progress-letters", "letter_id"
    serializer_class = shapes.ProgressLetterSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "send", "resend", "drop"), SERVE)

    def find(self, row_id: int) -> Any:
        """One of them."""
        return queries.get_letter(self.actor, row_id)

    def shown(self, row: Any) -> dict[str, Any]:
        """With its address as the caller may see it."""
        return representation.letter_row(row, queries.shown(self.actor, row))

    @extend_schema(
        summary="List progress letters",
        parameters=conditions.parameters(ProgressLetterFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ProgressLetterPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """To the customers you look after, the newest first."""
        return self.listed(ProgressLetterFilter, queries.list_letters(self.actor).prefetch_related("orders"))

    @extend_schema(summary="Read a progress letter", responses=shapes.ProgressLetterSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it reads."""
        return self.one(pk)

    @extend_schema(
        summary="Draft a progress letter",
        request=shapes.ProgressLetterDraftSerializer,
        responses={201: shapes.ProgressLetterSerializer},
    )
    def create(self, request: Request) -> Response:
        """From what the customer's open orders, or this one, say now, in his language."""
        data = self.validated(shapes.ProgressLetterDraftSerializer)
        place: dict[str, int] = {}
        if order := data.get("order"):
            place["order_id"] = orders.id_of(order)
        if code := data.get("customer"):
            place["customer_id"] = customers.get_customer_by_code(actor=self.actor, code=code).pk
        row = operations.draft_letter(actor=self.actor, at=clock.now(), **place)
        return self.one(row.pk, status=201)

    @extend_schema(
        summary="Change a draft",
        request=shapes.ProgressLetterWordsSerializer,
        responses=shapes.ProgressLetterSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Its subject and text."""
        data = self.validated(shapes.ProgressLetterWordsSerializer)
        return self.act(operations.change_letter, pk, must_match=True, **data)

    @extend_schema(
        summary="Send a progress letter",
        request=shapes.ProgressLetterSendSerializer,
        responses=shapes.ProgressLetterSerializer,
    )
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """As it reads, once."""
        return self.act(operations.send_letter, pk, **self.validated(shapes.ProgressLetterSendSerializer))

    @extend_schema(summary="Send a letter again", request=None, responses=shapes.ProgressLetterSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """The same words to the same address, with a way to the page that opens it now."""
        return self.act(operations.resend_letter, pk)

    @extend_schema(summary="Drop a draft", request=None, responses=shapes.ProgressLetterSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """It is not sent."""
        return self.act(operations.drop_letter, pk)


class ServicePolicyViewSet(ApiViewSet):
    """What customers are told, asked and offered by themselves: the company's policy, and those of single customers."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]{1,60}"
    serializer_class = shapes.ServicePolicySerializer
    sorts = queries.POLICY_SORTS
    default_sort = "customer"

    def _of(self, customer: Any) -> Response:
        row = queries.policy_of(customer.pk)
        shown = representation.policy_row(row, customer.code, row.customer_id == customer.pk)
        return self.answer(shown, version=shown["version"])

    def _company(self) -> Response:
        row = queries.company_policy()
        return self.answer(representation.policy_row(row, None, True), version=row.version)

    def _customer(self, code: str) -> Any:
        actor: Any = self.request.user
        customer = customers.get_customer(actor=actor, customer_id=customers.get_id(actor=actor, code=code))
        customer_policies.require(actor, SERVE, customer)
        return customer

    def _save(self, customer_id: int | None) -> None:
        changes = self.validated(shapes.ServicePolicyChangeSerializer)
        version = self.version(required=True)
        actor: Any = self.request.user
        operations.save_policy(actor=actor, customer_id=customer_id, version=version, at=clock.now(), **changes)

    @extend_schema(
        summary="List customers' own service policies",
        parameters=conditions.paging(queries.POLICY_SORTS, "customer"),
        responses=shapes.ServicePolicyPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Of the customers you look after. Whoever is not among them goes by the company's."""
        actor: Any = request.user
        found = queries.list_policies(actor)
        return self.page(found, lambda rows: [representation.policy_row(one, one.customer.code, True) for one in rows])

    @extend_schema(summary="Read the company's service policy", responses=shapes.ServicePolicySerializer)
    @action(detail=False, methods=["get"])
    def company(self, request: Request) -> Response:
        """What counts for customers without a policy of their own."""
        rights.require(request.user, SERVE)  # type: ignore[arg-type]
        return self._company()

    @extend_schema(
        summary="Change the company's service policy",
        request=shapes.ServicePolicyChangeSerializer,
        responses=shapes.ServicePolicySerializer,
    )
    @company.mapping.patch
    def change_company(self, request: Request) -> Response:
        """For all customers without a policy of their own."""
        rights.require(request.user, policies.EDIT)  # type: ignore[arg-type]
        self._save(None)
        return self._company()

    @extend_schema(summary="Read a customer's service policy", responses=shapes.ServicePolicySerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """His own, else the company's (``is_own`` false)."""
        return self._of(self._customer(code))

    @extend_schema(
        summary="Change a customer's service policy",
        request=shapes.ServicePolicyChangeSerializer,
        responses=shapes.ServicePolicySerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """The first change gives him one of his own, which begins with the company's."""
        customer = self._customer(code)
        self._save(customer.pk)
        return self._of(customer)

    @extend_schema(summary="Give up a customer's service policy", responses={204: None})
    def destroy(self, request: Request, code: str) -> Response:
        """The company's counts for him again."""
        actor: Any = request.user
        customer = self._customer(code)
        version = self.version(required=True)
        operations.drop_policy(actor=actor, customer_id=customer.pk, version=version, at=clock.now())
        return Response(status=204)
