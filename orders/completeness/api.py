"""The table of required fields over the API (SEMANTICS 6)."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.views import ApiViewSet
from orders.completeness import operations, rules
from orders.completeness import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VERB = "setting.manage"


class RequiredFieldViewSet(ApiViewSet):
    """Which field which step asks for."""

    serializer_class = shapes.RequiredFieldSerializer
    pagination_class = None
    verbs = {"create": VERB}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the table of required fields", responses=shapes.RequiredFieldSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every field that can be asked for, with the step that it blocks now and as it is shipped."""
        rights.require(self.actor, VERB)
        return self._answer()

    @extend_schema(
        summary="Change the table of required fields",
        request=shapes.RequiredFieldsInputSerializer,
        responses={200: shapes.RequiredFieldSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Fields that are not named stay as they are; an empty step asks for nothing. It holds for every order's next
        step. Answers the whole table."""
        steps = self.validated(shapes.RequiredFieldsInputSerializer)["steps"]
        operations.save_table(actor=self.actor, steps=steps, at=clock.now())
        return self._answer()

    def _answer(self) -> Response:
        now = rules.steps_now()
        return Response(
            [
                {
                    "field": field,
                    "label": str(label),
                    "step": now.get(field, ""),
                    "shipped": rules.shipped_step(field),
                    "is_fixed": rules.is_fixed(field),
                }
                for field, label in rules.demandable().items()
            ]
        )
