"""Letters to customers about changes, over the API."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api.fields import ReasonSerializer
from common.api.parsing import JSONParser
from orders.changes import queries as requests
from orders.changes.api import ChangeApi
from orders.changes.letters import operations, queries, representation
from orders.changes.letters import serializers as shapes

VERBS = dict.fromkeys(("send_letter", "record_letter", "resend_letter", "revoke_letter"), "change.letter")
_LANGUAGE = OpenApiParameter("language", OpenApiTypes.STR, enum=["zh-hans", "en"])


class ChangeLettersMixin(ChangeApi):
    """A change before its customer."""

    @extend_schema(
        summary="Letters about a change request",
        responses=shapes.ChangeLetterSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def letters(self, request: Request, reference: str) -> Response:
        """What the customer was asked and answered, the newest first; none for who does not see amounts."""
        return self._letters(reference)

    @extend_schema(
        summary="Send a letter about a change request",
        request=shapes.LetterInputSerializer,
        responses=shapes.ChangeLetterSerializer(many=True),
    )
    @letters.mapping.post
    def send_letter(self, request: Request, reference: str) -> Response:
        """By mail, with a signed link under which the customer agrees, chooses another way, declines or asks. Needs
        to see amounts. A letter that waits is replaced."""
        return self._with(operations.send_letter, reference, **self.validated(shapes.LetterInputSerializer))

    @extend_schema(
        summary="Draft a letter about a change request",
        parameters=[_LANGUAGE],
        responses=shapes.LetterDraftSerializer,
    )
    @action(detail=True, methods=["get"], url_path="letter-draft")
    def letter_draft(self, request: Request, reference: str) -> Response:
        """As it would be sent now, in the customer's language unless another is asked for."""
        language = request.query_params.get("language", "")
        key = requests.id_of(reference)
        drafted = operations.draft(actor=self.actor, request_id=key, language=language, at=clock.now())
        return Response(representation.draft(drafted))

    @extend_schema(
        summary="Record a customer's answer about a change",
        request={
            "application/json": shapes.LetterAnswerInputSerializer,
            "multipart/form-data": shapes.LetterAnswerInputSerializer,
        },
        responses=shapes.ChangeLetterSerializer(many=True),
    )
    @action(detail=True, methods=["post"], url_path="letters/record", parser_classes=[JSONParser, MultiPartParser])
    def record_letter(self, request: Request, reference: str) -> Response:
        """By phone, mail, fax, chat, visit or on paper; an agreement with its proof."""
        return self._with(operations.record_answer, reference, **self.validated(shapes.LetterAnswerInputSerializer))

    @extend_schema(summary="Send the letter again", request=None, responses=shapes.ChangeLetterSerializer(many=True))
    @action(detail=True, methods=["post"], url_path="letters/resend")
    def resend_letter(self, request: Request, reference: str) -> Response:
        """The same mail with the same link, of the letter that waits."""
        return self._with_asked(operations.resend_letter, reference)

    @extend_schema(
        summary="Take the letter back",
        request=ReasonSerializer,
        responses=shapes.ChangeLetterSerializer(many=True),
    )
    @action(detail=True, methods=["post"], url_path="letters/revoke")
    def revoke_letter(self, request: Request, reference: str) -> Response:
        """The link opens nothing any more."""
        return self._with_asked(operations.revoke_letter, reference, **self.validated(ReasonSerializer))

    def _with(self, operation: Callable[..., Any], reference: str, **data: Any) -> Response:
        """A verb on the request as the caller has read it (If-Match)."""
        key = requests.id_of(reference)
        operation(actor=self.actor, request_id=key, version=self.version(), at=clock.now(), **data)
        return self._letters(reference)

    def _with_asked(self, operation: Callable[..., Any], reference: str, **data: Any) -> Response:
        asked = queries.asked(requests.get_request(actor=self.actor, reference=reference))
        if asked is None:
            raise errors.NotFound()
        operation(actor=self.actor, letter_id=asked.pk, at=clock.now(), **data)
        return self._letters(reference)

    def _letters(self, reference: str) -> Response:
        found = requests.get_request(actor=self.actor, reference=reference)
        shown = queries.standings(self.actor, found, at=clock.now())
        return Response([representation.letter(one) for one in shown])
