"""Work in the background for the console: who opens it sees all of it, by what it is and not by what is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from accounts.background import policies
from accounts.people.models import User
from common import errors
from common.background import timetable, works
from common.background.works import Asked, Effect, Place, State, Work

PAGE, MOST = 50, 200  # works of a page; of one bulk
# what a list shows: states, and whether failures that are long past are left out
SHOWN: dict[str, tuple[Sequence[str], bool]] = {
    "open": ((State.QUEUED, State.RUNNING, State.FAILED), True),
    "waiting": ((State.QUEUED,), False),
    "running": ((State.RUNNING,), False),
    "failed": ((State.FAILED,), False),
    "done": ((State.DONE, State.CANCELLED), False),
    "all": ((), False),
}


@dataclass(frozen=True)
class Found:
    """A page of works, and where the next begins ("" at the end)."""

    items: Sequence[Work]
    next_cursor: str
    names: Mapping[int, str]


def list_works(*, actor: User, show: str = "open", kind: str = "", cursor: str = "", at: datetime) -> Found:
    """Works of all kinds, newest first. Raises NotAllowed, Invalid (no such list, kind or place)."""
    policies.require_view(actor)
    if show not in SHOWN:
        raise errors.Invalid(fields={"show": [_("Choose one of the list.")]})
    if kind and kind not in works.kinds:
        raise errors.Invalid(fields={"kind": [_("Choose one of the list.")]})
    states, is_recent = SHOWN[show]
    asked = Asked(kind=kind, states=states, failed_since=at - works.RECENT if is_recent else None)
    rows = works.newest(asked, after=_place(cursor), size=PAGE + 1)
    shown = rows[:PAGE]
    return Found(shown, _cursor(shown[-1]) if len(rows) > PAGE else "", names_of(shown))


def get_work(*, actor: User, ref: str) -> Work:
    """One piece of work by its reference (source-number). Raises NotAllowed, NotFound."""
    policies.require_view(actor)
    return found(ref)


def found(ref: str) -> Work:
    """The same for who may already. Raises NotFound."""
    source, _dash, number = ref.rpartition("-")
    if not number.isdecimal() or len(number) > 18:
        raise errors.NotFound()
    return works.get(source, int(number))


@dataclass
class Bulk:
    """What would become of all failures of a kind: those that can be begun again, and the others with the reason."""

    kind: str
    able: list[tuple[Work, Effect]] = field(default_factory=list)
    unable: list[tuple[Work, Effect]] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What is to be known before, each once."""
        return list(dict.fromkeys(str(effect.warning) for _work, effect in self.able if effect.warning))


def failures_of(*, actor: User, kind: str, at: datetime) -> Bulk:
    """The newest failures of a kind, within the days that count. Raises NotAllowed, NotFound."""
    policies.require_view(actor)
    if kind not in works.kinds:
        raise errors.NotFound()
    asked = Asked(kind=kind, states=(State.FAILED,), failed_since=at - works.RECENT)
    bulk = Bulk(kind)
    for work in works.newest(asked, size=MOST):
        effect = works.effect_of(work, "again", at=at)
        (bulk.unable if effect.obstacle else bulk.able).append((work, effect))
    return bulk


def counts(*, actor: User, at: datetime) -> list[works.KindCount]:
    """How each kind stands. Raises NotAllowed."""
    policies.require_view(actor)
    return works.counts(at=at)


def list_timetable(*, actor: User, at: datetime) -> list[timetable.Line]:
    """The timetable. Raises NotAllowed."""
    policies.require_view(actor)
    return timetable.lines(at=at)


def names_of(found: Sequence[Work]) -> dict[int, str]:
    """The names of those who asked."""
    ids = {one.actor_id for one in found if one.actor_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _cursor(last: Work) -> str:
    return f"{last.created_at.astimezone(UTC).isoformat()}~{last.source}~{last.id}".replace("+00:00", "Z")


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        moment, source, number = cursor.split("~")
        at, pk = datetime.fromisoformat(moment), int(number)
    except ValueError:
        raise errors.Invalid(fields={"cursor": [_("This page is not there any more. Begin again.")]}) from None
    if at.tzinfo is None or source not in works.sources or not 0 <= pk < 2**63:
        raise errors.Invalid(fields={"cursor": [_("This page is not there any more. Begin again.")]})
    return Place(at, source, pk)
