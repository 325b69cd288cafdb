"""Shifts of many orders over the API."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, doors
from common.api import conditions
from common.api.views import ApiViewSet
from orders.changes import queries as changes
from orders.changes.shifting import operations, policies, queries
from orders.changes.shifting import serializers as shapes
from orders.order import policies as order_policies
from orders.order.filters import OrderFilter

if TYPE_CHECKING:
    from accounts.people.models import User


class ChangeShiftViewSet(ApiViewSet):
    """The dates of many orders moved as one what-if: published as change requests, or thrown away."""

    lookup_url_kwarg = "shift_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ShiftSerializer
    sorts = queries.SORTS
    default_sort: ClassVar[str] = queries.DEFAULT_SORT
    verbs = dict.fromkeys(("create", "publish", "discard"), policies.REQUEST)

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(
        summary="List shifts of many orders",
        parameters=conditions.paging(queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.ShiftPageSerializer,
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Your own; all of them for who decides about all change requests."""
        rights.require(self.actor, policies.REQUEST)
        return self.page(queries.list_shifts(self.actor), lambda rows: [_head(one) for one in rows])

    @extend_schema(summary="Read a shift of many orders", responses=shapes.ShiftSerializer)
    def retrieve(self, request: Request, shift_id: str) -> Response:
        """With what it would do, or did, of the orders that you see."""
        return self._answer(int(shift_id))

    @extend_schema(
        summary="Work out a shift of many orders",
        request=shapes.ShiftInputSerializer,
        responses={201: shapes.ShiftSerializer},
    )
    def create(self, request: Request) -> Response:
        """What moving the open dates of the orders by so many days would do. Nothing changes."""
        data = self.validated(shapes.ShiftInputSerializer)
        references, segment = data.pop("orders", []), data.pop("segment", "")
        if segment:
            query = QueryDict(mutable=True)
            query["segment"] = segment
            seen = order_policies.visible_to(self.actor)
            keys = queries.chosen(doors.filtered(OrderFilter, query, seen, actor=self.actor))
        else:
            keys = queries.ids_of(self.actor, references)
        made = operations.create_shift(actor=self.actor, order_ids=keys, at=clock.now(), **_given(data))
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Work a shift out anew", request=shapes.ShiftChangeSerializer, responses=shapes.ShiftSerializer
    )
    def partial_update(self, request: Request, shift_id: str) -> Response:
        """With what is sent, and as things stand now, on the version in If-Match."""
        version = self.version(required=True)
        data = self.validated(shapes.ShiftChangeSerializer)
        left_out = queries.ids_of(self.actor, data.pop("without", []))
        operations.change_shift(
            actor=self.actor,
            shift_id=int(shift_id),
            version=version,
            without=left_out,
            at=clock.now(),
            **_given(data),
        )
        return self._answer(int(shift_id))

    @extend_schema(summary="Publish a shift of many orders", request=None, responses=shapes.ShiftSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, shift_id: str) -> Response:
        """A change request of every order that can be changed: exactly what was worked out last, or nothing
        (409 `shift_changed`, `shift_empty`)."""
        operations.publish_shift(actor=self.actor, shift_id=int(shift_id), version=self.version(), at=clock.now())
        return self._answer(int(shift_id))

    @extend_schema(summary="Throw a shift of many orders away", request=None, responses=shapes.ShiftSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, shift_id: str) -> Response:
        """Nothing comes of it."""
        operations.discard_shift(actor=self.actor, shift_id=int(shift_id), version=self.version(), at=clock.now())
        return self._answer(int(shift_id))

    def _answer(self, shift_id: int, status: int = 200) -> Response:
        shift = queries.get_shift(actor=self.actor, shift_id=shift_id)
        orders = [_order(row) for row in queries.rows_of(self.actor, shift)]
        location = f"/api/v1/change-shifts/{shift.pk}/" if status == 201 else ""
        data = {**_head(shift), "orders": orders}
        return self.answer(data, version=shift.version, status=status, location=location)


def _given(data: dict[str, Any]) -> dict[str, Any]:
    if "reason" in data:
        code = data.pop("reason")
        data["reason_id"] = changes.reason_id(code) if code else None
    return data


def _head(shift: Any) -> dict[str, Any]:
    moments = {name: getattr(shift, name) for name in ("created_at", "previewed_at", "ended_at")}
    return {
        **{name: getattr(shift, name) for name in ("id", "name", "state", "days", "source", "reason_text", "version")},
        **{name: value.isoformat() if value else None for name, value in moments.items()},
        "reason": shift.reason.code if shift.reason else "",
        "created_by": shift.created_by.username,
    }


def _order(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("order", "customer", "promised", "arrival", "days")},
        "obstacle": row.obstacle,
        "request": row.request,
        "lines": [{**asdict(line), "is_late": line.is_late} for line in row.lines],
    }
