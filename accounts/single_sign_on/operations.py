"""Who comes in by the provider, and who links people to what they are there. Every refusal is an event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from accounts.single_sign_on import policies, queries
from accounts.single_sign_on.faults import Why
from accounts.single_sign_on.models import Identity
from accounts.single_sign_on.proving import Proven
from common import company, errors, events, mailing, settings
from common.operation import operation

LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Recognised:
    """The person who came back, or why nobody did."""

    user: User | None
    why: Why | None = None


@operation
def recognise(*, actor: User, proven: Proven, address: str, at: datetime) -> Recognised:
    """Whose the proven identity is. One that is linked to nobody is linked to the only person with its verified mail
    address, where the company wants that; never to whoever manages roles: his rights are worth a second look."""
    identity = queries.find_identity(proven.issuer, proven.subject)
    known, why = _by_address(actor, proven, at) if identity is None else _of(identity)
    if known is not None and why is None:
        return Recognised(known)
    events.record(
        queries.REFUSED,
        known,
        at=at,
        number=known.username if known else "",
        why=str(why),
        ip=address,
        issuer=proven.issuer,
        identity=proven.subject,
        address=proven.email,
    )
    return Recognised(None, why)


@operation
def record_refusal(*, actor: User, why: Why, told: str, address: str, at: datetime) -> None:
    """Note that a sign-in by the provider came to nothing before it was known whose it is."""
    events.record(queries.REFUSED, None, at=at, why=str(why), ip=address, error=told)


@operation
def link_identity(*, actor: User, user_id: int, subject: str, at: datetime) -> Identity:
    """Let a person come in by what he is at the provider: ``subject``, as it calls him.

    Raises NotFound, NotAllowed (an administrator's needs the right to manage roles), WrongState for somebody who left
    or where no provider is named, Invalid, Conflict where he or the subject is linked already.
    """
    user = _lock(actor, user_id)
    if not policies.is_offered():
        raise errors.WrongState(_("This installation names no provider of single sign-on."))
    if not user.is_active:
        raise errors.WrongState(_("%(name)s is not active any more.") % {"name": user.name})
    named = subject.strip()
    if not 0 < len(named) <= LONGEST_SUBJECT or not named.isprintable():
        raise errors.Invalid(fields={"subject": [_("Enter the subject as the provider shows it.")]})
    return _link(actor, user, django_settings.OIDC_ISSUER, named, at)


@operation
def link_own(*, actor: User, proven: Proven, at: datetime) -> Identity:
    """Link oneself to what one just proved to be at the provider; twice changes nothing. The door asked for the
    password before. Raises WrongState for somebody who left, Conflict where the identity is somebody else's, or he is
    linked to another one."""
    user = people.lock_any_person(user_id=actor.pk)
    if not user.is_active:
        raise errors.WrongState(_("%(name)s is not active any more.") % {"name": user.name})
    known = queries.find_identity(proven.issuer, proven.subject)
    if known is not None and known.user_id == user.pk:
        return known
    return _link(actor, user, proven.issuer, proven.subject, at)


@operation
def confirm_own(*, actor: User, password: str, at: datetime) -> None:
    """Ask for one's password before what one links or unlinks. Raises WrongState for whoever has none to give (he signs
    in by the provider only, or no provider is named), Invalid (password)."""
    _require_own(people.lock_any_person(user_id=actor.pk), password)


@operation
def unlink_own(*, actor: User, password: str, identity_ids: Collection[int], at: datetime) -> User:
    """Take away what one is linked to; all other sessions end, the door renews this one. Raises as ``confirm_own``, and
    NotFound."""
    user = people.lock_any_person(user_id=actor.pk)
    _require_own(user, password)
    return _unlink(user, identity_ids, at)


def _require_own(user: User, password: str) -> None:
    if not policies.is_offered():
        raise errors.WrongState(_("This installation names no provider of single sign-on."))
    policies.require_password(user)
    if not user.check_password(password):
        raise errors.Invalid(fields={"password": [_("This is not your present password.")]})


@operation
def unlink_identities(*, actor: User, user_id: int, identity_ids: Collection[int], at: datetime) -> User:
    """Take away some of what a person is linked to; he is signed out everywhere. Raises NotFound, NotAllowed (an
    administrator's needs the right to manage roles)."""
    return _unlink(_lock(actor, user_id), identity_ids, at)


def _unlink(user: User, identity_ids: Collection[int], at: datetime) -> User:
    found = list(queries.identities_of(user).filter(pk__in=identity_ids))
    if not found or len(found) != len(set(identity_ids)):
        raise errors.NotFound()
    for identity in found:
        told = {"issuer": identity.issuer, "identity": identity.subject}
        identity.delete()
        events.record("auth.identity_unlinked", user, at=at, number=user.username, **told)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    return user


def _lock(actor: User, user_id: int) -> User:
    user = people.lock_person(actor=actor, user_id=user_id)
    if people.holds(user, "role.manage"):  # else managing people would be a way to every right
        rights.require(actor, "role.manage")
    return user


def _of(identity: Identity) -> tuple[User | None, Why | None]:
    return identity.user, None if identity.user.is_active else Why.LEFT


def _by_address(actor: User, proven: Proven, at: datetime) -> tuple[User | None, Why | None]:
    """The person to whom an unknown identity is linked now; else why it is not, and whom it would have been."""
    if not settings.get("single_sign_on.link_by_address"):
        return None, Why.UNLINKED
    if not proven.email:
        return None, Why.UNVERIFIED
    found = queries.people_with_address(proven.email)
    if len(found) != 1:
        return None, Why.AMBIGUOUS if found else Why.NOBODY
    user = people.lock_any_person(user_id=found[0].pk)
    same = queries.find_identity(proven.issuer, proven.subject)
    if same is not None:  # somebody was quicker
        return _of(same)
    if not user.is_active or user.email.lower() != proven.email.lower():
        return None, Why.NOBODY
    if people.holds(user, "role.manage"):
        return user, Why.ADMINISTRATOR
    if queries.identities_of(user).filter(issuer=proven.issuer).exists():
        return user, Why.OTHER_IDENTITY
    _link(actor, user, proven.issuer, proven.subject, at)
    return user, None


def _link(actor: User, user: User, issuer: str, subject: str, at: datetime) -> Identity:
    """Write the link down and tell whom it concerns. Raises Conflict."""
    try:
        with transaction.atomic():
            made = Identity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=at, linked_by=actor)
    except IntegrityError:
        words = _("%(name)s or this subject is linked already. Unlink first.") % {"name": user.name}
        raise errors.Conflict(words) from None
    events.record("auth.identity_linked", user, at=at, number=user.username, issuer=issuer, identity=subject)
    if user.email:
        _tell(user, made, at)
    return made


def _tell(user: User, identity: Identity, at: datetime) -> None:
    """A mail: if it was not he whom the provider let in, he learns of it."""
    with translation.override(user.language):
        named = {"company": company.current().name, "provider": policies.provider_name(), "username": user.username}
        mailing.send(
            dedupe_key=f"accounts.identity_linked:{identity.pk}",
            to=user.email,
            subject=gettext("%(company)s: your account is linked to %(provider)s") % named,
            body=gettext(
                "From now on whoever signs in to your account at %(provider)s is signed in here as %(username)s. "
                "If you know nothing of it, tell your administrator at once."
            )
            % named,
            at=at,
        )
