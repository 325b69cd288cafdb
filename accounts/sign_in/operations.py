"""Every sign-in, failure, lock-out and refusal is an event (RELIABILITY 2.12). The actor of a failure is
the machine: nobody has been signed in."""

from datetime import datetime

from accounts.people.models import User
from common import events
from common.operation import operation


@operation
def record_sign_in(*, actor: User, at: datetime, address: str, second_factor: str = "") -> None:
    """Note that a person signed in, from where, and with which second factor (totp, recovery code, none)."""
    User.objects.filter(pk=actor.pk).update(last_sign_in_at=at)
    events.record("auth.signed_in", actor, at=at, number=actor.username, ip=address, second_factor=second_factor)


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
