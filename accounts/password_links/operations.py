"""A person sets his own password behind a link that came by mail: after forgetting it, or as somebody new.

What is asked for in public answers the same whoever is named, and takes the same steps: who that is and whether he may,
is found out when the mail is written (``letters``)."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.password_links import queries
from accounts.people import operations as people_operations
from accounts.people import queries as people
from accounts.people.link_kinds import INVITATION, RESET, SUBJECT
from accounts.people.models import User
from accounts.people.operations import passwords
from accounts.sign_in import attempts
from accounts.single_sign_on import policies as provider
from common import company, errors, events, mailing, outbox, settings
from common.links import operations as links
from common.links.models import SignedLink
from common.links.operations import Visitor
from common.operation import operation

RESET_TOPIC, INVITATION_TOPIC = "accounts.password_reset", "accounts.invitation"
MOST_AN_HOUR = 3  # mails that a person gets by asking for them, or by others asking in his name


@operation
def ask_for_new_password(*, actor: User, typed: str, address: str, at: datetime) -> None:
    """Note that somebody says he forgot his password, and have a mail written to whom he named, if that is anybody.
    What was typed is kept nowhere: it may be a password."""
    found = queries.who_forgot(typed)
    known = found[0] if found else None
    events.record("auth.password_asked", known, at=at, number=known.username if known else "", ip=address)
    _post([one.pk for one in found], by=None, at=at)


@operation
def send_password_link(*, actor: User, user_id: int, at: datetime) -> User:
    """Send a person the link for a new password. His password stays good until he uses it.

    Raises NotFound, NotAllowed (an administrator's needs the right to manage roles), WrongState for somebody who left,
    has no password yet or may not use one, Conflict without a mail address.
    """
    user = _lock(actor, user_id)
    provider.require_password(user)
    if not user.has_usable_password():
        raise errors.WrongState(_("%(name)s has no password yet: send an invitation.") % {"name": user.name})
    _require_address(user)
    _post([user.pk], by=actor.pk, at=at)
    events.record("auth.password_link_sent", user, at=at, number=user.username)
    return user


@operation
def issue_reset(*, actor: User, user_id: int, message_id: int, by: int | None, at: datetime) -> SignedLink | None:
    """The link that goes into a mail: the only one that opens from now on. The same one when the mail is tried again;
    None where it is dead by then, and for somebody who had enough mails this hour."""
    people.lock_any_person(user_id=user_id)
    if (made := queries.issued_for(message_id, user_id)) is not None:
        return made if made.revoked_at is None and made.used_at is None and made.valid_until > at else None
    if by is None and queries.count_recent(user_id, since=at - timedelta(hours=1)) >= MOST_AN_HOUR:
        return None
    _revoke(actor, user_id, RESET, at)
    return _issue(
        actor, user_id, RESET, at, timedelta(minutes=int(settings.get("password_link_minutes"))), message_id, by
    )


@operation
def create_and_invite(*, actor: User, at: datetime, **person: Any) -> User:
    """A new person without a password, and a mail that lets him set one. Raises what ``create_user`` and ``invite``
    raise; Invalid without a mail address."""
    if not str(person.get("email", "")).strip():
        raise errors.Invalid(fields={"email": [_("An invitation needs a mail address.")]})
    user = people_operations.create_user(actor=actor, at=at, **person)
    return invite(actor=actor, user_id=user.pk, at=at)


@operation
def invite(*, actor: User, user_id: int, at: datetime) -> User:
    """Send an invitation to somebody who has no password; one that was sent before ends.

    Raises NotFound, NotAllowed, WrongState for somebody who left, has a password or may not use one, Conflict without
    a mail address.
    """
    user = _lock(actor, user_id)
    provider.require_password(user)
    if user.has_usable_password():
        raise errors.WrongState(_("%(name)s has a password already.") % {"name": user.name})
    _require_address(user)
    _revoke(actor, user.pk, INVITATION, at)
    days = timedelta(days=int(settings.get("invitation_days")))
    link = _issue(actor, user.pk, INVITATION, at, days, None, actor.pk)
    outbox.put(INVITATION_TOPIC, f"{INVITATION_TOPIC}:{link.pk}", {"link": link.pk}, at=at)
    events.record("person.invited", user, at=at, number=user.username, until=link.valid_until.isoformat())
    return user


@operation
def take_back_invitation(*, actor: User, user_id: int, at: datetime) -> User:
    """The invitation of a person opens nothing any more. Raises NotFound, NotAllowed, WrongState where none stands."""
    user = _lock(actor, user_id)
    if queries.live_invitation(user.pk, at=at) is None:
        raise errors.WrongState(_("There is no invitation that could be taken back."))
    _revoke(actor, user.pk, INVITATION, at)
    events.record("person.invitation_taken_back", user, at=at, number=user.username)
    return user


@operation
def set_password_by_link(
    *, actor: User, link_id: int, user_id: int, new: str, visitor: Visitor, at: datetime, language: str = ""
) -> User:
    """The person of a link sets his password (and, invited, his language). Every session of his ends, every link of
    this kind is dead, tries that locked him out are forgotten; a second factor stays as it is.

    Raises NotFound for a link that opens nothing (any more), Invalid for ``new`` or ``language``, WrongState for
    whoever signs in by single sign-on only.
    """
    user = people.lock_any_person(user_id=user_id)
    if not user.is_active:
        raise errors.NotFound()
    provider.require_password(user)
    link = links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    if link.subject_type != SUBJECT or link.subject_id != user.pk or link.purpose not in (RESET, INVITATION):
        raise errors.NotFound()
    if user.has_usable_password() == (link.purpose == INVITATION):
        raise errors.NotFound()
    if language and language not in dict(django_settings.LANGUAGES):
        raise errors.Invalid(fields={"language": [_("Choose one of those offered.")]})
    passwords.apply(user, new, must_change=False, field="new")
    user.session_epoch += 1
    user.language = language or user.language
    user.save(update_fields=["password", "must_change_password", "session_epoch", "language"])
    passwords.end_links(actor=actor, user=user, at=at)
    attempts.forgive(user.username)
    kind = "person.joined" if link.purpose == INVITATION else "auth.password_reset"
    events.record(kind, user, at=at, number=user.username, ip=visitor.address)
    if link.purpose == RESET and user.email:
        _tell_of_change(user, link, at)
    return user


def _tell_of_change(user: User, link: SignedLink, at: datetime) -> None:
    """A mail to whom it concerns: if it was not he who set the password, he learns of it."""
    with translation.override(user.language):
        name = company.current().name
        mailing.send(
            dedupe_key=f"accounts.password_was_set:{link.pk}",
            to=user.email,
            subject=gettext("%(company)s: your password was changed") % {"company": name},
            body=gettext(
                "The password of %(username)s was set anew by the link that came to this address. "
                "If it was not you, tell your administrator at once."
            )
            % {"username": user.username},
            at=at,
        )


def _lock(actor: User, user_id: int) -> User:
    user = people.lock_person(actor=actor, user_id=user_id)
    if people.holds(user, "role.manage"):  # whoever reads his mail could take every right
        policies.require(actor, "role.manage")
    if not user.is_active:
        raise errors.WrongState(_("%(name)s is not active any more.") % {"name": user.name})
    return user


def _require_address(user: User) -> None:
    if not user.email:
        raise errors.Conflict(_("%(name)s has no mail address. Enter it first.") % {"name": user.name})


def _post(user_ids: Collection[int], *, by: int | None, at: datetime) -> None:
    outbox.put(RESET_TOPIC, f"{RESET_TOPIC}:{uuid.uuid4()}", {"people": list(user_ids), "by": by}, at=at)


def _revoke(actor: User, user_id: int, purpose: str, at: datetime) -> None:
    links.revoke(actor=actor, purpose=purpose, subject_type=SUBJECT, subject_id=user_id, at=at)


def _issue(
    actor: User, user_id: int, purpose: str, at: datetime, lasts: timedelta, message_id: int | None, by: int | None
) -> SignedLink:
    links.issue(
        actor=actor,
        purpose=purpose,
        subject_type=SUBJECT,
        subject_id=user_id,
        person_id=user_id,
        valid_until=at + lasts,
        single_use=True,
        parameters={"message": message_id, "by": by},
        at=at,
    )
    return queries.newest(user_id, purpose)
