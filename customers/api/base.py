"""What the doors on a customer share: finding him by code, answering with him."""

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.api.views import ApiViewSet
from customers import queries, representation
from customers.serializers import CustomerDocumentSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class CustomerApi(ApiViewSet):
    """Common base of the customer resource's mixins; customers are addressed by code."""

    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    serializer_class = CustomerDocumentSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def customer_id(self, code: str) -> int:
        """The key of the customer addressed. Raises NotFound."""
        return queries.get_id(actor=self.actor, code=code)

    def answer_customer(self, customer_id: int, status: int = 200) -> Response:
        """The whole customer as the actor may see him, with his ETag; a new one also with his address."""
        customer = queries.get_customer(actor=self.actor, customer_id=customer_id)
        body = representation.customer_document(self.actor, customer)
        location = f"/api/v1/customers/{customer.code}/" if status == 201 else ""
        return self.answer(body, version=customer.version, status=status, location=location)
