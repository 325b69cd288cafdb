"""Contacts and addresses of a customer over the API. All carry the customer's ETag."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from customers import operations
from customers.api.base import CustomerApi
from customers.disclosures import looking, representation
from customers.disclosures.serializers import RevealedContactSerializer, RevealInputSerializer
from customers.serializers import (
    AddressChangeSerializer,
    AddressInputSerializer,
    ContactChangeSerializer,
    ContactInputSerializer,
    CustomerDocumentSerializer,
)

_ROW = r"(?P<row_id>\d{1,18})"


class PartsMixin(CustomerApi):
    """What hangs on a customer. Every call answers with the whole customer."""

    def _save(self, code: str, shape: Any, save: Any, status: int = 200, **row: Any) -> Response:
        customer_id = self.customer_id(code)
        version = self.version(required=self.request.method == "PATCH")
        fields = self.validated(shape)
        save(actor=self.actor, customer_id=customer_id, version=version, at=clock.now(), **row, **fields)
        return self.answer_customer(customer_id, status)

    def _remove(self, code: str, remove: Any, **row: Any) -> Response:
        customer_id, version = self.customer_id(code), self.version(required=True)
        remove(actor=self.actor, customer_id=customer_id, version=version, at=clock.now(), **row)
        return self.answer_customer(customer_id)

    @extend_schema(summary="Add a contact", request=ContactInputSerializer, responses={201: CustomerDocumentSerializer})
    @action(detail=True, methods=["post"])
    def contacts(self, request: Request, code: str) -> Response:
        """Add a person at the customer; the first one is the default."""
        return self._save(code, ContactInputSerializer, operations.save_contact, 201)

    @extend_schema(summary="Change a contact", request=ContactChangeSerializer, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["patch"], url_path=f"contacts/{_ROW}")
    def contact(self, request: Request, code: str, row_id: str) -> Response:
        """Change what is sent; If-Match is the customer's."""
        return self._save(code, ContactChangeSerializer, operations.save_contact, contact_id=int(row_id))

    @extend_schema(summary="Remove a contact", request=None, responses={200: CustomerDocumentSerializer})
    @contact.mapping.delete
    def remove_contact(self, request: Request, code: str, row_id: str) -> Response:
        """The person is not offered any more; orders that name him keep him."""
        return self._remove(code, operations.remove_contact, contact_id=int(row_id))

    @extend_schema(
        summary="Have a masked contact shown", request=RevealInputSerializer, responses=RevealedContactSerializer
    )
    @action(detail=True, methods=["post"], url_path=f"contacts/{_ROW}/reveal")
    def reveal_contact(self, request: Request, code: str, row_id: str) -> Response:
        """It is noted that you looked, when and what for. The answer is kept nowhere, so it needs no key."""
        reason = self.validated(RevealInputSerializer)["reason"]
        customer_id = self.customer_id(code)
        shown = looking.reveal_contact(
            actor=self.actor, customer_id=customer_id, contact_id=int(row_id), reason=reason, at=clock.now()
        )
        return Response(representation.revealed(shown))

    @extend_schema(
        summary="Add an address", request=AddressInputSerializer, responses={201: CustomerDocumentSerializer}
    )
    @action(detail=True, methods=["post"])
    def addresses(self, request: Request, code: str) -> Response:
        """Add a place of the customer; the first one is the default."""
        return self._save(code, AddressInputSerializer, operations.save_address, 201)

    @extend_schema(summary="Change an address", request=AddressChangeSerializer, responses=CustomerDocumentSerializer)
    @action(detail=True, methods=["patch"], url_path=f"addresses/{_ROW}")
    def address(self, request: Request, code: str, row_id: str) -> Response:
        """Change what is sent; If-Match is the customer's."""
        return self._save(code, AddressChangeSerializer, operations.save_address, address_id=int(row_id))

    @extend_schema(summary="Remove an address", request=None, responses={200: CustomerDocumentSerializer})
    @address.mapping.delete
    def remove_address(self, request: Request, code: str, row_id: str) -> Response:
        """The place is not offered any more."""
        return self._remove(code, operations.remove_address, address_id=int(row_id))
