"""The main navigation: upper apps register their pages here, the shell draws what the person may open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.registry import Registry

Text = str | Promise

GROUPS: dict[str, Text] = {
    "work": "",
    "orders": _("Orders"),
    "shipping": _("Shipping and service"),
    "money": _("Billing and payment"),
    "tasks": _("Teamwork"),
    "analysis": _("Analysis"),
    "stock": _("Stock"),
    "master": _("Master data"),
    "admin": _("Administration"),
}
MOBILE_TABS = 4  # beside "me"
LONG = 24  # entries: of a longer sidebar these groups are folded until somebody opens them
SELDOM = frozenset({"stock", "master", "admin"})


@dataclass(frozen=True)
class NavEntry:
    """A page in the navigation.

    ``verb``: the right it needs ("" = everybody). ``count``: number beside the label, asked for later and
    every minute (None = nothing to show); ``hot`` draws it red. ``keys``: shortcut, like ``"g o"``.
    ``mobile``: place in the bottom bar of the phone (0 = not there). ``short``: label in that bar.
    ``is_bell``: the inbox, drawn as the bell of the top bar instead of in the sidebar (key ``inbox``).
    ``shown``: whether the page has anything for a person who holds the right; asks no statement of its own.
    ``under``: keys of entries with which it belongs together: for who may open one of them it stands on the pages of
    the first such entry, not in the sidebar; ``tab`` is what it is called there.
    ``shelf``: where administrators find it on the front page of the console, with what ``about`` says of it.
    """

    group: str
    label: Text
    icon: str
    url_name: str
    verb: str = ""
    count: Callable[[Any], int | None] | None = None
    hot: bool = False
    order: int = 100
    keys: str = ""
    mobile: int = 0
    short: Text = ""
    is_bell: bool = False
    shown: Callable[[Any], bool] | None = None
    under: tuple[str, ...] = ()
    tab: Text = ""
    shelf: str = ""
    about: Text = ""


@dataclass(frozen=True)
class Action:
    """Something one can do from anywhere: found by the search palette, and by its key."""

    label: Text
    icon: str
    url_name: str
    verb: str = ""
    keys: str = ""


@dataclass(frozen=True)
class NavItem:
    """A navigation entry as one person sees it on one page."""

    key: str
    label: Text
    short: Text
    icon: str
    url: str
    keys: str
    tab: Text
    has_count: bool
    hot: bool
    is_current: bool


@dataclass(frozen=True)
class NavGroup:
    """A heading (may be empty: it is never folded then) and its entries; ``is_open``: not folded away."""

    label: Text
    items: list[NavItem] = field(default_factory=list)
    key: str = ""
    is_open: bool = True


navigation: Registry[NavEntry] = Registry("common.navigation")
actions: Registry[Action] = Registry("common.actions")


_can: Callable[[Any, str], bool] | None = None


def use_policy(can: Callable[[Any, str], bool]) -> None:
    """Let ``can(user, verb)`` decide what is shown; the app that knows rights gives it at the start."""
    global _can
    _can = can


def may(user: Any, verb: str) -> bool:
    """Whether to show what needs ``verb``. Courtesy only: the page behind it decides for itself."""
    if not getattr(user, "is_authenticated", False):
        return False
    return not verb or (_can is not None and _can(user, verb))


def address(url_name: str, *args: Any) -> str:
    """The URL of a name, or "" where no such page is installed."""
    return _address(url_name, args, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=512)
def _address(url_name: str, args: tuple[Any, ...], urlconf: str, prefix: str) -> str:
    """Every page asks for the same forty addresses; they change with the URLs and the prefix only."""
    try:
        return reverse(url_name, urlconf, args=args)
    except NoReverseMatch:
        return ""


def entries_for(user: Any) -> list[tuple[str, NavEntry, str]]:
    """(key, entry, url) of what the person may open, in order of the groups."""
    rank = list(GROUPS)
    found = [
        (key, entry, address(entry.url_name))
        for key, entry in navigation.items()
        if may(user, entry.verb) and (entry.shown is None or entry.shown(user))
    ]
    return sorted((row for row in found if row[2]), key=lambda row: (rank.index(row[1].group), row[1].order))


def current_key(entries: Iterable[tuple[str, NavEntry, str]], path: str) -> str:
    """The entry a path belongs to: the one with the longest address that the path begins with."""
    matches = [(len(url), key) for key, _entry, url in entries if path == url or (url != "/" and path.startswith(url))]
    return max(matches)[1] if matches else ""


def groups_for(user: Any, path: str, folds: str = "") -> list[NavGroup]:
    """The sidebar of a person on the page ``path``; empty groups are left out. ``folds``: the groups that he folded and
    opened (``read_folds``)."""
    entries = entries_for(user)
    doors = _doors(entries)
    current = current_key(entries, path)
    groups = {key: NavGroup(label, key=key) for key, label in GROUPS.items()}
    for key, entry, url in entries:
        if not entry.is_bell and doors[key] == key:
            groups[entry.group].items.append(_as_item(key, entry, url, doors.get(current, "")))
    return _folded([group for group in groups.values() if group.items], read_folds(folds))


def read_folds(text: str) -> dict[str, bool]:
    """What a browser remembers of the groups: ``orders.-stock`` = orders opened, stock folded. What is no group is
    passed over."""
    codes = text.split(".")[: 2 * len(GROUPS)]
    return {code.removeprefix("-"): not code.startswith("-") for code in codes if code.removeprefix("-") in GROUPS}


def _folded(groups: list[NavGroup], chosen: dict[str, bool]) -> list[NavGroup]:
    """The same, open or folded; the group of the page that is shown is open in any case."""
    is_long = sum(len(group.items) for group in groups) > LONG

    def is_open(group: NavGroup) -> bool:
        if not group.label or any(item.is_current for item in group.items):
            return True
        return chosen.get(group.key, not (is_long and group.key in SELDOM))

    return [replace(group, is_open=is_open(group)) for group in groups]


def beside(user: Any, path: str) -> list[NavItem]:
    """The entries that belong together with the one whose page this is, itself among them; [] where there are no
    others, and on the pages behind it."""
    entries = entries_for(user)
    doors = _doors(entries)
    current = next((key for key, _entry, url in entries if url == path), "")
    rows = [row for row in entries if current and doors[row[0]] == doors[current]]
    rows.sort(key=lambda row: row[0] != doors[row[0]])
    return [_as_item(*row, current) for row in rows] if len(rows) > 1 else []


def _doors(entries: Iterable[tuple[str, NavEntry, str]]) -> dict[str, str]:
    """For each entry that somebody may open, the one of the sidebar that leads to it: mostly itself."""
    found = {key: entry for key, entry, _url in entries}
    return {key: next((one for one in entry.under if one in found), key) for key, entry in found.items()}


def tabs_for(user: Any, path: str) -> list[NavItem]:
    """The bottom bar of the phone, before the person's own settings."""
    entries = entries_for(user)
    current = current_key(entries, path)
    chosen = sorted((row for row in entries if row[1].mobile), key=lambda row: row[1].mobile)
    return [_as_item(key, entry, url, current) for key, entry, url in chosen[:MOBILE_TABS]]


def counts_for(user: Any) -> dict[str, int]:
    """The number beside each entry that has one, zero left out."""
    numbers = {key: entry.count(user) for key, entry, _url in entries_for(user) if entry.count}
    return {key: number for key, number in numbers.items() if number}


def _as_item(key: str, entry: NavEntry, url: str, current: str) -> NavItem:
    return NavItem(
        key=key,
        label=entry.label,
        short=entry.short or entry.label,
        tab=entry.tab or entry.label,
        icon=entry.icon,
        url=url,
        keys=entry.keys,
        has_count=entry.count is not None,
        hot=entry.hot,
        is_current=key == current,
    )
