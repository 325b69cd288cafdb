"""Saved conditions that come with the software, for the whole company. Administrators change them as any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.people import queries as people
from common.conditions.rows import Row, to_json
from common.reference import ship_names
from common.registry import Registry
from segments.models import Segment, SegmentVersion


@dataclass(frozen=True)
class Shipped:
    """One of them: English ``name`` (marked for translation), what a row stands for, and its rows."""

    name: str
    level: str
    rows: Sequence[Row]


FOR_RULES = "RULE_"  # what the code of a condition begins with that only rules go by: it makes no tab of a list

shipped: Registry[Shipped] = Registry("segments.shipped")


def register(code: str, one: Shipped) -> None:
    """Declare a condition that comes with the software."""
    shipped.register(code, one)
    ship_names([one.name])


def seed_segments(at: datetime) -> None:
    """Add those that never were there; one that was changed or removed stays so."""
    missing = [code for code in shipped if not Segment.objects.filter(code=code).exists()]
    if not missing:
        return
    system = people.system_user()
    for code in missing:
        one = shipped[code]
        segment = Segment.objects.create(
            code=code,
            name=one.name,
            level=one.level,
            audience=Segment.Audience.COMPANY,
            rows=to_json(one.rows),
            fields=sorted({row.field for row in one.rows}),
            created_at=at,
            updated_at=at,
        )
        SegmentVersion.objects.create(segment=segment, revision=1, rows=segment.rows, at=at, by=system)
