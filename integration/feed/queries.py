"""The change feed: what happened, in the order of commits, each event once, as far as its reader may see it.

Positions are given after commit, single-file (``common.events.place_events``): whoever keeps the last one misses
nothing and reads nothing twice (RELIABILITY 2.13). A call looks through a bounded stretch; ``after`` is the last
position that it looked at, so that a reader gets on also where nothing was for him.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, going_back
from common.models import Event
from integration.feed import policies

WINDOW = 50_000  # positions that one call looks through for kinds or a number
LOOKED_AT = 2_000  # events that one call asks about whether its reader may see them
BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; empty: everything that he may see. ``kinds`` None: all."""

    kinds: frozenset[str] | None = None
    subject_type: str = ""
    subject_id: int | None = None
    number: str = ""

    @property
    def is_of_one(self) -> bool:
        """Whether only events of one thing are asked for, which an index finds wherever they stand."""
        return bool(self.subject_type and self.subject_id is not None)


@dataclass(frozen=True)
class Entry:
    """An event as its reader may see it. ``id`` never changes; ``position`` orders the feed."""

    position: int
    id: int
    at: datetime
    kind: str
    subject_type: str
    subject_id: int | None
    subject_number: str
    actor: str
    actor_name: str
    door: str
    reason: str
    data: dict[str, Any]
    redacted: bool


@dataclass(frozen=True)
class Page:
    """Some events; the next call goes on ``after``. ``newest``: the last position that there is."""

    entries: list[Entry]
    after: int
    has_more: bool
    newest: int


@dataclass(frozen=True)
class State:
    """How far the feed is: the last position, when its event happened, and how many events wait for their place."""

    newest: int
    last_at: datetime | None
    waiting: int


def read(actor: User, *, after: int = 0, limit: int = 100, wanted: Wanted = Wanted()) -> Page:
    """What happened after a position, the oldest first. Raises NotAllowed, Conflict (``cursor_ahead``: nothing stands
    at this position yet, as after going back to a backup)."""
    policies.require(actor)
    newest = newest_position()
    if after > newest:
        words = _("This position does not exist yet; the newest is %(newest)s.") % {"newest": newest}
        raise errors.Conflict(words, code="cursor_ahead", newest=newest)
    if after == newest:  # as nearly every call that asks again and again finds it
        return Page([], after, False, newest)
    until = newest if wanted.is_of_one else min(newest, _before_next(after, newest) + WINDOW)
    rows = _candidates(actor, wanted).order_by("position")
    found, reached = _walk(actor, rows, after, until, limit)
    return Page(_entries(actor, found), reached, reached < newest, newest)


def newest_position() -> int:
    """The last position that there is."""
    return Event.objects.aggregate(top=Max("position"))["top"] or 0


def _before_next(after: int, newest: int) -> int:
    """The place before the next event: far from ``after`` where the system went back to a backup (``going_back``)."""
    if newest - after <= WINDOW:
        return after
    rows = Event.objects.filter(position__gt=after).order_by("position").values_list("position", flat=True)
    return (rows.first() or newest) - 1


def counted_after(positions: Collection[int]) -> list[int]:
    """How many places follow each of these, without those that nobody was given because the system went back."""
    newest = newest_position()
    rows = Event.objects.filter(subject_type="", subject_id__isnull=True, kind=going_back.KIND)  # by an index
    rows = rows.filter(position__gt=min(positions, default=newest))
    steps = [(position or 0, data.get("step", 0)) for position, data in rows.values_list("position", "data")]
    skipped = [sum(step for position, step in steps if position > one) for one in positions]
    return [max(newest - one - gone, 0) for one, gone in zip(positions, skipped, strict=True)]


def state() -> State:
    """How far the feed is."""
    newest = newest_position()
    last = Event.objects.filter(position=newest).first() if newest else None
    waiting = Event.objects.filter(position__isnull=True).count()
    return State(newest, last.at if last else None, waiting)


def time_after(position: int) -> datetime | None:
    """When the first event after a position happened; None where there is none."""
    return Event.objects.filter(position__gt=position).order_by("position").values_list("at", flat=True).first()


def _walk(actor: User, rows: QuerySet[Event], after: int, until: int, limit: int) -> tuple[list[Event], int]:
    """Up to ``limit`` events that the actor may see, and the last position that was looked at."""
    found: list[Event] = []
    reached, looked_at = after, 0
    while looked_at < LOOKED_AT:
        size = min(BATCH, LOOKED_AT - looked_at)
        batch = list(rows.filter(position__gt=reached, position__lte=until)[:size])
        shown, room = policies.visible(actor, batch), limit - len(found)
        found += shown[:room]
        if len(shown) >= room:
            return found, _position(found[-1])
        if len(batch) < size:
            return found, until
        looked_at, reached = looked_at + size, _position(batch[-1])
    return found, reached


def _position(event: Event) -> int:
    assert event.position is not None  # only placed ones are read
    return event.position


def _candidates(actor: User, wanted: Wanted) -> QuerySet[Event]:
    """What fits, as far as kinds say that the actor may see it at all; which rows he sees is asked in batches."""
    rows = Event.objects.filter(position__isnull=False)
    kinds = policies.kinds_for(actor)
    if wanted.kinds is not None:
        rows = rows.filter(kind__in=sorted(kinds & wanted.kinds))
    elif not policies.reads_all_kinds(actor):
        rows = rows.filter(kind__in=sorted(kinds))
    if wanted.subject_type:
        rows = rows.filter(subject_type=wanted.subject_type)
    if wanted.subject_id is not None:
        rows = rows.filter(subject_id=wanted.subject_id)
    return rows.filter(subject_number=wanted.number) if wanted.number else rows


def _entries(actor: User, rows: Collection[Event]) -> list[Entry]:
    people = User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})
    names = {pk: (username, name) for pk, username, name in people.values_list("pk", "username", "name")}
    datas = policies.data_for(actor, rows)
    return [_entry(row, names, data) for row, data in zip(rows, datas, strict=True)]


def _entry(row: Event, names: dict[int, tuple[str, str]], data: dict[str, Any]) -> Entry:
    username, name = names.get(row.actor_id or 0, ("", ""))
    return Entry(
        position=_position(row),
        id=row.pk,
        at=row.at,
        kind=row.kind,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        subject_number=row.subject_number,
        actor=username,
        actor_name=name,
        door=row.door,
        reason=row.reason,
        data=data,
        redacted=row.redaction_id is not None,
    )
