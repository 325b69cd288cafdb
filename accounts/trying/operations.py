"""Beginning and ending to look with other eyes: both stand in the trail, with both names."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from accounts.roles.models import Role
from accounts.trying.session import Trial
from common import errors, events
from common.operation import operation

RIGHT = "role.try"
FOR = timedelta(minutes=30)


@operation
def begin(*, actor: User, role_id: int | None = None, user_id: int | None = None, at: datetime) -> Trial:
    """Look as a role, or as a person, for half an hour. Raises NotAllowed, NotFound, Invalid for oneself."""
    policies.require(actor, RIGHT)
    if user_id == actor.pk:
        raise errors.Invalid(fields={"person": [_("You look with your own eyes already.")]})
    subject: Role | User | None
    if user_id is not None:
        subject = User.objects.filter(pk=user_id, is_active=True, is_system=False).first()
    else:
        subject = Role.objects.filter(pk=role_id or 0, is_active=True).first()
    if subject is None:
        raise errors.NotFound()
    until = at + FOR
    number = subject.username if isinstance(subject, User) else subject.code
    events.record("permission.tried", subject, at=at, number=number, person=actor.username, until=until.isoformat())
    return Trial("person" if isinstance(subject, User) else "role", subject.pk, str(subject), until)


@operation
def end(*, actor: User, trial: Trial, why: str, at: datetime) -> None:
    """Look with one's own eyes again; ``why``: "asked", "over" (its time), "gone" (role, person or right),
    "signed out" (the session's end, asked for or by its limits)."""
    model: type[User | Role] = User if trial.kind == "person" else Role
    subject = model.objects.filter(pk=trial.pk).first()
    number = "" if subject is None else getattr(subject, "username", "") or getattr(subject, "code", "")
    events.record("permission.trying_ended", subject, at=at, number=number, person=actor.username, why=why)
