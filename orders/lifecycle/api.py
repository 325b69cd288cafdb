"""The moves of an order over the API: one action a verb."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.fields import ReasonSerializer
from orders.checking.operations import Answer
from orders.checking.serializers import VerifySerializer
from orders.lifecycle import operations
from orders.lifecycle.serializers import FreezeSerializer, UnfreezeSerializer
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer


class OrderMovesMixin(OrderApi):
    """Moves along the ladder and the freeze beside it."""

    def _move(self, reference: str, operation: Callable[..., Any], **arguments: Any) -> Response:
        order_id = self.order_id(reference)
        done = operation(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now(), **arguments)
        return self.answer_order(done)

    @extend_schema(summary="Submit for approval", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, reference: str) -> Response:
        """DRAFT → SUBMITTED; draws the number, checks completeness and credit."""
        return self._move(reference, operations.submit_order)

    @extend_schema(summary="Withdraw", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str) -> Response:
        """SUBMITTED → DRAFT, by who submitted it."""
        return self._move(reference, operations.withdraw_order)

    @extend_schema(summary="Verify", request=VerifySerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, reference: str) -> Response:
        """Answer the checklist before approval; what is not right is recorded and may send the order back."""
        data = self.validated(VerifySerializer)
        data["answers"] = [Answer(**one) for one in data["answers"]]
        order_id = self.order_id(reference)
        operations.verify_order(actor=self.actor, order_id=order_id, version=self.version(), at=clock.now(), **data)
        return self.answer_order(order_id)

    @extend_schema(summary="Un-approve", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def unapprove(self, request: Request, reference: str) -> Response:
        """EFFECTIVE → DRAFT, only while nothing was shipped, received, invoiced or started."""
        reason = self.validated(ReasonSerializer)["reason"]
        return self._move(reference, operations.unapprove_order, reason=reason)

    @extend_schema(summary="Void", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, reference: str) -> Response:
        """Take the order out of the world before anything was executed; it keeps its number."""
        reason = self.validated(ReasonSerializer)["reason"]
        return self._move(reference, operations.void_order, reason=reason)

    @extend_schema(summary="Freeze", request=FreezeSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def freeze(self, request: Request, reference: str) -> Response:
        """Block shipping, changing and closing of the order or of some lines."""
        data = self.validated(FreezeSerializer)
        return self._move(reference, operations.freeze_order, line_nos=tuple(data.pop("lines")), **data)

    @extend_schema(summary="Lift a freeze", request=UnfreezeSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def unfreeze(self, request: Request, reference: str) -> Response:
        """Lift the freeze of the order or of some lines."""
        line_nos = tuple(self.validated(UnfreezeSerializer)["lines"])
        return self._move(reference, operations.unfreeze_order, line_nos=line_nos)

    @extend_schema(summary="Archive", request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, reference: str) -> Response:
        """CLOSED → ARCHIVED, when it is settled."""
        return self._move(reference, operations.archive_order)

    @extend_schema(summary="Restore from the archive", request=ReasonSerializer, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, reference: str) -> Response:
        """ARCHIVED → CLOSED (privileged)."""
        reason = self.validated(ReasonSerializer)["reason"]
        return self._move(reference, operations.restore_order, reason=reason)
