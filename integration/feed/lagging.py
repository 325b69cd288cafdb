"""How far clients are behind the feed: events and time, by their own last call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.tokens.models import ApiToken
from integration.feed import queries
from integration.feed.models import FeedReader

LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Lag:
    """A client's place. ``behind``: places that follow it; ``waits_since``: of when the first of them is; ``is_late``:
    it has waited for longer than a client that works leaves anything waiting."""

    reader: FeedReader
    behind: int
    waits_since: datetime | None
    is_late: bool

    @property
    def error(self) -> str:
        """Its last refusal, unless a call of the feed was answered since."""
        one = self.reader
        if one.refused_at is None or (one.asked_at is not None and one.asked_at > one.refused_at):
            return ""
        return one.refusal

    def waited(self, at: datetime) -> timedelta:
        """For how long something has been waiting for it; nothing where nothing waits."""
        return max(at - self.waits_since, timedelta(0)) if self.waits_since else timedelta(0)


def of_tokens(tokens: Iterable[ApiToken], *, at: datetime) -> dict[int, Lag]:
    """By token, those that asked the feed ever or were refused; a few statements for all."""
    found = list(FeedReader.objects.filter(token__in=[one.pk for one in tokens]).select_related("token__user"))
    return {lag.reader.token_id: lag for lag in _lags(found, at)}


def all_lags(*, at: datetime) -> Sequence[Lag]:
    """Of every client whose token works, who is furthest behind first."""
    live = Q(token__expires_at=None) | Q(token__expires_at__gt=at)
    rows = FeedReader.objects.filter(live, token__revoked_at=None, token__user__is_active=True)
    return sorted(
        _lags(list(rows.select_related("token__user")), at), key=lambda one: (-one.behind, one.reader.token_id)
    )


def _lags(readers: Sequence[FeedReader], at: datetime) -> list[Lag]:
    counts = queries.counted_after([one.position or 0 for one in readers]) if readers else []
    times = {one: queries.time_after(one) for one in {one.position for one in readers if one.position is not None}}
    return [_lag(one, behind, times, at) for one, behind in zip(readers, counts, strict=True)]


def _lag(reader: FeedReader, behind: int, times: Mapping[int, datetime | None], at: datetime) -> Lag:
    if reader.position is None or not behind:
        return Lag(reader, 0, None, False)
    since = times[reader.position]
    return Lag(reader, behind, since, since is not None and at - since > LATE)
