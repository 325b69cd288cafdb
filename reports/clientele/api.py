"""The thresholds by which customers are judged over the API (R251, R281)."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors, settings
from common.api.fields import plain
from common.api.views import ApiViewSet
from reports.clientele import operations, thresholds
from reports.clientele import serializers as shapes
from reports.clientele.thresholds import FIGURES, RIGHT, SHIPPED

if TYPE_CHECKING:
    from accounts.people.models import User


class CustomerThresholdViewSet(ApiViewSet):
    """From when on a customer is late, about to leave or falling, and what a high score is."""

    serializer_class = shapes.CustomerThresholdSerializer
    pagination_class = None
    verbs = {"create": RIGHT}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the thresholds of customers", responses=shapes.CustomerThresholdSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every figure, with what is shipped and its bounds."""
        rights.require(self.actor, RIGHT)
        settings.forget()  # as it is stored now
        return self._answer()

    @extend_schema(
        summary="Change the thresholds of customers",
        request=shapes.CustomerThresholdsInputSerializer,
        responses={200: shapes.CustomerThresholdSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Figures that are not named stay as they are. Every report judges by them at once, also days that are over.
        Answers all figures."""
        said = self.validated(shapes.CustomerThresholdsInputSerializer)["figures"]
        figures: dict[str, Decimal] = {one["name"]: one["value"] for one in said}
        if len(figures) != len(said):
            raise errors.Invalid(fields={"figures": [_("A figure stands here twice.")]})
        settings.forget()  # what is sent goes over what is stored now
        wanted, shown = replace(thresholds.current(), **figures), settings.get(thresholds.SETTING)  # type: ignore[arg-type]
        operations.save_thresholds(actor=self.actor, wanted=wanted, shown=shown, at=clock.now())
        settings.forget()
        return self._answer()

    def _answer(self) -> Response:
        now = thresholds.current()
        return Response(
            [
                {
                    "name": name,
                    "value": plain(Decimal(getattr(now, name))),
                    "shipped": plain(Decimal(getattr(SHIPPED, name))),
                    "least": figure.bounds.least,
                    "most": figure.bounds.most,
                }
                for name, figure in FIGURES.items()
            ]
        )
