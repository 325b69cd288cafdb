"""Long work in the background, of every kind, for people who run the house (docs/adr/0127).

No machinery of its own: rooms keep their work where they always did, most on a ``Job``, some in a table of their own
(``sources``). Each kind says in words what it is, and what would happen if one were done again or left (``kinds``);
doing it again is the room's own function, which looks at the row once more under its lock.
"""

import heapq
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import errors
from common.errors import Text
from common.models import Job
from common.registry import Registry

State = Job.State
OPEN = (State.QUEUED, State.RUNNING)
RECENT = timedelta(days=7)  # failures that are older ask for nobody any more
_SILENT = timedelta(minutes=15)


@dataclass(frozen=True)
class Work:
    """One piece of work, wherever its row stands. ``what``: which list, file or report, in the reader's language."""

    kind: str
    source: str
    id: int
    state: str
    actor_id: int | None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    heartbeat_at: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    what: str = ""
    url: str = ""

    @property
    def ref(self) -> str:
        """Its name among all kinds."""
        return f"{self.source}-{self.id}"

    @property
    def version(self) -> int:
        """Changes with its state: what somebody saw is held against it."""
        seen = f"{self.state} {self.started_at} {self.finished_at} {self.error}"
        return zlib.crc32(seen.encode()) % 10**9  # as long as a form takes

    @property
    def share(self) -> int:
        """How much of it is done, of a hundred."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def label(self) -> Text:
        """What it is, in words."""
        kind = kinds.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def state_label(self) -> Text:
        return State(self.state).label

    def is_silent(self, at: datetime) -> bool:
        """Whether its worker seems to be dead: it runs and said nothing for longer than such work ever does."""
        kind = kinds.get(self.kind)
        last = self.heartbeat_at or self.started_at
        patience = kind.silent if kind else _SILENT
        return self.state == State.RUNNING and last is not None and at - last > patience


@dataclass(frozen=True)
class Effect:
    """What would come of doing it again, or of leaving it. ``obstacle``: why it cannot be; "" where it can."""

    does: Sequence[Text] = ()
    keeps: Sequence[Text] = ()
    warning: Text = ""
    obstacle: Text = ""


@dataclass(frozen=True)
class Verb:
    """Something that can be done with work of a kind. ``effect`` changes nothing; ``act`` runs inside an operation,
    looks again under the row's lock and raises WrongState where it is too late."""

    effect: Callable[[Work, datetime], Effect]
    act: Callable[[Work, datetime], None]


@dataclass(frozen=True)
class Kind:
    """Work of one kind, as its room declares it. ``again``: of what failed; ``cancel``: of what waits; ``alone``: why
    there is no ``again``. ``told`` gives id → (what it is about, the address of its own page) for many at once.
    ``comes_back``: the timetable takes up again what a dead worker left."""

    label: Text
    about: Text
    source: str = "job"
    again: Verb | None = None
    cancel: Verb | None = None
    alone: Text = ""
    told: Callable[[Sequence[Work]], Mapping[int, tuple[str, str]]] | None = None
    silent: timedelta = _SILENT
    comes_back: bool = True


@dataclass(frozen=True)
class Source:
    """A table of work: rows with ``work_kind``, ``work_state``, ``asked_at`` and ``ended_at`` beside their own columns,
    and how one is read."""

    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], Work]


kinds: Registry[Kind] = Registry("common.background.kinds")
sources: Registry[Source] = Registry("common.background.sources")


@dataclass(frozen=True)
class Asked:
    """Which work somebody wants to see. ``failed_since``: no failures from before."""

    kind: str = ""
    states: Collection[str] = ()
    failed_since: datetime | None = None
    ids: Collection[int] = field(default_factory=tuple)


@dataclass(frozen=True)
class Place:
    """Where a list goes on: behind this piece of work."""

    at: datetime
    source: str
    id: int


def newest(asked: Asked, *, after: Place | None = None, size: int = 50) -> list[Work]:
    """Work of all tables together, newest first; each table gives no more than ``size``."""
    found = [_of(key, source, asked, after, size) for key, source in sources.items() if _has(key, asked.kind)]
    merged = heapq.merge(*found, key=lambda one: (one.created_at, one.source, one.id), reverse=True)
    return with_words([one for one, _n in zip(merged, range(size), strict=False)])


def get(source: str, pk: int) -> Work:
    """One piece of work. Raises NotFound."""
    table = sources.get(source)
    row = table.rows().filter(pk=pk).first() if table else None
    if table is None or row is None:
        raise errors.NotFound()
    return with_words([table.read(row)])[0]


def with_words(found: Sequence[Work]) -> list[Work]:
    """The same with what each is about, asked once for each kind."""
    said: dict[tuple[str, int], tuple[str, str]] = {}
    for key in {one.kind for one in found}:
        kind = kinds.get(key)
        if kind is not None and kind.told is not None:
            told = kind.told([one for one in found if one.kind == key])
            said.update({(key, pk): words for pk, words in told.items()})
    filled = []
    for one in found:
        what, url = said.get((one.kind, one.id), ("", ""))
        filled.append(replace(one, what=what, url=url))
    return filled


@dataclass(frozen=True)
class KindCount:
    """How one kind stands: what waits and runs, what failed lately, since when the oldest waits, the last good end."""

    kind: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    last_done: datetime | None

    @property
    def label(self) -> Text:
        kind = kinds.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def about(self) -> Text:
        kind = kinds.get(self.kind)
        return kind.about if kind else ""


def counts(*, at: datetime) -> list[KindCount]:
    """All kinds that are declared or have rows, in the order of their declaration; one statement for each table."""
    found: dict[str, KindCount] = {}
    for source in sources.values():
        rows = source.rows().order_by().values("work_kind")
        told = rows.annotate(
            waiting=Count("pk", filter=Q(work_state=State.QUEUED)),
            running=Count("pk", filter=Q(work_state=State.RUNNING)),
            failed=Count("pk", filter=Q(work_state=State.FAILED, asked_at__gt=at - RECENT)),
            oldest=Min("asked_at", filter=Q(work_state=State.QUEUED)),
            last_done=Max("ended_at", filter=Q(work_state=State.DONE)),
        )
        found.update({one["work_kind"]: KindCount(kind=one.pop("work_kind"), **one) for one in list(told)})
    declared = [found.get(key) or KindCount(key, 0, 0, 0, None, None) for key in kinds]
    return declared + [one for key, one in found.items() if key not in kinds]


def effect_of(work: Work, verb: str, *, at: datetime) -> Effect:
    """What doing it again (``again``) or leaving it (``cancel``) would do now. Changes nothing."""
    kind = kinds.get(work.kind)
    known: Verb | None = getattr(kind, verb) if kind else None
    if fault := _fault(work, verb, at):
        return Effect(obstacle=fault)
    if known is None:
        alone = kind.alone if kind and verb == "again" else ""
        return Effect(obstacle=alone or _("This kind of work goes on or ends by itself."))
    return known.effect(work, at)


def act(work: Work, verb: str, *, at: datetime) -> None:
    """Do it again, or leave it, inside an operation. Raises WrongState where that is not possible (any more)."""
    effect = effect_of(work, verb, at=at)
    if effect.obstacle:
        raise errors.WrongState(effect.obstacle, status=work.state, possible=[])
    getattr(kinds[work.kind], verb).act(work, at)


def requeue(job_id: int, *, states: Collection[str] = (State.FAILED,), **more: Any) -> None:
    """Let a job wait again, inside an operation. Raises WrongState where it is not in ``states`` (any more)."""
    given = {"state": State.QUEUED, "error": "", "finished_at": None, "stage": "", "done": 0, **more}
    if not Job.objects.filter(pk=job_id, state__in=states).update(**given):
        raise too_late()


def too_late() -> errors.WrongState:
    """Somebody else did it meanwhile, or it went on by itself."""
    return errors.WrongState(_("It went on meanwhile."), possible=[])


def _fault(work: Work, verb: str, at: datetime) -> Text:
    if verb == "cancel":
        return "" if work.state in OPEN else _("It is over already.")
    if work.state == State.FAILED:
        return ""
    if work.is_silent(at):
        kind = kinds.get(work.kind)
        return _("Its worker seems to be dead; it is taken up again by itself.") if kind and kind.comes_back else ""
    return _("It is under way.") if work.state in OPEN else _("It did not fail.")


def _has(source: str, kind: str) -> bool:
    return not kind or kind not in kinds or kinds[kind].source == source


def _of(key: str, source: Source, asked: Asked, after: Place | None, size: int) -> Iterator[Work]:
    rows = source.rows()
    if asked.kind:
        rows = rows.filter(work_kind=asked.kind)
    if asked.ids:
        rows = rows.filter(pk__in=asked.ids)
    if asked.states:
        rows = rows.filter(work_state__in=asked.states)
    if asked.failed_since is not None:
        rows = rows.exclude(work_state=State.FAILED, asked_at__lte=asked.failed_since)
    if after is not None:
        same = Q(asked_at=after.at) & Q(pk__lt=after.id) if key == after.source else Q(asked_at=after.at)
        rows = rows.filter(Q(asked_at__lt=after.at) | same if key <= after.source else Q(asked_at__lt=after.at))
    return iter([source.read(row) for row in rows.order_by("-asked_at", "-pk")[:size]])
