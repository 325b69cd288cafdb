"""Customers that seem to be kept twice, over the API."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from accounts import policies as rights
from common.likeness.api import Archive, DuplicateViewSet
from common.likeness.serializers import duplicate_row
from customers.cleaning import operations, queries


def _side(side: queries.Side) -> dict[str, Any]:
    seen = side.customer
    told = {"in_charge": side.in_charge}
    return told if seen is None else told | {"code": seen.code, "name": seen.name}


def _rows(actor: Any, pairs: Sequence[Any]) -> list[dict[str, Any]]:
    return [duplicate_row(one, _side(one.one), _side(one.other)) for one in queries.shown(actor, pairs)]


class CustomerDuplicateViewSet(DuplicateViewSet):
    """Customers that seem to be kept twice."""

    verbs = {"decide": queries.MERGE, "start_search": queries.MERGE}
    archive = Archive(
        kind=queries.KIND,
        pairs=queries.list_pairs,
        rows=_rows,
        decide=operations.decide_pair,
        search=operations.search_duplicates,
        require_view=partial(rights.require, verb="customer.view"),
        require_merge=partial(rights.require, verb=queries.MERGE),
    )
