"""What every part of the outbound resource stands on: finding the document, answering with it (docs/adr/0003)."""

from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

from common.api.views import ApiViewSet
from orders.fulfilment import queries, representation
from orders.fulfilment.serializers import OutboundSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class OutboundApi(ApiViewSet):
    """Common base of the outbound resource's mixins."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = OutboundSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def document_of(self, number: str) -> Any:
        """The document with this number. Raises NotFound, also when it is not the caller's."""
        return queries.get_document(self.actor, number.upper())

    def answer_document(self, document_id: int, status: int = 200) -> Response:
        """The document as it stands, with its ETag."""
        document = queries.shown(self.actor, queries.get_document_by_id(self.actor, document_id))
        lines = queries.lines_of(self.actor, document)
        body = representation.outbound_document(document, lines, with_freight=queries.sees_freight(self.actor))
        location = f"/api/v1/outbound-documents/{document.number}/" if status == 201 else ""
        return self.answer(body, version=document.version, status=status, location=location)
