"""Whom to ask (R093–R095, SEMANTICS 7): the head of the department or a role there, and the people of the matrix.

Skips whoever may not decide: the requester and others barred, posts that are vacant, people who left (their
substitute is asked in their place), people without the right. Walks up the department tree where nobody is left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common import prepared, settings
from orders.approval import reasons

APPROVER = "approval.approver"  # "head", or the code of a role
HEAD = "head"

_UP = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, head_id, name, 0 AS level FROM accounts_department WHERE id = %(department)s
    UNION ALL
    SELECT d.id, d.parent_id, d.head_id, d.name, up.level + 1 FROM accounts_department d JOIN up ON d.id = up.parent_id
), holders AS (
    SELECT DISTINCT ur.user_id, bool_or(g.scope = 'ALL') AS everywhere
    FROM accounts_userrole ur JOIN accounts_role r ON r.id = ur.role_id AND r.is_active
    JOIN accounts_rolegrant g ON g.role_id = r.id AND g.verb = %(verb)s GROUP BY ur.user_id
)
"""
_SQL = f"""{_UP}, asked AS (
    SELECT up.level, up.name, CASE WHEN h.is_active THEN h.id ELSE s.id END AS person,
        CASE WHEN h.is_active THEN 'head' ELSE 'substitute' END AS how
    FROM up JOIN accounts_user h ON h.id = up.head_id
    LEFT JOIN accounts_user s ON s.id = h.substitute_id AND s.is_active
    WHERE %(role)s = 'head'
    UNION ALL
    SELECT up.level, up.name, u.id, 'role' FROM up
    JOIN accounts_user u ON u.department_id = up.id AND u.is_active
    JOIN accounts_userrole ur ON ur.user_id = u.id JOIN accounts_role r ON r.id = ur.role_id AND r.code = %(role)s
    UNION ALL
    SELECT 1000, '', u.id, 'anyone' FROM holders JOIN accounts_user u ON u.id = holders.user_id
    WHERE holders.everywhere AND u.is_active AND NOT u.is_system
)
SELECT asked.person, asked.how, asked.name FROM asked
WHERE asked.person IN (SELECT user_id FROM holders) AND NOT asked.person = ANY(%(barred)s)
ORDER BY asked.level, asked.person LIMIT 1
"""
# the holders of a role: the nearest in the department or above it, else all there are
_HOLDERS = f"""{_UP}, found AS (
    SELECT u.id, r.name, r.is_shipped, min(up.level) AS level
    FROM accounts_userrole ur JOIN accounts_role r ON r.id = ur.role_id AND r.is_active
    JOIN accounts_user u ON u.id = ur.user_id AND u.is_active AND NOT u.is_system
    LEFT JOIN up ON up.id = u.department_id
    WHERE r.id = %(role)s AND u.id IN (SELECT user_id FROM holders) AND NOT u.id = ANY(%(barred)s)
    GROUP BY u.id, r.name, r.is_shipped
)
SELECT id, CASE WHEN is_shipped THEN 'shipped' ELSE 'holder' END, name FROM found
WHERE level IS NOT DISTINCT FROM (SELECT min(level) FROM found) ORDER BY id
"""
_PEOPLE = """
SELECT DISTINCT ON (coalesce(s.id, u.id)) coalesce(s.id, u.id), 'named', ''
FROM unnest(%(people)s::bigint[]) AS asked(id) JOIN accounts_user u ON u.id = asked.id
LEFT JOIN accounts_user s ON s.id = u.substitute_id AND s.is_active AND NOT u.is_active
WHERE (u.is_active OR s.id IS NOT NULL) AND NOT coalesce(s.id, u.id) = ANY(%(barred)s)
    AND coalesce(s.id, u.id) IN (
        SELECT ur.user_id FROM accounts_userrole ur JOIN accounts_role r ON r.id = ur.role_id AND r.is_active
        JOIN accounts_rolegrant g ON g.role_id = r.id AND g.verb = %(verb)s)
ORDER BY coalesce(s.id, u.id)
"""


@dataclass(frozen=True)
class Route:
    """Who is asked, and why he, as ``reasons.words`` reads it."""

    person_id: int
    why: str


@dataclass(frozen=True)
class Business:
    """For whose business somebody is looked for: the department in charge, the right it takes, who may not."""

    department_id: int | None
    verb: str
    barred: Collection[int]


def find(*, department_id: int | None, verb: str, barred: Collection[int]) -> Route | None:
    """The nearest person who may decide ``verb`` for a department, in one statement; None: nobody can."""
    asked = {
        "department": department_id,
        "verb": verb,
        "role": str(settings.get(APPROVER)) or HEAD,
        "barred": sorted(barred),
    }
    found = _run(_SQL, asked)
    return found[0] if found else None


def holders(role_id: int, business: Business) -> list[Route]:
    """The holders of a role who may decide: those nearest to the department, where it and those above it have any."""
    return _run(_HOLDERS, {**_of(business), "role": role_id})


def people(ids: Sequence[int], business: Business) -> list[Route]:
    """Those of certain people who may decide, or who stands in for them."""
    asked = {"people": list(ids), "barred": sorted(business.barred), "verb": business.verb}
    return _run(_PEOPLE, asked)


def _of(business: Business) -> dict[str, Any]:
    return {"department": business.department_id, "verb": business.verb, "barred": sorted(business.barred)}


def _run(sql: str, asked: dict[str, Any]) -> list[Route]:
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, asked)
        return [Route(person_id=person, why=reasons.of(how, name)) for person, how, name in cursor.fetchall()]
