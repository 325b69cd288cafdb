"""The library of clauses over the API (R088)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, keyset
from common.api import conditions
from common.api.views import ApiViewSet
from orders.agreements import clauses
from orders.agreements import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

_NAMES = ("id", "code", "kind", "name", "is_standard", "is_active", "version")


def clause_row(clause: Any) -> dict[str, Any]:
    """A clause with its present wording (``ClauseSerializer``)."""
    return {**{name: getattr(clause, name) for name in _NAMES}, "text": clause.wording}


class ClauseViewSet(ApiViewSet):
    """Clauses that contracts are made of; another wording is a new version, contracts that were made keep theirs."""

    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ClauseSerializer
    sorts = {"code": keyset.Sort("code", descending=False)}
    default_sort = "code"
    verbs = {"create": "clause.edit"}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, clause_id: int, status: int = 200) -> Response:
        found = clauses.get_clause(clause_id)
        location = f"/api/v1/clauses/{found.pk}/" if status == 201 else ""
        return self.answer(clause_row(found), version=found.version, status=status, location=location)

    def _require_reader(self) -> None:
        """Who writes orders chooses clauses, who keeps them sees them."""
        if not rights.can(self.actor, "clause.edit"):
            rights.require(self.actor, "order.create")

    @extend_schema(
        summary="List clauses", parameters=conditions.paging(sorts, "code"), responses=shapes.ClausePageSerializer
    )
    def list(self, request: Request) -> Response:
        """The library by code, each with its present wording."""
        self._require_reader()
        return self.page(clauses.list_clauses(), lambda rows: [clause_row(row) for row in rows])

    @extend_schema(summary="Read a clause", responses=shapes.ClauseSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One with its present wording."""
        self._require_reader()
        return self._answer(int(pk))

    @extend_schema(
        summary="Add a clause", request=shapes.ClauseInputSerializer, responses={201: shapes.ClauseSerializer}
    )
    def create(self, request: Request) -> Response:
        """A clause with its first wording."""
        return self._answer(self._save(None, None, self.validated(shapes.ClauseInputSerializer)), status=201)

    @extend_schema(summary="Change a clause", request=shapes.ClauseChangeSerializer, responses=shapes.ClauseSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is sent; another wording is a new version. Needs If-Match."""
        version = self.version(required=True)
        found = clauses.get_clause(int(pk))
        kept = {"text": found.wording}  # type: ignore[attr-defined]
        return self._answer(self._save(found.pk, version, kept | self.validated(shapes.ClauseChangeSerializer)))

    def _save(self, clause_id: int | None, version: int | None, data: dict[str, Any]) -> int:
        text = data.pop("text")
        call = {"clause_id": clause_id, "version": version, "values": data, "text": text, "at": clock.now()}
        return clauses.save_clause(actor=self.actor, **call).pk
