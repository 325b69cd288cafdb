"""Sessions over the API, for systems that take people's access away."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.sign_in import operations, queries
from accounts.sign_in.devices import in_words
from accounts.sign_in.filters import SessionFilter
from accounts.sign_in.serializers import SessionPageSerializer, SessionSerializer
from common import clock
from common.api import conditions
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User


class SessionViewSet(ApiViewSet):
    """Where people are signed in with a browser. API tokens have no sessions; they are revoked by themselves."""

    lookup_field = "session_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = SessionSerializer
    sorts = queries.SORTS
    default_sort = "seen"
    takes_no_version = frozenset({"destroy"})

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List sessions",
        parameters=conditions.parameters(SessionFilter, queries.SORTS, "seen"),
        responses=SessionPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The sessions of the people whom you may manage, the last seen first."""
        rows = queries.managed_sessions(actor=self.actor, at=clock.now())
        return self.page(self.filtered(SessionFilter, rows), lambda found: [_document(row) for row in found])

    @extend_schema(summary="End a session", responses={204: None})
    def destroy(self, request: Request, session_id: str) -> Response:
        """Sign somebody out of one device; his next request there is refused. It ends nothing else: deactivate the
        person where he shall not come back."""
        operations.end_managed_session(actor=self.actor, session_id=int(session_id), at=clock.now())
        return Response(status=204)


def _document(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "person": row.user.username,
        "device": in_words(row.agent),
        "address": row.address,
        "started_at": row.started_at,
        "seen_at": row.seen_at,
    }
