"""Search over everything: each app registers what it can find, the palette shows it in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import navigation, text
from common.registry import Registry

Text = str | Promise
PER_SOURCE = 6


@dataclass(frozen=True)
class SearchHit:
    """One thing found. ``group`` is the heading it stands under; ``icon`` a name of the sprite."""

    title: Text
    subtitle: Text
    url: str
    icon: str
    group: Text


# key -> callable(user, text, limit): what of this app the person may see and the text finds, best first
search: Registry[Callable[[Any, str, int], list[SearchHit]]] = Registry("common.search")


def find(user: Any, query: str, limit: int = PER_SOURCE) -> list[tuple[Text, list[SearchHit]]]:
    """(heading, hits) of all sources; actions and pages first, and alone where nothing was typed."""
    query = " ".join(query.split())[:100]
    hits = find_actions(user, query, limit if query else 50)
    if query:
        for source in search.values():
            hits += source(user, query, limit)
    groups: dict[str, tuple[Text, list[SearchHit]]] = {}
    for hit in hits:
        groups.setdefault(str(hit.group), (hit.group, []))[1].append(hit)
    return list(groups.values())


def find_actions(user: Any, query: str, limit: int) -> list[SearchHit]:
    """Actions and pages whose label contains the words, also by pinyin and its initials."""
    hits = [
        SearchHit(action.label, action.keys.upper(), url, action.icon, _("Actions"))
        for action in navigation.actions.values()
        if navigation.may(user, action.verb) and (url := navigation.address(action.url_name))
    ]
    hits += [
        SearchHit(entry.label, entry.keys.upper(), url, entry.icon, _("Pages"))
        for _key, entry, url in navigation.entries_for(user)
    ]
    words = text.fold(query).split()
    found = [hit for hit in hits if all(word in text.search_text(str(hit.title)) for word in words)]
    return found[:limit]
