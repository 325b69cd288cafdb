"""Warnings and what is done about them over the API (R111–R114)."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import queries as people
from common import clock, errors
from common.api import conditions
from common.api.views import ApiViewSet
from orders.risk import operations, policies, queries, showing
from orders.risk import serializers as shapes
from orders.risk.filters import RenegotiationFilter, WarningFilter

if TYPE_CHECKING:
    from accounts.people.models import User


def warning_row(actor: "User", warning: Any) -> dict[str, Any]:
    """A warning (``RiskWarningSerializer``)."""
    names = ("id", "rule", "level", "subject_type", "reference", "state", "outcome", "words", "raised_at", "seen_at")
    return {
        **{name: getattr(warning, name) for name in (*names, "ended_at", "version")},
        "about": warning.label,
        "numbers": policies.numbers_of(actor, warning),
        "proposal": showing.row(actor, warning, False).proposal,
        "owner": warning.owner.username if warning.owner else None,
    }


def renegotiation_row(actor: "User", talks: Any) -> dict[str, Any]:
    """A renegotiation (``RenegotiationSerializer``)."""
    names = ("id", "asked", "text", "due_date", "state", "words", "started_at", "ended_at", "version")
    return {
        **{name: getattr(talks, name) for name in names},
        "warning": talks.warning_id,
        "reference": talks.warning.reference,
        "new_version": talks.offer,
        "numbers": policies.known_numbers(actor, talks.warning.rule, talks.numbers),
        "owner": talks.owner.username,
    }


class Room(ApiViewSet):
    """What the rooms of risk share."""

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def seen(self) -> dict[str, Any]:
        """Who asks, of which version, when."""
        return {"actor": self.actor, "version": self.version(), "at": clock.now()}


def person_named(name: str) -> int:
    """The key of somebody who works here. Raises Invalid."""
    person = people.by_usernames([name]).first()
    if person is None:
        raise errors.Invalid(fields={"owner": [_("Choose somebody who works here.")]})
    return person.pk


class RiskWarningViewSet(Room):
    """Warnings of credit, market and supply, followed to their outcome."""

    serializer_class = shapes.RiskWarningSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("acknowledge", "assign", "end", "renegotiate"), policies.MANAGE)

    @extend_schema(
        summary="List risk warnings",
        parameters=conditions.parameters(WarningFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.RiskWarningPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``live=true``: those that are not over."""
        found = self.filtered(WarningFilter, queries.list_warnings(self.actor))
        return self.page(found, lambda rows: [warning_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a risk warning", responses=shapes.RiskWarningSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(summary="Take a warning up", request=None, responses=shapes.RiskWarningSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Somebody works on it."""
        operations.acknowledge(warning_id=int(pk), **self.seen())
        return self._answer(int(pk))

    @extend_schema(
        summary="Give a warning to somebody",
        request=shapes.RiskOwnerSerializer,
        responses=shapes.RiskWarningSerializer,
    )
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Another owner."""
        person_id = person_named(self.validated(shapes.RiskOwnerSerializer)["owner"])
        operations.assign(warning_id=int(pk), person_id=person_id, **self.seen())
        return self._answer(int(pk))

    @extend_schema(summary="End a warning", request=shapes.RiskEndSerializer, responses=shapes.RiskWarningSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Averted, happened, or (without an outcome) a false alarm."""
        data = self.validated(shapes.RiskEndSerializer)
        if data["outcome"]:
            operations.resolve(warning_id=int(pk), **data, **self.seen())
        else:
            operations.dismiss(warning_id=int(pk), words=data["words"], **self.seen())
        return self._answer(int(pk))

    @extend_schema(
        summary="Renegotiate",
        request=shapes.RenegotiationInputSerializer,
        responses={201: shapes.RenegotiationSerializer},
    )
    @action(detail=True, methods=["post"])
    def renegotiate(self, request: Request, pk: str) -> Response:
        """Talk about price or delivery time with the customer; of a quotation a new version is begun. Of warnings of
        the market only, one at a time."""
        data = self.validated(shapes.RenegotiationInputSerializer)
        owner_id = person_named(data.pop("owner"))
        made = operations.renegotiate(warning_id=int(pk), owner_id=owner_id, **data, **self.seen())
        location = f"/api/v1/renegotiations/{made.pk}/"
        body = renegotiation_row(self.actor, made)
        return self.answer(body, version=made.version, status=201, location=location)

    def _answer(self, warning_id: int) -> Response:
        warning = queries.get_warning(actor=self.actor, warning_id=warning_id)
        return self.answer(warning_row(self.actor, warning), version=warning.version)


class RenegotiationViewSet(Room):
    """Talks with customers about price or delivery time, started from warnings of the market (R113)."""

    serializer_class = shapes.RenegotiationSerializer
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.TALKS_SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("change", "end"), policies.MANAGE)

    @extend_schema(
        summary="List renegotiations",
        parameters=conditions.parameters(RenegotiationFilter, queries.TALKS_SORTS, queries.DEFAULT_SORT),
        responses=shapes.RenegotiationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first; ``state=OPEN``: those that go on."""
        found = self.filtered(RenegotiationFilter, queries.list_renegotiations(self.actor))
        return self.page(found, lambda rows: [renegotiation_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a renegotiation", responses=shapes.RenegotiationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self._answer(int(pk))

    @extend_schema(
        summary="Move a renegotiation", request=shapes.TalksMoveSerializer, responses=shapes.RenegotiationSerializer
    )
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Another owner or day, with a reason."""
        data = self.validated(shapes.TalksMoveSerializer)
        owner_id = person_named(data.pop("owner"))
        operations.change_renegotiation(renegotiation_id=int(pk), owner_id=owner_id, **data, **self.seen())
        return self._answer(int(pk))

    @extend_schema(
        summary="Conclude a renegotiation", request=shapes.TalksEndSerializer, responses=shapes.RenegotiationSerializer
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """AGREED ends its warning as averted, REFUSED as happened; DROPPED leaves it live."""
        data = self.validated(shapes.TalksEndSerializer)
        operations.end_renegotiation(renegotiation_id=int(pk), **data, **self.seen())
        return self._answer(int(pk))

    def _answer(self, renegotiation_id: int) -> Response:
        one = queries.get_renegotiation(self.actor, renegotiation_id)
        return self.answer(renegotiation_row(self.actor, one), version=one.version)
