"""Every sign-in, failure, lock-out and refusal is an event (RELIABILITY 2.12). The actor of a failure is
the machine: nobody has been signed in."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from accounts import policies
from accounts.people import queries as people
from accounts.people.models import User
from accounts.sign_in import queries
from accounts.sign_in.models import UserSession
from common import errors, events
from common.links.operations import Visitor
from common.operation import operation


@operation
def record_sign_in(*, actor: User, at: datetime, address: str, second_factor: str = "", way: str = "") -> None:
    """Note that a person signed in, from where, with which second factor (totp, recovery code, the provider's, none),
    and by which way, where it was not a password."""
    User.objects.filter(pk=actor.pk).update(last_sign_in_at=at)
    told = {"ip": address, "second_factor": second_factor, **({"way": way} if way else {})}
    events.record("auth.signed_in", actor, at=at, number=actor.username, **told)


@operation
def record_failure(
    *,
    actor: User,
    user: User | None,
    at: datetime,
    address: str,
    what: str = "password",
    locks_out: bool = False,
) -> None:
    """Note a failed try, and whether it was the one that locks the name out at the address. What was typed as a
    name is kept only when it is one: it may be a password."""
    number = user.username if user else ""
    events.record("auth.failed", user, at=at, number=number, ip=address, what=what, known=user is not None)
    if locks_out:
        events.record("auth.locked_out", user, at=at, number=number, ip=address, known=user is not None)


@operation
def record_sign_out(*, actor: User, at: datetime, why: str = "asked") -> None:
    """Note the end of a session: asked for, or over by its limits."""
    events.record("auth.signed_out", actor, at=at, number=actor.username, why=why)


@operation
def record_refusal(*, actor: User, at: datetime, method: str, path: str) -> None:
    """Note that somebody was refused something (403)."""
    events.record("access.refused", actor, at=at, number=actor.username, method=method, path=path[:300])


@operation
def note_session(*, actor: User, key: str, former: str, visitor: Visitor, since: datetime, at: datetime) -> None:
    """Keep where a session stands in the list of its person: a new one, one that goes on, or one whose key changed
    from ``former``. Tells nothing: signing in and out do."""
    epoch = User.objects.filter(pk=actor.pk).values_list("session_epoch", flat=True).get()
    told = {"epoch": epoch, "address": visitor.address or None, "agent": visitor.agent[:300].replace("\0", "")}
    rows = UserSession.objects.filter(user=actor, session_key__in={key, former})
    if not rows.update(session_key=key, seen_at=at, **told):
        start = {"user": actor, "started_at": min(since, at), "seen_at": at}
        UserSession.objects.get_or_create(session_key=key, defaults={**start, **told})


def forget_session(*, key: str, at: datetime) -> None:
    """Take a session that is over off the list."""
    UserSession.objects.filter(session_key=key).delete()


@operation
def end_session(*, actor: User, session_id: int, at: datetime) -> UserSession:
    """End one session of one's own, or of somebody whom one may manage: his next request is signed out.
    Raises NotFound."""
    row = queries.lock_session(actor=actor, session_id=session_id)
    Session.objects.filter(session_key=row.session_key).delete()
    UserSession.objects.filter(pk=row.pk).delete()
    told = {"ip": row.address or "", "device": row.agent, "since": row.started_at.isoformat()}
    events.record("auth.session_ended", row.user, at=at, number=row.user.username, **told)
    return row


@operation
def end_managed_session(*, actor: User, session_id: int, at: datetime) -> UserSession:
    """End a session of somebody whom one may manage. Raises NotAllowed, NotFound."""
    policies.require(actor, "user.manage")
    return end_session(actor=actor, session_id=session_id, at=at)


@operation
def end_chosen_sessions(*, actor: User, user_id: int, session_ids: Collection[int], at: datetime) -> int:
    """End some sessions of a person whom one may manage; how many. Raises NotFound where one is not his, or is over."""
    person = people.lock_person(actor=actor, user_id=user_id)
    own = set(queries.standing_sessions(person, at=at).values_list("pk", flat=True))
    if not own.issuperset(session_ids):
        raise errors.NotFound()
    for pk in sorted(set(session_ids)):
        end_session(actor=actor, session_id=pk, at=at)
    return len(set(session_ids))


def forget_sessions(*, at: datetime) -> None:
    """Drop what is over by its hours, and what the list says of sessions that are gone."""
    SessionStore.clear_expired()
    gone = ~Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    UserSession.objects.filter(gone, seen_at__lt=at - timedelta(minutes=1)).delete()
