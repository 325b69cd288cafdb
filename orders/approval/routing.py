"""Whom to ask (R093–R095, SEMANTICS 7): one configurable step, the head of the department or a role there.

Walks up the department tree and skips whoever may not decide: the requester and others barred, posts that
are vacant, people who left (their substitute is asked in their place), people without the right.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from common import prepared, settings

APPROVER = "approval.approver"  # "head", or the code of a role
HEAD = "head"

_SQL = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, head_id, name, 0 AS level FROM accounts_department WHERE id = %(department)s
    UNION ALL
    SELECT d.id, d.parent_id, d.head_id, d.name, up.level + 1 FROM accounts_department d JOIN up ON d.id = up.parent_id
), holders AS (
    SELECT DISTINCT ur.user_id, bool_or(g.scope = 'ALL') AS everywhere
    FROM accounts_userrole ur JOIN accounts_role r ON r.id = ur.role_id AND r.is_active
    JOIN accounts_rolegrant g ON g.role_id = r.id AND g.verb = %(verb)s GROUP BY ur.user_id
), asked AS (
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


@dataclass(frozen=True)
class Route:
    """Who is asked, and why he, as ``reasons.words`` reads it."""

    person_id: int
    why: str


def find(*, department_id: int | None, verb: str, barred: Collection[int]) -> Route | None:
    """The nearest person who may decide ``verb`` for a department, in one statement; None: nobody can."""
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _SQL,
            {
                "department": department_id,
                "verb": verb,
                "role": str(settings.get(APPROVER)) or HEAD,
                "barred": sorted(barred),
            },
        )
        row = cursor.fetchone()
    return Route(person_id=row[0], why=f"{row[1]}:{row[2]}") if row else None
