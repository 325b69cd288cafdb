"""What a session remembers of its sign-in, and when it is over (RELIABILITY 2.10). Knows no request.

A session ends after a time without a request and, used or not, some hours after signing in. Its last
use is written at most every five minutes, outside any operation, so it may seem up to five minutes older.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

STARTED, SEEN, ENROL, PENDING, WAY = "started_at", "seen_at", "must_enrol", "pending_sign_in", "way_in"
PROVIDER, ENDING_PROVIDER = "provider", "ending provider"  # single sign-on; where one can sign out of it, too
WRITTEN_EVERY = timedelta(minutes=5)
PENDING_FOR = timedelta(minutes=5)


def start(session: MutableMapping[str, Any], *, at: datetime, must_enrol: bool = False, way: str = "") -> None:
    """Note a fresh sign-in. ``must_enrol``: the person needs a second factor and has none yet; ``way``: how he came
    in, "" by a password."""
    session[STARTED] = session[SEEN] = int(at.timestamp())
    session[ENROL], session[WAY] = must_enrol, way


def is_over(session: MutableMapping[str, Any], *, at: datetime, idle: timedelta, absolute: timedelta) -> bool:
    """Whether the limits have ended this session. One without a start has just begun."""
    now = at.timestamp()
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        return False
    # the true last use lies up to WRITTEN_EVERY after what was written: nobody is thrown out early
    return now - started >= absolute.total_seconds() or now - seen >= (idle + WRITTEN_EVERY).total_seconds()


def note_use(session: MutableMapping[str, Any], *, at: datetime) -> bool:
    """Remember that the session was used, if that was not written within the last five minutes; whether it was time."""
    now = int(at.timestamp())
    if session.get(STARTED) is None:
        start(session, at=at)
        return False
    is_time = now - session[SEEN] >= WRITTEN_EVERY.total_seconds()
    if is_time:
        session[SEEN] = now
    return is_time


def ask_second_factor(
    session: MutableMapping[str, Any], user_id: int, *, at: datetime, way: str = "", kept: str = ""
) -> None:
    """Remember who proved himself by a first factor, and how, until the second one comes. ``kept``: a form of his that
    waits to be sent again."""
    session[PENDING] = [user_id, int(at.timestamp()), way, kept]


def pending_user_id(session: MutableMapping[str, Any], *, at: datetime) -> int | None:
    """Who still owes the second factor; None when nobody does or it took too long."""
    user_id, since, *_more = session.get(PENDING) or (None, 0)
    return user_id if at.timestamp() - since < PENDING_FOR.total_seconds() else None


def pending_way(session: MutableMapping[str, Any]) -> str:
    """By which way comes who still owes the second factor."""
    return str([*session.get(PENDING, ()), "", "", ""][2])


def pending_form(session: MutableMapping[str, Any]) -> str:
    """The form that waits for the second factor."""
    return str([*session.get(PENDING, ()), "", "", "", ""][3])
