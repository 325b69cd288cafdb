"""People and the roles they hold (R283–R293)."""

import re
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people import queries
from accounts.people.models import User, UserRole
from accounts.people.operations import passwords
from accounts.roles import guard
from accounts.roles.models import Role
from accounts.second_factor import operations as second_factor
from common import editing, errors, events, locks, stamps
from common.operation import operation

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_EDITABLE = ("name", "email", "phone", "job_title", "department_id", "language")


@operation
def create_user(
    *,
    actor: User,
    username: str,
    name: str,
    at: datetime,
    password: str | None = None,
    email: str = "",
    phone: str = "",
    job_title: str = "",
    department_id: int | None = None,
    roles: Collection[str] = (),
    language: str = "",
    must_change_password: bool = True,
) -> User:
    """A new person with the roles of these codes. Without a password nobody can sign in as him yet.

    Raises NotAllowed, Invalid (``username`` is 2–60 of a-z 0-9 . _ - and nobody else's).
    """
    policies.require(actor, "user.manage", departments=[department_id])
    user = User(username=username.strip().lower(), joined_at=at)
    if not _USERNAME.fullmatch(user.username):
        raise errors.Invalid(fields={"username": [_("2 to 60 of the letters a-z, digits, dot, line and underscore.")]})
    given = {"name": name, "email": email, "phone": phone, "job_title": job_title, "department_id": department_id}
    _fill(user, {**given, **({"language": language} if language else {})})
    if password is None:
        user.set_unusable_password()
    else:
        passwords.apply(user, password, must_change=must_change_password)
    _insert(user)
    events.record("person.created", user, at=at, number=user.username)
    if roles:
        assign_roles(actor=actor, user_id=user.pk, roles=roles, at=at)
    return user


@operation
def update_user(
    *,
    actor: User,
    user_id: int,
    changes: dict[str, Any],
    at: datetime,
    roles: Collection[str] | None = None,
    shown: Mapping[str, Any] | None = None,
) -> User:
    """Change what the company keeps about a person: name, email, phone, job_title, department_id, language;
    and, where ``roles`` are given, let him hold exactly these.

    ``shown``: what stood there (``roles``: which codes) when the actor changed it. With another mail address the links
    sent to the old one end. Raises NotFound, NotAllowed (an administrator's address needs the right to manage roles),
    Invalid, Stale where something else is stored by now, and what ``assign_roles`` raises.
    """
    if roles is not None:
        assign_roles(actor=actor, user_id=user_id, roles=roles, at=at, shown=(shown or {}).get("roles"))
    user = queries.lock_person(actor=actor, user_id=user_id)
    unknown = set(changes) - set(_EDITABLE)
    if unknown:
        raise errors.Invalid(fields={name: [_("This cannot be changed here.")] for name in unknown})
    if "department_id" in changes:  # nobody may move a person out of his own reach, nor into a foreign one
        policies.require(actor, "user.manage", owners=[user.pk], departments=[changes["department_id"]])
    editing.require_shown(user, changes, shown)
    before = {name: getattr(user, name) for name in changes}
    _fill(user, changes)
    if "email" in changes and user.email != before["email"]:
        if queries.holds(user, "role.manage"):  # who reads his mail sets his password
            policies.require(actor, "role.manage")
        passwords.end_links(actor=actor, user=user, at=at)
    if changes:
        user.save(update_fields=[*changes, "search_text", "search_grams"])
    changed = sorted(name for name in changes if getattr(user, name) != before[name])
    if "name" in changed:
        stamps.touch(queries.STAMP)
    if changed:
        events.record("person.updated", user, at=at, number=user.username, fields=changed)
    return user


@operation
def assign_roles(
    *, actor: User, user_id: int, roles: Collection[str], at: datetime, shown: Collection[str] | None = None
) -> User:
    """Let a person hold exactly the roles of these codes; in effect on his next request. A role that demands a
    second factor ends the sessions of who has none.

    Raises NotAllowed, NotFound, Invalid for an unknown or retired role, Stale where he holds others by now than
    were ``shown``, Conflict for the last administrator.
    """
    policies.require(actor, "role.manage")
    wanted = {role.code: role for role in Role.objects.filter(code__in=roles, is_active=True)}
    unknown = sorted(set(roles) - set(wanted))
    if unknown:
        raise errors.Invalid(fields={"roles": [_("There is no role “%(code)s”.") % {"code": unknown[0]}]})
    locks.wait_for(locks.Lock.RIGHTS)  # what he holds is read as it will be changed
    user = queries.lock_any_person(user_id=user_id)
    held = {link.role.code: link for link in user.user_roles.select_related("role")}
    if shown is not None:
        active = {code: link.role for code, link in held.items() if link.role.is_active}
        editing.require_unchanged(
            {"roles": sorted(active)},
            {"roles": sorted(wanted)},
            {"roles": sorted(shown)},
            labels={"roles": _("Roles")},
            words={"roles": ", ".join(str(role) for role in active.values())},
        )
    added, removed = sorted(set(wanted) - set(held)), sorted(set(held) - set(wanted))
    with guard.keep_an_administrator() if removed else nullcontext():  # a role more takes no right from anybody
        UserRole.objects.bulk_create([UserRole(user=user, role=wanted[code]) for code in added])
        UserRole.objects.filter(pk__in=[held[code].pk for code in removed]).delete()
    if added or removed:
        events.record("permission.roles_assigned", user, at=at, number=user.username, added=added, removed=removed)
    if added:
        second_factor.ask_for_enrolment([user.pk], at=at)
    return user


@operation
def end_sessions(*, actor: User, user_id: int, at: datetime) -> User:
    """Sign a person out everywhere. One may do it to oneself; to others with the right to manage people."""
    user = queries.lock_any_person(user_id=user_id)
    if user.pk != actor.pk:
        policies.require(actor, "user.manage", owners=[user.pk], departments=[user.department_id])
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    events.record("auth.sessions_ended", user, at=at, number=user.username)
    return user


def _insert(user: User) -> None:
    """Save a new person; of two with one name the database takes the first. Raises Invalid."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise errors.Invalid(fields={"username": [_("Somebody else has this sign-in name.")]}) from error


def _fill(user: User, values: dict[str, Any]) -> None:
    """Set and check attributes; recompute the search columns. Raises Invalid."""
    faults: dict[str, list[Any]] = {}
    for name, value in values.items():
        setattr(user, name, value.strip() if isinstance(value, str) else value)
    if not user.name:
        faults["name"] = [_("Enter the name.")]
    if user.email:
        try:
            validate_email(user.email)
        except ValidationError:
            faults["email"] = [_("Enter an e-mail address like name@example.com.")]
    for name, limit in (("name", 60), ("email", 254), ("phone", 30), ("job_title", 60)):
        if len(getattr(user, name)) > limit:
            faults[name] = [_("No more than %(n)s characters.") % {"n": limit}]
    if user.department_id and not queries.department_is_open(user.department_id):
        faults["department_id"] = [_("Choose a department that exists.")]
    if faults:
        raise errors.Invalid(fields=faults)
    user.set_search(user.name, user.username, user.job_title)
