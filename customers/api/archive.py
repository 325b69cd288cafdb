"""Customers over the API; addressed by code."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.likeness.serializers import MergeInputSerializer, MergePreviewSerializer, preview
from customers import operations, queries, references, representation
from customers.api.parts import PartsMixin
from customers.cleaning import operations as cleaning
from customers.cleaning import queries as duplicates
from customers.filters import CustomerFilter
from customers.serializers import (
    AssignmentInputSerializer,
    CustomerChangeSerializer,
    CustomerDocumentSerializer,
    CustomerInputSerializer,
    CustomerPageSerializer,
)
from customers.voice.api import VoiceMixin

MERGED = PolymorphicProxySerializer(
    component_name="CustomerMergeAnswer",
    serializers=[CustomerDocumentSerializer, MergePreviewSerializer],
    resource_type_field_name=None,
)


class CustomerViewSet(PartsMixin, VoiceMixin):
    """The customer archive."""

    sorts = queries.SORTS
    default_sort = "code"
    freely_repeatable = frozenset({"reveal_contact"})
    verbs = {
        "create": "customer.create",
        "assign": "customer.assign",
        "block": "customer.block",
        "unblock": "customer.block",
        "stop_credit": "customer.credit",
        "resume_credit": "customer.credit",
        "merge": "customer.merge",
        "contacts": "customer.edit",
        "addresses": "customer.edit",
        "add_note": "customer.note",
        "answer_note": "customer.note",
        "finish_note": "customer.note",
        "withdraw_note": "customer.note",
    }

    @extend_schema(
        summary="List customers",
        parameters=conditions.parameters(CustomerFilter, queries.SORTS, "code"),
        responses=CustomerPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Customers you may see; merged ones are left out."""
        found = self.filtered(CustomerFilter, queries.list_customers(self.actor).select_related("payment_term"))
        return self.page(found, lambda rows: [representation.customer_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a customer", responses=CustomerDocumentSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """The customer with contacts and addresses; a merged one says where it went."""
        return self.answer_customer(self.customer_id(code))

    @extend_schema(
        summary="Add a customer", request=CustomerInputSerializer, responses={201: CustomerDocumentSerializer}
    )
    def create(self, request: Request) -> Response:
        """Add a customer and put somebody in charge from today on."""
        fields = references.resolve(self.actor, self.validated(CustomerInputSerializer))
        customer = operations.create_customer(actor=self.actor, at=clock.now(), **fields)
        return self.answer_customer(customer.pk, status=201)

    @extend_schema(summary="Change a customer", request=CustomerChangeSerializer, responses=CustomerDocumentSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        """Change what is sent, on the version in If-Match."""
        version = self.version(required=True)
        customer = queries.get_customer(actor=self.actor, customer_id=self.customer_id(code))
        operations.update_customer(
            actor=self.actor,
            customer_id=customer.pk,
            version=customer.version if version is None else version,
            changes=references.resolve(self.actor, self.validated(CustomerChangeSerializer)),
            at=clock.now(),
        )
        return self.answer_customer(customer.pk)

    @extend_schema(summary="Assign a customer", request=AssignmentInputSerializer, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, code: str) -> Response:
        """Put a department and a salesperson in charge, today or from a later day on."""
        data: dict[str, Any] = references.resolve(self.actor, self.validated(AssignmentInputSerializer))
        department, owner = data.pop("department"), data.pop("owner")
        customer_id = self.customer_id(code)
        operations.assign_customer(
            actor=self.actor,
            customer_id=customer_id,
            department_id=department.pk if department else None,
            owner_id=owner.pk if owner else None,
            version=self.version(),
            at=clock.now(),
            **data,
        )
        return self.answer_customer(customer_id)

    @extend_schema(summary="Block a customer", request=ReasonSerializer, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, code: str) -> Response:
        """Take no new orders of this customer."""
        customer_id = self.customer_id(code)
        reason = self.validated(ReasonSerializer)["reason"]
        operations.block_customer(
            actor=self.actor, customer_id=customer_id, reason=reason, version=self.version(), at=clock.now()
        )
        return self.answer_customer(customer_id)

    @extend_schema(summary="Lift a block", request=None, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["post"])
    def unblock(self, request: Request, code: str) -> Response:
        """Take orders of this customer again."""
        customer_id = self.customer_id(code)
        operations.unblock_customer(actor=self.actor, customer_id=customer_id, version=self.version(), at=clock.now())
        return self.answer_customer(customer_id)

    @extend_schema(summary="Stop a customer's credit", request=ReasonSerializer, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["post"], url_path="stop-credit")
    def stop_credit(self, request: Request, code: str) -> Response:
        """No order of this customer, or of the group that it heads, passes the credit check any more."""
        customer_id = self.customer_id(code)
        reason = self.validated(ReasonSerializer)["reason"]
        operations.stop_credit(
            actor=self.actor, customer_id=customer_id, reason=reason, version=self.version(), at=clock.now()
        )
        return self.answer_customer(customer_id)

    @extend_schema(summary="Resume a customer's credit", request=None, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["post"], url_path="resume-credit")
    def resume_credit(self, request: Request, code: str) -> Response:
        """The customer's limit holds again."""
        customer_id = self.customer_id(code)
        operations.resume_credit(actor=self.actor, customer_id=customer_id, version=self.version(), at=clock.now())
        return self.answer_customer(customer_id)

    @extend_schema(summary="Merge customers", request=MergeInputSerializer, responses=MERGED)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, code: str) -> Response:
        """Move everything of this customer to another, which is answered; cannot be undone. ``dry_run`` answers what
        would happen, field by field, and what stands in the way."""
        data = self.validated(MergeInputSerializer)
        target = queries.get_customer_by_code(actor=self.actor, code=data["into"], field="into")
        source_id = self.customer_id(code)
        if data["dry_run"]:
            source, target = duplicates.get_two(self.actor, source_id, target.pk)
            return Response(preview(duplicates.preview(self.actor, source, target)))
        cleaning.merge_customers(
            actor=self.actor,
            source_id=source_id,
            target_id=target.pk,
            take=data["take"],
            version=self.version(),
            at=clock.now(),
        )
        return self.answer_customer(target.pk)
