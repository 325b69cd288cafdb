"""The rules of scoring customers over the API (R107)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors, settings
from common.api.fields import plain
from common.api.views import ApiViewSet
from orders.credit_desk import operations, rules
from orders.credit_desk import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VERB = "setting.manage"


class ScoreRulesViewSet(ApiViewSet):
    """How payments make a score, and a score a grade."""

    serializer_class = shapes.ScoreFigureSerializer
    pagination_class = None
    verbs = {"create": VERB}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the rules of scoring", responses=shapes.ScoreFigureSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every figure, with what is shipped and its bounds."""
        rights.require(self.actor, VERB)
        return self._answer()

    @extend_schema(
        summary="Change the rules of scoring",
        request=shapes.ScoreFiguresInputSerializer,
        responses={200: shapes.ScoreFigureSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Figures that are not named stay as they are. The next night grades by them; grades it proposes are decided
        by a person as before. Answers all figures."""
        said = self.validated(shapes.ScoreFiguresInputSerializer)["figures"]
        figures: dict[str, Decimal] = {one["name"]: one["value"] for one in said}
        if len(figures) != len(said):
            raise errors.Invalid(fields={"figures": [_("A figure stands here twice.")]})
        settings.forget()  # what is sent goes over what is stored now
        stored = settings.get(rules.SETTING)
        operations.save_rules(actor=self.actor, figures=figures, shown=stored, at=clock.now())
        settings.forget()
        return self._answer()

    def _answer(self) -> Response:
        shipped = rules.figures_of(rules.SHIPPED)
        return Response([_row(name, value, shipped[name]) for name, value in rules.present().items()])


def _row(name: str, value: Decimal, shipped: Decimal) -> dict[str, Any]:
    """A figure (``ScoreFigureSerializer``)."""
    least, most = rules.BOUNDS[name]
    return {"name": name, "value": plain(value), "shipped": plain(shipped), "least": least, "most": most}
