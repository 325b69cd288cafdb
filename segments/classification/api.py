"""The classification rules over the API: the rules in force, and rules tried on texts."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import errors
from common.api import strict
from common.api.views import ApiViewSet
from segments.classification import queries, representation, trying
from segments.classification.policies import EDIT, VIEW
from segments.classification.serializers import DraftSerializer, RulesSerializer, TriedSerializer, TryInputSerializer


class ClassificationViewSet(ApiViewSet):
    """How codes, names and specifications are read."""

    freely_repeatable = frozenset({"try_rules"})

    @extend_schema(summary="Read the classification rules", responses=RulesSerializer)
    def list(self, request: Request) -> Response:
        """The rules in force, as data and in words, with the names of what they give."""
        rights.require(request.user, VIEW)  # type: ignore[arg-type]
        strict.require_known_conditions(request.query_params, ())
        return Response(representation.rules(queries.active()))

    @extend_schema(summary="Read the draft of the rules", responses=DraftSerializer)
    @action(detail=False, pagination_class=None)
    def draft(self, request: Request) -> Response:
        """The draft as it stands: what keeps it from coming into force, and what names something that it gives no
        more. 404 where there is none."""
        rights.require(request.user, EDIT)  # type: ignore[arg-type]
        strict.require_known_conditions(request.query_params, ())
        draft = queries.draft()
        if draft is None:
            raise errors.NotFound()
        return Response(representation.draft(request.user, draft))

    @extend_schema(summary="Try the classification rules", request=TryInputSerializer, responses={200: TriedSerializer})
    @action(detail=False, methods=["post"], url_path="try", url_name="try")
    def try_rules(self, request: Request) -> Response:
        """What the rules in force, or the draft, give to at most 10,000 texts. Changes nothing."""
        rights.require(request.user, VIEW)  # type: ignore[arg-type]
        data = self.validated(TryInputSerializer)
        version = (queries.draft() if data["rules"] == "draft" else None) or queries.active()
        found = trying.run(queries.rule_set(version), trying.WAYS[data["field"]], data["texts"])
        return Response(representation.trial(found, version.number))
