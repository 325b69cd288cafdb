"""How busy departments are, for promises."""

from datetime import date, timedelta

from django.db import connection

from accounts.people.models import Department
from common import prepared

WEEK = timedelta(7)
_BUSY = """
    SELECT l.week FROM orders_departmentload l
    JOIN accounts_department d ON d.id = l.department_id AND d.is_active AND d.kind = %s
    WHERE l.week >= %s GROUP BY l.week HAVING sum(l.hours) >= sum(l.capacity) AND sum(l.capacity) > 0 ORDER BY l.week
"""


def full_until(today: date, kind: str = Department.Kind.PRODUCTION) -> date | None:
    """The Monday of the first week in which the departments of a kind have hours left, all of them together; None where
    they have some this week, or nobody wrote their load down. One statement."""
    week = today - timedelta(today.weekday())
    with connection.cursor() as cursor:
        prepared.execute(cursor, _BUSY, [kind, week])
        full = {row[0] for row in cursor.fetchall()}
    first = week
    while first in full:
        first += WEEK
    return first if first > week else None
