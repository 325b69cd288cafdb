"""Kept forecasts as their readers find them, and what came of what they said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, keyset
from common.dates import month_end
from reports.figures import naming
from reports.figures import queries as figures
from reports.figures.dimensions import AXES
from reports.forecast import afterwards
from reports.forecast.afterwards import Afterwards
from reports.forecast.forecasting import Point
from reports.forecast.series import Rhythm
from reports.outlook import keeping, policies
from reports.outlook.models import KeptForecast
from reports.outlook.wanted import Wanted

SORTS = {"kept": keyset.Sort("kept_at")}
DEFAULT_SORT = "kept"
MOST_SAME = 24  # forecasts of the same question beside one
BEFORE = 12  # months before the first period that are shown


@dataclass(frozen=True)
class Held:
    """A kept forecast and how near it is so far."""

    kept: KeptForecast
    points: list[Point]
    judged: Afterwards | None


@dataclass(frozen=True)
class Compared:
    """One beside what came. ``came``: first day of a period → its figure, also of the one that runs, which counts for
    nothing yet; ``others``: those of the same question, the latest first, it among them."""

    held: Held
    wanted: Wanted
    came: dict[date, float]
    others: list[Held]
    today: date
    as_of: datetime | None

    @property
    def rhythm(self) -> Rhythm:
        """How long its periods are."""
        return self.wanted.rhythm


def list_kept(actor: User) -> QuerySet[KeptForecast]:
    """Those that ``actor`` may see. Raises NotAllowed."""
    return policies.visible_to(actor).select_related("kept_by")


def get_kept(*, actor: User, kept_id: int) -> KeptForecast:
    """One of them. Raises NotFound, NotAllowed."""
    found = list_kept(actor).filter(pk=kept_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def narrowed_to(actor: User, rows: Iterable[KeptForecast]) -> dict[int, str]:
    """Kept forecast → what it was narrowed to, in words; "" for the whole. The names of all together."""
    filters = {row.pk: keeping.filters_of(row.asked) for row in rows}
    members: dict[str, set[str]] = {}
    for one in filters.values():
        for code, keys in one.items():
            members.setdefault(code, set()).update(keys)
    names = {code: _names(actor, code, keys) for code, keys in members.items()}
    return {
        pk: "; ".join(", ".join(names[code][key] for key in keys) for code, keys in one.items())
        for pk, one in filters.items()
    }


def _names(actor: User, code: str, keys: set[str]) -> dict[str, str]:
    axis = AXES[code]
    members: list[Any] = sorted(keys) if axis.is_text else sorted(int(key) for key in keys)
    return {str(key): name for key, name in naming.names_read(actor, axis, members).items()}


def compared(*, actor: User, kept_id: int, today: date) -> Compared:
    """A kept forecast and the others of the same question beside what came, which one question brings. Raises NotFound,
    and as ``figures.queries.ask``."""
    kept = get_kept(actor=actor, kept_id=kept_id)
    same = list(list_kept(actor).filter(asked=kept.asked).order_by("-kept_at", "-pk")[:MOST_SAME])
    wanted = keeping.wanted_of(kept)
    first = min(one.first for one in (kept, *same))
    asked = wanted.question(today, since=Rhythm.MONTH.later(first, -BEFORE), until=month_end(today))
    answer = figures.ask(actor=actor, asked=asked, today=today)
    came: dict[date, float] = {}
    for row in answer.rows:
        period = wanted.rhythm.begin(row[0])
        came[period] = came.get(period, 0.0) + float(answer.value(wanted.measure, row) or 0)
    others = [_held(one, came, today) for one in same]
    return Compared(_held(kept, came, today), wanted, came, others, today, answer.as_of)


def _held(kept: KeptForecast, came: dict[date, float], today: date) -> Held:
    points, rhythm = keeping.points_of(kept), Rhythm(kept.asked["rhythm"])
    over = [came.get(point.day, 0.0) for point in points if keeping.is_over(rhythm, point.day, today)]
    return Held(kept, points, afterwards.judge(points, over, kept.scale))
