"""The page "my work": apps register cards, each person sees those his rights allow (registry accounts.home)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.people.models import User
from common import navigation
from common.registry import Registry

Text = str | Promise


@dataclass(frozen=True)
class Card:
    """A card of the home page: either ``url_name``, an address whose part is fetched into it (``hx-get``),
    or ``render``, which gives a template and its context at once, or None to leave the card out.

    ``verb``: the right it needs ("" = everybody). ``more``: URL name of the page behind it. ``wide``: over
    both columns.
    """

    title: Text
    order: int = 100
    verb: str = ""
    url_name: str = ""
    render: Callable[[User], tuple[str, dict[str, Any]] | None] | None = None
    more: str = ""
    wide: bool = False


@dataclass(frozen=True)
class ShownCard:
    """A card as one person gets it."""

    key: str
    title: Text
    wide: bool
    url: str
    more_url: str
    template: str
    context: dict[str, Any]


home: Registry[Card] = Registry("accounts.home")


def cards_for(user: User) -> list[ShownCard]:
    """The cards of a person, in order."""
    shown = []
    for key, card in sorted(home.items(), key=lambda pair: pair[1].order):
        if card.verb and not user.can(card.verb):
            continue
        drawn = card.render(user) if card.render else ("", {})
        url = navigation.address(card.url_name) if card.url_name else ""
        if drawn is None or not (url or drawn[0]):
            continue
        more = navigation.address(card.more) if card.more else ""
        shown.append(ShownCard(key, card.title, card.wide, url, more, *drawn))
    return shown
