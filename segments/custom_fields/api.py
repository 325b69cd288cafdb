"""The custom fields that there are, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import strict
from common.api.views import ApiViewSet
from segments.custom_fields import definitions, values
from segments.custom_fields.definitions import Definition, Subject
from segments.custom_fields.serializers import CustomFieldsSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class CustomFieldViewSet(ApiViewSet):
    """The company's own fields; they are defined in the console."""

    serializer_class = CustomFieldsSerializer

    @extend_schema(summary="List custom fields", responses=CustomFieldsSerializer)
    def list(self, request: Request) -> Response:
        """The fields in use that you see, and what they take: what ``custom`` of customers, products, orders and lines
        may hold."""
        strict.require_known_conditions(request.query_params, ())
        actor: User = request.user  # type: ignore[assignment]
        found = [one for subject in Subject for one in definitions.visible(actor, subject)]
        return Response({"fields": [_row(actor, one) for one in found]})


def _row(actor: "User", one: Definition) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "key": one.key,
        "label": str(one.label),
        "help": str(one.help),
        "kind": one.kind,
        "longest": one.longest if one.kind == definitions.Kind.TEXT else None,
        "decimals": one.decimals if one.kind == definitions.Kind.NUMBER else None,
        "minimum": None if one.minimum is None else values.plain(one.minimum),
        "maximum": None if one.maximum is None else values.plain(one.maximum),
        "options": [
            {"code": option.code, "label": str(option.label), "offered": option.is_offered} for option in one.options
        ],
        "required": one.is_required,
        "commercial": one.is_commercial,
        "default": one.default,
        "masked": definitions.is_masked(actor, one),
        "condition_field": one.term_key,
    }
