"""Webhooks over the API: a system keeps its own (R297-R304)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from integration.rights import WEBHOOKS
from integration.webhooks import asking_for, operations, queries, representation
from integration.webhooks import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User
    from integration.webhooks.models import WebhookEndpoint

_POSTS = ("create", "rotate_secret", "pause", "resume", "go_to", "test", "resend", "remove")


class WebhookViewSet(ApiViewSet):
    """Servers of other systems that are told events of the change feed in their order."""

    serializer_class = shapes.WebhookSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = "name"
    verbs = dict.fromkeys(_POSTS, WEBHOOKS)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, pk: int, status: int = 200, **more: Any) -> Response:
        row = queries.get_endpoint(actor=self.actor, endpoint_id=pk)
        location = f"/api/v1/webhooks/{pk}/" if status == 201 else ""
        body = {**representation.endpoint(row, queries.backlog(row).positions), **more}
        return self.answer(body, version=row.version, status=status, location=location)

    @extend_schema(
        summary="List webhooks",
        parameters=conditions.paging(queries.SORTS, "name"),
        responses=shapes.WebhookPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The webhooks that are read as you; all of them for who keeps everybody's."""

        def rows(found: "list[WebhookEndpoint]") -> "list[dict[str, Any]]":
            return [representation.endpoint(*one) for one in queries.behind(found)]

        return self.page(queries.list_endpoints(self.actor), rows)

    @extend_schema(summary="Read a webhook", responses=shapes.WebhookSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands: how far it is, and what went wrong last."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Set up a webhook",
        request=shapes.WebhookInputSerializer,
        responses={201: shapes.WebhookSecretSerializer},
    )
    def create(self, request: Request) -> Response:
        """Have events sent to your server from now on, as far as you see them. The answer holds the secret with which
        messages are signed; the same call again, with its key, is the only way to read it once more."""
        data = self.validated(shapes.WebhookInputSerializer)
        row, secret = operations.save_endpoint(actor=self.actor, at=clock.now(), **data)
        return self._answer(row.pk, 201, secret=secret)

    @extend_schema(
        summary="Change a webhook", request=shapes.WebhookChangeSerializer, responses=shapes.WebhookSerializer
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change where to and what is sent, on the version in If-Match. Another address is tried at once."""
        version, data = self.version(required=True), self.validated(shapes.WebhookChangeSerializer)
        given = {"endpoint_id": int(pk), "version": version, **data}
        operations.save_endpoint(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(pk))

    @extend_schema(
        summary="Make a new secret", request=shapes.RotateInputSerializer, responses=shapes.WebhookSecretSerializer
    )
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: str) -> Response:
        """A new secret, told this once; the one before signs beside it for `hours`."""
        data = self.validated(shapes.RotateInputSerializer)
        given = {"endpoint_id": int(pk), "version": self.version(), "hours": data["hours"]}
        _, secret = operations.rotate_secret(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(pk), secret=secret)

    @extend_schema(summary="Pause a webhook", request=None, responses=shapes.WebhookSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Send nothing until it is resumed; what happens meanwhile waits."""
        operations.pause(actor=self.actor, endpoint_id=int(pk), version=self.version(), at=clock.now())
        return self._answer(int(pk))

    @extend_schema(summary="Resume a webhook", request=shapes.ResumeInputSerializer, responses=shapes.WebhookSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Send again at once, from where it stopped or from now on; also tries a failed event without waiting."""
        data = self.validated(shapes.ResumeInputSerializer)
        given = {"endpoint_id": int(pk), "version": self.version(), "from_now": data["from_now"]}
        operations.resume(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(pk))

    @extend_schema(
        summary="Send from another place", request=shapes.PlaceInputSerializer, responses=shapes.WebhookSerializer
    )
    @action(detail=True, methods=["post"], url_path="go-to")
    def go_to(self, request: Request, pk: str) -> Response:
        """Have everything after a place of the feed sent, in order: earlier events again, or later ones without those
        between."""
        data = self.validated(shapes.PlaceInputSerializer)
        given = {"endpoint_id": int(pk), "version": self.version(), "position": data["position"]}
        operations.go_to(actor=self.actor, at=clock.now(), **given)
        return self._answer(int(pk))

    @extend_schema(summary="Send a test", request=None, responses={202: shapes.WebhookAttemptSerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """A message of the type `webhook.test` goes out in some seconds; the log tells how it fared."""
        row = asking_for.send_test(actor=self.actor, endpoint_id=int(pk), at=clock.now())
        return Response(representation.attempt(row), status=202)

    @extend_schema(
        summary="Send an event again",
        request=shapes.ResendInputSerializer,
        responses={202: shapes.WebhookAttemptSerializer},
    )
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """One event of the log once more, by itself: the same message under the same number."""
        data = self.validated(shapes.ResendInputSerializer)
        given = {"endpoint_id": int(pk), "attempt_id": data["attempt"]}
        row = asking_for.resend(actor=self.actor, at=clock.now(), **given)
        return Response(representation.attempt(row), status=202)

    @extend_schema(summary="Remove a webhook", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Take it away with its log."""
        operations.remove(actor=self.actor, endpoint_id=int(pk), version=self.version(), at=clock.now())
        return Response(status=204)


class WebhookAttemptViewSet(ApiViewSet):
    """What was sent to a webhook."""

    serializer_class = shapes.WebhookAttemptSerializer
    sorts = {"id": keyset.Sort("pk")}
    default_sort = "id"

    @extend_schema(
        summary="List what was sent to a webhook",
        parameters=conditions.paging(sorts, "id"),
        responses=shapes.WebhookAttemptPageSerializer,
    )
    def list(self, request: Request, endpoint_id: str) -> Response:
        """Each try with the answer, the last first."""
        endpoint = queries.get_endpoint(actor=request.user, endpoint_id=int(endpoint_id))  # type: ignore[arg-type]
        return self.page(queries.attempts_of(endpoint), lambda rows: [representation.attempt(row) for row in rows])
