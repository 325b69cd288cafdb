"""Change requests over the API (SEMANTICS 8)."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api import conditions
from common.api.views import ApiViewSet
from orders.changes import comparing, operations, policies, queries, representation
from orders.changes import serializers as shapes
from orders.changes.choices import Origin
from orders.changes.effect import operations as effect
from orders.changes.filters import ChangeRequestFilter
from orders.changes.revisions.representation import comparison
from orders.changes.revisions.serializers import ComparisonSerializer
from orders.order import policies as orders
from orders.order import queries as order_queries

if TYPE_CHECKING:
    from accounts.people.models import User


class ChangeApi(ApiViewSet):
    """Common base of the resource's mixins: finding the request, answering with it."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,12}|draft-\d{1,18}"
    serializer_class = shapes.ChangeRequestSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def answer_request(self, request_id: int, status: int = 200) -> Response:
        """The whole request as the actor may see it, with its ETag; a new one also with its address."""
        found = queries.get_request_by_id(actor=self.actor, request_id=request_id)
        location = f"/api/v1/change-requests/{found.reference}/" if status == 201 else ""
        body = representation.document(self.actor, found)
        return self.answer(body, version=found.version, status=status, location=location)

    def do(self, operation: Callable[..., Any], reference: str, **data: Any) -> Response:
        """A verb on the request as the caller has read it (If-Match)."""
        request_id = queries.id_of(reference)
        operation(actor=self.actor, request_id=request_id, version=self.version(), at=clock.now(), **data)
        return self.answer_request(request_id)


class ChangeRequestsMixin(ChangeApi):
    """Reading requests, writing them, and the verbs of their ladder."""

    default_sort = queries.DEFAULT_SORT

    @property
    def sorts(self) -> Any:  # type: ignore[override]
        """The sorts that give away no hidden amount."""
        return queries.sorts_for(self.actor)

    @extend_schema(
        summary="List change requests",
        parameters=conditions.parameters(ChangeRequestFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ChangeRequestPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Those of the orders you may see, newest first; ``open=true``: not ended, ``waiting=true``: for your
        decision."""
        found = self.filtered(ChangeRequestFilter, queries.list_requests(self.actor), actor=self.actor)
        return self.page(found, lambda rows: representation.rows(self.actor, rows))

    @extend_schema(summary="Read a change request", responses=shapes.ChangeRequestSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """The request with its items, decisions and what you may do to it now."""
        return self.answer_request(queries.get_request(actor=self.actor, reference=reference).pk)

    @extend_schema(summary="Compare the order before and after a change", responses=ComparisonSerializer)
    @action(detail=True, methods=["get"])
    def comparison(self, request: Request, reference: str) -> Response:
        """Head and lines that differ, in words; what no longer fits the order is refused (409 ``not_comparable``)."""
        found = queries.get_request(actor=self.actor, reference=reference)
        compared = comparing.of_request(self.actor, found, clock.now())
        if compared.diff is None:
            raise errors.Conflict(compared.problem or _("The order moved on without it."), code="not_comparable")
        return Response(comparison(compared.diff, found.base_revision, found.base_revision + 1))

    @extend_schema(
        summary="Request a change",
        request=shapes.ChangeRequestInputSerializer,
        responses={201: shapes.ChangeRequestSerializer},
    )
    def create(self, request: Request) -> Response:
        """A draft on the present revision of an effective order; one open request an order (409 ``change_open``)."""
        data = self.validated(shapes.ChangeRequestInputSerializer)
        order_id = order_queries.id_of(data.pop("order"))
        cells = _cells(data.pop("items", []))
        former = data.pop("supersedes", "")
        made = operations.create_request(
            actor=self.actor,
            order_id=order_id,
            edits=cells,
            origin=Origin.API,
            supersedes=queries.id_of(former) if former else None,
            at=clock.now(),
            **_head(data),
        )
        return self.answer_request(made.pk, status=201)

    @extend_schema(
        summary="Change a draft of a change request",
        request=shapes.ChangeHeadSerializer,
        responses=shapes.ChangeRequestSerializer,
    )
    def partial_update(self, request: Request, reference: str) -> Response:
        """Writes the cells that are sent and leaves the others. Needs If-Match, unless every cell says what was
        ``seen`` there: then cells that others wrote meanwhile stay, and only one that both changed is refused (409
        ``cells_changed``)."""
        data = self.validated(shapes.ChangeHeadSerializer)
        items = data.pop("items", [])
        is_merged = bool(items) and not data and all("seen" in one for one in items)
        version = self.version(required=not is_merged)
        request_id = queries.id_of(reference)
        operations.change_request(
            actor=self.actor,
            request_id=request_id,
            changes=_head(data),
            edits=_cells(items),
            version=version,
            at=clock.now(),
        )
        return self.answer_request(request_id)

    @extend_schema(summary="Ask the departments", request=None, responses=shapes.ChangeRequestSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, reference: str) -> Response:
        """DRAFT → ASSESSING: those concerned are asked in parallel; the lines that it touches do not ship. STALE where
        the order moved since it was written."""
        return self.do(operations.ask_departments, reference)

    @extend_schema(summary="Submit a change request", request=None, responses=shapes.ChangeRequestSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, reference: str) -> Response:
        """→ SUBMITTED, when the departments answered or their hours are over; an urgent one at once."""
        return self.do(operations.submit_request, reference)

    @extend_schema(
        summary="Approve a change request",
        request=shapes.ChangeApprovalSerializer,
        responses=shapes.ChangeRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, reference: str) -> Response:
        """Decides the step that waits for you; with the last one it takes effect, or waits for the customer
        (APPROVED), or is STALE where the order moved."""
        return self.do(operations.approve_request, reference, **self.validated(shapes.ChangeApprovalSerializer))

    @extend_schema(
        summary="Send a change request back",
        request=shapes.ChangeRemarkSerializer,
        responses=shapes.ChangeRequestSerializer,
    )
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, reference: str) -> Response:
        """→ DRAFT, to be written anew: by who decides, with a reason; or taken back by who writes it."""
        return self.do(operations.return_request, reference, **self.validated(shapes.ChangeRemarkSerializer))

    @extend_schema(
        summary="Reject a change request",
        request=shapes.ChangeRefusalSerializer,
        responses=shapes.ChangeRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, reference: str) -> Response:
        """SUBMITTED → REJECTED: it is over, the order stays as it is."""
        return self.do(operations.reject_request, reference, **self.validated(shapes.ChangeRefusalSerializer))

    @extend_schema(
        summary="Withdraw a change request",
        request=shapes.ChangeRemarkSerializer,
        responses=shapes.ChangeRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str) -> Response:
        """→ WITHDRAWN: given up."""
        return self.do(operations.withdraw_request, reference, **self.validated(shapes.ChangeRemarkSerializer))

    @extend_schema(summary="Bring a change request up to date", request=None, responses=shapes.ChangeRequestSerializer)
    @action(detail=True, methods=["post"])
    def rebase(self, request: Request, reference: str) -> Response:
        """STALE or DRAFT → DRAFT on the order's present revision."""
        return self.do(operations.rebase_request, reference)

    @extend_schema(summary="Let a change take effect", request=None, responses=shapes.ChangeRequestSerializer)
    @action(detail=True, methods=["post"], url_path="take-effect")
    def take_effect(self, request: Request, reference: str) -> Response:
        """APPROVED → EFFECTIVE, once the customer agreed to it as it stands; STALE where the order moved."""
        return self.do(effect.take_effect_now, reference)


# action → the right that it asks for; what is decided by who is asked has its own check in the operation
VERBS = {
    **dict.fromkeys(("create", "ask", "submit", "withdraw", "rebase", "take_effect"), policies.REQUEST),
    **dict.fromkeys(("approve", "reject"), policies.APPROVE),
    "send_back": orders.VIEW,
}


def _cells(items: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Cells by path. Raises Invalid for one that is named twice."""
    items = list(items)
    found = {one["path"]: {name: one[name] for name in one if name != "path"} for one in items}
    if len(found) < len(items):
        raise errors.Invalid(fields={"items": [_("Name each cell once.")]})
    return found


def _head(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a request says of itself, the reason by its key."""
    found = {name: data[name] for name in data if name != "reason"}
    if "reason" in data:
        found["reason_id"] = queries.reason_id(data["reason"]) if data["reason"] else None
    return found
