"""What the pages of schedules are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts import policies as rights
from accounts.people.models import User
from common import keyset
from reports.deliveries import contents, policies, queries, rhythm
from reports.deliveries.models import ReportDelivery, ReportSchedule

PAGE = 50
NAMES_SHOWN = 3
State = ReportDelivery.State
GLYPHS = {State.QUEUED: "wait", State.SENT: "closed", State.SKIPPED: "archived", State.FAILED: "block"}


@dataclass(frozen=True)
class Line:
    """A schedule as the list shows it, with what was sent last."""

    schedule: ReportSchedule
    when: str
    names: Sequence[str]
    more: int
    last: ReportDelivery | None
    is_own: bool

    @property
    def glyph(self) -> str:
        """How the last delivery went."""
        return GLYPHS[State(self.last.state)] if self.last else ""


def when(schedule: ReportSchedule) -> str:
    """Its rhythm in words."""
    return rhythm.said(schedule.rhythm, schedule.place, schedule.hour)


def lines(actor: User, schedules: Sequence[ReportSchedule]) -> list[Line]:
    """The rows of the list."""
    last = queries.last_of(actor, schedules)
    found = []
    for one in schedules:
        names = sorted(person.name for person in one.recipients.all())
        found.append(
            Line(
                one,
                when(one),
                names[:NAMES_SHOWN],
                max(0, len(names) - NAMES_SHOWN),
                last.get(one.pk),
                policies.is_own(actor, one),
            )
        )
    return found


def listed(actor: User, cursor: str | None) -> dict[str, Any]:
    """The context of the list. Raises NotAllowed."""
    rights.require(actor, policies.VIEW)
    rows = queries.list_schedules(actor)
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="id", cursor=cursor, size=PAGE)
    return {"page": page, "lines": lines(actor, page.items), "pager_target": "list"}


def detail(actor: User, schedule_id: int) -> dict[str, Any]:
    """The context of a schedule's page. Raises NotFound."""
    schedule = queries.get_schedule(actor=actor, schedule_id=schedule_id)
    deliveries = list(queries.deliveries_of(actor, schedule)[:PAGE])
    languages = dict(settings.LANGUAGES)
    people = sorted(schedule.recipients.all(), key=lambda one: one.name)
    return {
        "schedule": schedule,
        "when": when(schedule),
        "is_own": policies.is_own(actor, schedule),
        "gets": any(one.pk == actor.pk for one in people),
        "people": [(one, languages.get(one.language, one.language)) for one in people],
        "deliveries": [(one, GLYPHS[State(one.state)]) for one in deliveries],
        "address": contents.address_of(schedule.report),
        "may_send": rights.can(actor, policies.EXPORT),
    }
