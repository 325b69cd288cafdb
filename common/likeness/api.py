"""Pairs that are alike over the API: the list, the answer to a pair, the search. The archives name their rows, rights
and operations; what they share is here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.views import ApiViewSet
from common.likeness import listing, searching
from common.likeness.filters import PairFilter
from common.likeness.serializers import (
    DuplicateDecisionSerializer,
    DuplicatePageSerializer,
    DuplicateSearchSerializer,
    DuplicateSerializer,
    search_row,
)


@dataclass(frozen=True)
class Archive:
    """An archive's part: ``pairs`` that somebody may see, ``rows`` of them as ``DuplicateSerializer`` says, the
    operations ``decide`` (gives the pair) and ``search``; ``require_view`` and ``require_merge`` raise NotAllowed."""

    kind: str
    pairs: Callable[[Any], QuerySet]
    rows: Callable[[Any, Sequence[Any]], list[dict[str, Any]]]
    decide: Callable[..., Any]
    search: Callable[..., Any]
    require_view: Callable[[Any], None]
    require_merge: Callable[[Any], None]


class DuplicateViewSet(ApiViewSet):
    """Rows of an archive that seem to be kept twice."""

    lookup_field = "pair_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = DuplicateSerializer
    sorts = listing.SORTS
    default_sort = listing.SORT
    archive: ClassVar[Archive]

    @extend_schema(
        summary="List likely duplicates",
        parameters=conditions.parameters(PairFilter, listing.SORTS, listing.SORT),
        responses=DuplicatePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Pairs that both still stand, the likeliest first. The one that goes is merged by its own `merge/`."""
        self.archive.require_view(request.user)
        found = self.filtered(PairFilter, self.archive.pairs(request.user))
        rows = listing.narrowed(found, request.query_params)
        return self.page(rows, lambda pairs: self.archive.rows(request.user, pairs))

    @extend_schema(
        summary="Decide about a pair", request=DuplicateDecisionSerializer, responses={200: DuplicateSerializer}
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pair_id: str) -> Response:
        """The two are not the same, and no search brings them back; or (false) perhaps they are after all."""
        are_two = self.validated(DuplicateDecisionSerializer)["not_the_same"]
        pair = self.archive.decide(actor=request.user, pair_id=int(pair_id), are_two=are_two, at=clock.now())
        return Response(self.archive.rows(request.user, [pair])[0])

    @extend_schema(summary="Read how far the search is", responses=DuplicateSearchSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def search(self, request: Request) -> Response:
        """The search of the archive that was asked for last."""
        self.archive.require_merge(request.user)
        return Response(search_row(searching.latest(self.archive.kind)))

    @extend_schema(summary="Search for duplicates", request=None, responses={202: DuplicateSearchSerializer})
    @search.mapping.post
    def start_search(self, request: Request) -> Response:
        """Have the whole archive searched by a worker; poll until it is DONE. Every night it happens by itself."""
        job = self.archive.search(actor=request.user, at=clock.now())
        return self.answer(search_row(job), status=202)
