"""The matrix, delegations and what waits for somebody, over the API."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from accounts.people import queries as people
from common import clock, errors
from common.api import conditions
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.approval import queries
from orders.approval import serializers as shapes
from orders.approval.delegation import operations as delegations
from orders.approval.delegation import queries as delegation
from orders.approval.matrix import queries as matrix
from orders.approval.matrix.queries import RowWords

if TYPE_CHECKING:
    from accounts.people.models import User

Rows = list[dict[str, Any]]


class _Api(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class ApprovalMatrixViewSet(_Api):
    """Who has to approve what: kept in the console, read here."""

    serializer_class = shapes.MatrixSerializer
    pagination_class = None

    @extend_schema(summary="Read the approval matrix", responses=shapes.MatrixSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The rows of every kind of subject, in the order in which they are asked; the first that fits decides."""
        rights.require(self.actor, "order.view")
        found = matrix.matrices(self.actor)
        return Response([{"subject_type": code, "rows": [_row(row) for row in rows]} for code, _words, rows in found])


class WaitingApprovalViewSet(_Api):
    """What waits for your decision."""

    serializer_class = shapes.WaitingSerializer
    sorts = queries.SORTS
    default_sort = "due_at"

    @extend_schema(
        summary="List what waits for you",
        parameters=conditions.paging(queries.SORTS, "due_at"),
        responses=shapes.WaitingPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """The most urgent first; also what waits for those for whom you decide today."""
        return self.page(queries.waiting_for(self.actor), self._rows)

    def _rows(self, steps: Any) -> Rows:
        titles = queries.titles(steps)
        return [_waiting(step, titles) for step in steps]


class DelegationViewSet(_Api):
    """Who decides for whom on certain days."""

    serializer_class = shapes.DelegationSerializer
    sorts = delegation.SORTS
    default_sort = "last_day"
    verbs = dict.fromkeys(("create", "end"), "")  # whoever is signed in delegates what he himself is asked

    @extend_schema(
        summary="List delegations",
        parameters=conditions.paging(delegation.SORTS, "last_day"),
        responses=shapes.DelegationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Yours, and those of the people whom you manage, the latest first."""
        return self.page(delegation.visible_to(self.actor), lambda rows: [_delegation(row) for row in rows])

    @extend_schema(
        summary="Delegate", request=shapes.DelegationInputSerializer, responses={201: shapes.DelegationSerializer}
    )
    def create(self, request: Request) -> Response:
        """Let somebody else decide what you are asked (or a person whom you manage); both may decide then."""
        data = self.validated(shapes.DelegationInputSerializer)
        delegate, delegator = data.pop("delegate"), data.pop("delegator")
        row = delegations.delegate(
            actor=self.actor,
            delegate_id=_person(delegate, "delegate").pk,
            delegator_id=_person(delegator, "delegator").pk if delegator else None,
            at=clock.now(),
            **data,
        )
        return Response(_delegation(row), status=201)

    @extend_schema(summary="End a delegation", request=None, responses=shapes.DelegationSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Take a delegation back before its last day."""
        row = delegations.end_delegation(actor=self.actor, delegation_id=int(pk), at=clock.now())
        return Response(_delegation(row))


def _person(login: str, field: str) -> "User":
    found = people.by_usernames([login]).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Choose somebody who works here.")]})
    return found


def _row(row: RowWords) -> dict[str, Any]:
    steps = [
        {
            "kind": step.kind,
            "who": step.who,
            "is_all": step.is_all,
            "hours": plain(step.hours),
            "escalation": step.escalation,
        }
        for step in row.steps
    ]
    return {
        "id": row.pk,
        "name": row.name,
        "condition": row.condition,
        "signs": row.signs,
        "at_least": row.at_least,
        "steps": steps,
    }


def _waiting(step: Any, titles: Any) -> dict[str, Any]:
    request = step.request
    return {
        "subject_type": request.subject_type,
        "subject_id": request.subject_id,
        "subject": titles[request.subject_type, request.subject_id],
        "step": step.sequence,
        "asked": step.approver.username,
        "why": step.why_text,
        "question": step.question,
        "requested_by": request.requested_by.username,
        "requested_at": request.requested_at,
        "due_at": step.due_at,
        "is_late": step.due_at < clock.now(),
    }


def _delegation(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "delegator": row.delegator.username,
        "delegate": row.delegate.username,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "reason": row.reason,
        "created_by": row.created_by.username,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }
