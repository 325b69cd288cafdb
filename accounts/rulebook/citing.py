"""From a refusal to the clauses it rests on, for every door; who tried what is forbidden is counted by day."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.urls import reverse

from accounts.rulebook import queries
from accounts.rulebook.checks import refusing
from common import clock, dates, errors
from common.citations import Citation

# one row for each clause that holds today and is bound to the check; the machine breaks no rule
_COUNT = """
INSERT INTO accounts_clausebreach (clause_id, check_key, day, person_id, door, count)
SELECT bound.clause_id, bound.check_key, %(day)s, person.id, told.door, count(*)
FROM unnest(%(keys)s::text[], %(people)s::bigint[], %(doors)s::text[]) told (key, person, door)
JOIN accounts_clausecheck bound ON bound.check_key = told.key
JOIN accounts_user person ON person.id = told.person AND NOT person.is_system
CROSS JOIN LATERAL (
    SELECT wording.valid_to FROM accounts_clausewording wording
    WHERE wording.clause_id = bound.clause_id AND wording.valid_from <= %(day)s
    ORDER BY wording.valid_from DESC, wording.number DESC LIMIT 1
) now
WHERE now.valid_to IS NULL OR now.valid_to >= %(day)s
GROUP BY 1, 2, 4, 5 ORDER BY 1, 2, 4, 5
ON CONFLICT (clause_id, check_key, day, person_id, door)
DO UPDATE SET count = accounts_clausebreach.count + excluded.count
"""


def cite(error: errors.DomainError) -> Sequence[Citation]:
    """The clauses that hold today and are bound to the check that refused."""
    keys = refusing(error.code)
    if not keys:
        return ()
    found = queries.bound_clauses(keys, dates.business_day(clock.now()))
    return [Citation(one.number, queries.said(one, "title"), address(one.number)) for one in found]


def count(refused: Sequence[errors.DomainError]) -> None:
    """Count attempts (something that somebody wanted done, not only looked at) under the clauses they ran against: one
    statement, and none where no check is registered for any of them."""
    told = [(key, *one.attempt) for one in refused if one.attempt is not None for key in refusing(one.code)]
    if not told:
        return
    keys, people, doors = zip(*told, strict=True)
    given = {"keys": list(keys), "people": list(people), "doors": [door[:10] for door in doors]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, given | {"day": dates.business_day(clock.now())})


def address(number: str) -> str:
    """The place of a clause in the rulebook."""
    return f"{reverse('accounts:rulebook')}#c{number}"
