"""What holds for saved conditions at any moment."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.conditions.errors import BadCondition
from common.invariants import Invariant, invariants
from segments import conditions
from segments.fields import Field, every_field
from segments.models import Segment

# the rows in force are those of the newest revision that was kept
REVISIONS = """
    SELECT s.id, s.revision, max(v.revision) AS kept FROM segments_segment s
    LEFT JOIN segments_segmentversion v ON v.segment_id = s.id
    GROUP BY s.id, s.revision, s.rows
    HAVING max(v.revision) IS DISTINCT FROM s.revision OR count(v.id) <> s.revision
        OR NOT bool_or(v.revision = s.revision AND v.rows = s.rows)
"""


# a role says that a condition is its reach exactly where there is one, in use and of the whole company
REACH = """
    SELECT r.id, r.code, r.by_condition, c.id AS scope, s.is_active, s.audience FROM accounts_role r
    LEFT JOIN segments_rolescope c ON c.role_id = r.id LEFT JOIN segments_segment s ON s.id = c.segment_id
    WHERE r.by_condition <> (c.id IS NOT NULL) OR NOT coalesce(s.is_active AND s.audience = 'COMPANY', TRUE)
"""


def unreadable(limit: int) -> list[dict[str, Any]]:
    """Saved conditions in use whose rows cannot be read over the fields that there are, and are in use too."""
    known = every_field()
    rows = Segment.objects.filter(is_active=True).order_by("pk").iterator()
    faults = ((row, _fault_of(row, known)) for row in rows)
    return list(islice(({"id": row.pk, "name": row.name, "fault": fault} for row, fault in faults if fault), limit))


def _fault_of(segment: Segment, known: Mapping[str, Field]) -> str:
    try:
        condition = conditions.stored(known, segment.rows)
        conditions.check(condition)
    except BadCondition as fault:
        return str(fault.message)
    if condition.fields != segment.fields:
        return f"fields {segment.fields}"
    gone = [key for key in condition.fields if not known[key].is_active]
    return f"fields out of use {gone}" if gone else ""


def register() -> None:
    """Called once from ``SegmentsConfig.ready``."""
    for key, title, options in (
        ("readable", _("Every saved condition can be read"), {"find": unreadable}),
        ("revisions", _("Every revision of a saved condition is kept"), {"sql": REVISIONS}),
        ("reach", _("A role that reaches orders by a condition has one"), {"sql": REACH}),
    ):
        invariants.register(f"segments.{key}", Invariant(24, title, **options))
