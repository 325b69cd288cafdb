"""Noting how far clients are who ask by API, and how they were refused last. The notes are for people and machines that
watch: the feed itself reads none of them."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import Error, transaction
from django.db.models import Q
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.tokens.models import ApiToken
from common import clock
from integration.feed.models import FeedReader

EVERY = timedelta(seconds=30)  # a client that stands still is noted so often at most, and one that is refused again
FEEDS = ("/api/v1/events/", "/api/v1/finance-events/")
_EXPECTED = {404, 409, 412}  # answers that a client asks for: is it there, is it done, did it change


def watch(request: Request, response: Response) -> None:
    """A watcher of ``common.api.watching``: note a call of a token to a feed, and any refusal of it."""
    token = getattr(request, "_auth", None)  # ``auth`` would sign in here who was refused before
    if not isinstance(token, ApiToken):
        return
    is_feed, code = request.method == "GET" and request.path in FEEDS, response.status_code
    is_refused = 400 <= code < 500 and (is_feed or code not in _EXPECTED)
    is_read = is_feed and code == 200 and "subject" not in request.query_params  # else it looks something up
    if not (is_refused or is_read):
        return
    with suppress(Error), transaction.atomic():  # a note that cannot be made spoils no answer
        if is_refused:
            _note_refusal(token, request, response, at=clock.now())
        else:
            _note_place(token, int(request.query_params.get("after") or 0), at=clock.now())


def _note_place(token: ApiToken, position: int, *, at: datetime) -> None:
    """``position`` is what it asked after: all up to there it has, as it says itself."""
    stale = ~Q(position=position) | Q(position=None) | Q(asked_at=None) | Q(asked_at__lt=at - EVERY)
    if not FeedReader.objects.filter(stale, token=token).update(position=position, asked_at=at):
        _begin(token, position=position, asked_at=at)


def _note_refusal(token: ApiToken, request: Request, response: Response, *, at: datetime) -> None:
    body = response.data if isinstance(response.data, dict) else {}
    words = f"{response.status_code} {body.get('code', '')} {request.method} {request.path}"[:200]
    stale = ~Q(refusal=words) | Q(refused_at=None) | Q(refused_at__lt=at - EVERY)
    if not FeedReader.objects.filter(stale, token=token).update(refusal=words, refused_at=at):
        _begin(token, refusal=words, refused_at=at)


def _begin(token: ApiToken, **columns: object) -> None:
    """The first note of a token; nothing where there is one, which is fresh enough."""
    FeedReader.objects.bulk_create([FeedReader(token=token, **columns)], ignore_conflicts=True)
