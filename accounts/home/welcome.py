"""The greeting of somebody who comes for the first time: what he is here, and where he begins."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.roles import queries as roles
from common import navigation

_MARK = "greet"
_PAGES = 8


@dataclass(frozen=True)
class Greeting:
    """Roles as (name, duties), and pages as (icon, label, address): of each group of the menu its first ones."""

    name: str
    roles: list[tuple[str, str]]
    pages: list[tuple[str, Any, str]]


def greet_once(session: MutableMapping[str, Any]) -> None:
    """Let the next home page of this session greet."""
    session[_MARK] = True


def take(session: MutableMapping[str, Any], user: User) -> Greeting | None:
    """The greeting, if it is still owed."""
    return greeting_of(user) if session.pop(_MARK, False) else None


def greeting_of(user: User) -> Greeting:
    """What to tell a person of what he may do here."""
    held = [
        (str(role), _(role.description) if role.is_shipped else role.description) for role in roles.held_by(user.pk)
    ]
    by_group: dict[str, list[tuple[str, Any, str]]] = {}
    for _key, entry, url in navigation.entries_for(user):
        if entry.url_name != "accounts:home" and not entry.under:
            by_group.setdefault(entry.group, []).append((entry.icon, entry.label, url))
    in_turn = [
        rows[turn] for turn in range(_PAGES) for rows in by_group.values() if turn < len(rows)
    ]  # the first of every group, then the second ones
    return Greeting(user.name, held, in_turn[:_PAGES])
