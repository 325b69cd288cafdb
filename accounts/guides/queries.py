"""The guides as a person reads them: his own first, in his language, with links to what he may open."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from accounts.guides.shapes import Guide, Said, Step, shipped
from accounts.people.models import User
from common import errors, navigation


@dataclass(frozen=True)
class Link:
    """A page that a step is done on; ``url`` is empty for one the reader may not open."""

    label: Any
    icon: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A step as it is read."""

    title: str
    text: str
    links: list[Link]


def guides_for(user: User) -> tuple[list[Guide], list[Guide]]:
    """(those of the person's own roles, the others)."""
    held = set(user.user_roles.filter(role__is_active=True).values_list("role__code", flat=True))
    own = [one for one in shipped() if held.intersection(one.roles)]
    return own, [one for one in shipped() if one not in own]


def get_guide(key: str) -> Guide:
    """One of them. Raises NotFound."""
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise errors.NotFound()
    return found


def said(words: Said) -> str:
    """In the reader's language."""
    return words.zh if (get_language() or "zh").startswith("zh") else words.en


def shown(user: User, steps: tuple[Step, ...]) -> list[Shown]:
    """Steps with their links."""
    open_to_him = {key: url for key, _entry, url in navigation.entries_for(user)}
    return [Shown(said(one.title), said(one.text), _links(one, open_to_him)) for one in steps]


def _links(step: Step, open_to_him: dict[str, str]) -> list[Link]:
    known = [(key, navigation.navigation[key]) for key in step.pages if key in navigation.navigation]
    return [Link(entry.label, entry.icon, open_to_him.get(key, "")) for key, entry in known]
