"""The kept pairs: what a search found, and what a person decided. Rights are the caller's."""

from datetime import datetime
from typing import Any

from django.db import connection

from common import errors
from common.likeness import scoring
from common.likeness.models import DuplicatePair
from common.operation import current

State = DuplicatePair.State
SORT = "-score"


def keep(kind: str, found: scoring.Found) -> int:
    """Make the open pairs of a kind what a search found; returns how many are open. What a person said are two stays
    so. Three statements, inside an operation."""
    current()
    columns: list[list[Any]] = [
        [low for low, _high in found],
        [high for _low, high in found],
        [score for score, _reasons in found.values()],
        [",".join(reasons) for _score, reasons in found.values()],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [kind, *columns[:2]])
        cursor.execute(_KEEP, [kind, *columns])
    return DuplicatePair.objects.filter(kind=kind, state=State.OPEN).count()


_DROP = """
DELETE FROM common_duplicatepair p WHERE p.kind = %s AND p.state = 'OPEN' AND NOT EXISTS (
    SELECT 1 FROM unnest(%s::bigint[], %s::bigint[]) AS f(low, high) WHERE f.low = p.low AND f.high = p.high)
"""
_KEEP = """
INSERT INTO common_duplicatepair (kind, low, high, score, reasons, state)
SELECT %s, f.low, f.high, f.score, string_to_array(f.reasons, ','), 'OPEN'
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[]) AS f(low, high, score, reasons)
ON CONFLICT (kind, low, high) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
"""


def get_pair(kind: str, pair_id: int) -> DuplicatePair:
    """A pair of a kind. Raises NotFound."""
    pair = DuplicatePair.objects.filter(kind=kind, pk=pair_id).first()
    if pair is None:
        raise errors.NotFound()
    return pair


def decide(pair: DuplicatePair, *, are_two: bool, actor_id: int, at: datetime) -> None:
    """A person says that they are two (or, false, that this is open again)."""
    current()
    pair.state = State.NOT_SAME if are_two else State.OPEN
    pair.decided_by_id, pair.decided_at = (actor_id, at) if are_two else (None, None)
    pair.save(update_fields=["state", "decided_by_id", "decided_at"])
