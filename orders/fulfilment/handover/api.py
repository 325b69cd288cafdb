"""Links for signing over the API."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from orders.fulfilment.handover import operations, queries
from orders.fulfilment.handover.serializers import SigningLinkInputSerializer, SigningLinkSerializer
from orders.fulfilment.outbound_api import OutboundApi


class HandoverMixin(OutboundApi):
    """A link under which a driver or the customer signs for goods on their way."""

    @extend_schema(
        summary="Make a link for signing",
        request=SigningLinkInputSerializer,
        responses={201: SigningLinkSerializer},
    )
    @action(detail=True, methods=["post"], url_path="signing-link")
    def signing_link(self, request: Request, number: str) -> Response:
        """It opens one page without a sign-in and serves once; one made before opens nothing any more."""
        document, data = self.document_of(number), self.validated(SigningLinkInputSerializer)
        at = clock.now()
        operations.issue_link(actor=self.actor, document_id=document.pk, version=self.version(), at=at, **data)
        found = queries.live_link(document, at)
        if found is None:  # taken back in the same moment
            raise errors.NotFound()
        link, path = found
        body = {"url": f"{settings.SITE_URL}{path}", "valid_until": link.valid_until, "recipient": link.recipient}
        return Response(body, status=201)
