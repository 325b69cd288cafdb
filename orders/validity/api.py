"""The table of checks of entry over the API (R068)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.order.risks import Kind
from orders.validity import operations
from orders.validity import serializers as shapes
from orders.validity.table import CHECKS, Rule, Severity, table

if TYPE_CHECKING:
    from accounts.people.models import User

VERB = "setting.manage"


class EntryCheckViewSet(ApiViewSet):
    """What is asked of an order as it is entered, and what refuses its submission."""

    serializer_class = shapes.EntryCheckSerializer
    pagination_class = None
    verbs = {"create": VERB}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the checks of entry", responses=shapes.EntryCheckSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every check with how grave it is and its figure."""
        rights.require(self.actor, VERB)
        return self._answer()

    @extend_schema(
        summary="Change the checks of entry",
        request=shapes.EntryChecksInputSerializer,
        responses={200: shapes.EntryCheckSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Checks that are not named stay as they are. Drafts are checked by it from now on, submitted orders not
        again. Answers the whole table."""
        now, wanted = table(), {}
        for one in self.validated(shapes.EntryChecksInputSerializer)["checks"]:
            rule = now[kind := Kind(one["check"])]
            severity = Severity(one.get("severity", rule.severity))
            wanted[kind] = Rule(severity, one.get("figure", rule.parameter))
        operations.save_table(actor=self.actor, rules=wanted, at=clock.now())
        return self._answer()

    def _answer(self) -> Response:
        return Response([_row(kind, rule) for kind, rule in table().items()])


def _row(kind: Kind, rule: Rule) -> dict[str, Any]:
    check = CHECKS[kind]
    return {
        "check": str(kind),
        "label": str(check.label),
        "help": str(check.help),
        "severity": str(rule.severity),
        "figure": rule.parameter and plain(rule.parameter),
        "figure_label": str(check.parameter.label) if check.parameter else "",
    }
