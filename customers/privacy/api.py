"""Making people at customers unknown, and holding customers' data, over the API (R309)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from customers.privacy import holds, operations, policies, queries, representation
from customers.privacy import serializers as shapes
from customers.privacy.filters import AnonymisationFilter, HoldFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def named(self, shape: Any) -> dict[str, Any]:
        """The body, with the customer's key in the place of his code."""
        data = self.validated(shape)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        return {"customer_id": customer.pk, "actor": self.actor, "at": clock.now(), **data}


class AnonymisationViewSet(_Room):
    """Contacts who are to be made unknown: noted, looked through, decided, confirmed by another person."""

    serializer_class = shapes.AnonymisationSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": policies.PREPARE,
        "look_again": policies.PREPARE,
        "decide": policies.PREPARE,
        "confirm": policies.CONFIRM,
        "refuse": policies.PREPARE,
    }

    def _require_still_allowed(self) -> None:
        if self.action != "refuse":
            super()._require_still_allowed()
        elif not policies.may_see(self.actor):  # who prepares refuses, and who confirms
            raise errors.NotAllowed()

    @extend_schema(
        summary="List anonymisations",
        parameters=conditions.parameters(AnonymisationFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.AnonymisationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; none says who the person was."""
        if not policies.may_see(self.actor):
            raise errors.NotAllowed()
        found = self.filtered(AnonymisationFilter, queries.list_requests(self.actor))
        return self.page(found, lambda rows: [representation.request_row(row) for row in rows])

    @extend_schema(summary="Read an anonymisation", responses=shapes.AnonymisationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With the places where the person's data stands, or what was done there, and the texts to decide about."""
        return self._answer(int(pk), with_marks=policies.policies.sees_contacts(self.actor))

    @extend_schema(
        summary="Ask for an anonymisation",
        request=shapes.AnonymisationInputSerializer,
        responses={201: shapes.AnonymisationSerializer},
    )
    def create(self, request: Request) -> Response:
        """Note who asked for it, and look through everything for the person."""
        data = self.named(shapes.AnonymisationInputSerializer)
        contact, replacement = data.pop("contact"), data.pop("replacement")
        made = operations.note_request(contact_id=contact, replacement_id=replacement, **data)
        return self._answer(made.pk, 201)

    @extend_schema(
        summary="Look through everything again",
        request=shapes.AnonymisationLookSerializer,
        responses=shapes.AnonymisationSerializer,
    )
    @action(detail=True, methods=["post"], url_path="look-again")
    def look_again(self, request: Request, pk: str) -> Response:
        """Anew, with the contact who goes on in open business."""
        data = self.validated(shapes.AnonymisationLookSerializer)
        operations.look_again(replacement_id=data["replacement"], **self._seen(pk))
        return self._answer(int(pk))

    @extend_schema(
        summary="Decide about texts that name the person",
        request=shapes.AnonymisationDecisionSerializer,
        responses=shapes.AnonymisationSerializer,
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Their words are replaced, or they stay, with a reason."""
        data = self.validated(shapes.AnonymisationDecisionSerializer)
        operations.decide_texts(text_ids=data["texts"], choice=data["choice"], reason=data["reason"], **self._seen(pk))
        return self._answer(int(pk))

    @extend_schema(summary="Confirm an anonymisation", request=None, responses=shapes.AnonymisationSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Make the person unknown, or do what was decided since about texts that came to light: never by who noted it,
        decided about a text or said who goes on; only once the company switched it on; it cannot be taken back."""
        operations.confirm_request(**self._seen(pk))
        return self._answer(int(pk))

    @extend_schema(
        summary="Refuse an anonymisation", request=ReasonSerializer, responses=shapes.AnonymisationSerializer
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """End it without doing it, with a reason."""
        operations.refuse_request(reason=self.validated(ReasonSerializer)["reason"], **self._seen(pk))
        return self._answer(int(pk))

    def _answer(self, key: int, status: int = 200, *, with_marks: bool = False) -> Response:
        row = queries.get_request(actor=self.actor, request_id=key)
        location = f"{self.request.path}{row.pk}/" if status == 201 else ""
        return self.answer(
            representation.request_sheet(row, with_marks=with_marks),
            version=row.version,
            status=status,
            location=location,
        )

    def _seen(self, pk: str) -> dict[str, Any]:
        return {"actor": self.actor, "request_id": int(pk), "version": self.version(), "at": clock.now()}


class DataHoldViewSet(_Room):
    """Customers whose data must stay as it is."""

    serializer_class = shapes.DataHoldSerializer
    sorts = queries.HOLD_SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {"create": policies.HOLD, "release": policies.HOLD}

    @extend_schema(
        summary="List holds on customers' data",
        parameters=conditions.parameters(HoldFilter, queries.HOLD_SORTS, queries.DEFAULT_SORT),
        responses=shapes.DataHoldPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        if not policies.may_see_holds(self.actor):
            raise errors.NotAllowed()
        found = self.filtered(HoldFilter, queries.list_holds(self.actor))
        return self.page(found, lambda rows: [representation.hold_row(row) for row in rows])

    @extend_schema(
        summary="Hold a customer's data",
        request=shapes.DataHoldInputSerializer,
        responses={201: shapes.DataHoldSerializer},
    )
    def create(self, request: Request) -> Response:
        """Nothing of it is anonymised or forgotten until the hold is lifted."""
        made = holds.hold_data(**self.named(shapes.DataHoldInputSerializer))
        return self.answer(representation.hold_row(made), status=201)

    @extend_schema(
        summary="Lift the hold on a customer's data",
        request=shapes.DataHoldInputSerializer,
        responses=shapes.DataHoldSerializer,
    )
    @action(detail=False, methods=["post"])
    def release(self, request: Request) -> Response:
        """With a reason."""
        done = holds.release_data(**self.named(shapes.DataHoldInputSerializer))
        return self.answer(representation.hold_row(done))
