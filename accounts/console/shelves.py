"""The front page of the console: everything that can be set or looked at, by what it is about (ADR 125).

A table says ``shelf`` and ``about`` on its admin class, a page of the console on its ``ConsolePage``, a page elsewhere
in the product on its ``NavEntry``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

SHELVES: dict[str, Text] = {
    "people": _("People and rights"),
    "company": _("The company"),
    "orders": _("Orders and approval"),
    "customers": _("Customers and credit"),
    "goods": _("Products and stock"),
    "work": _("Tasks and reminders"),
    "figures": _("Reports and commissions"),
    "systems": pgettext_lazy("console", "Other systems"),
    "running": pgettext_lazy("console", "How it runs"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the front page."""

    shelf: str
    title: Text
    url: str
    about: Text = ""
    add_url: str = ""


@dataclass(frozen=True)
class Shelf:
    """The lines that belong together."""

    code: str
    title: Text
    entries: list[Entry]


def arranged(entries: Iterable[Entry], typed: str = "") -> list[Shelf]:
    """The shelves that have an entry, each entry by its title; with ``typed`` those whose words contain each of its
    words, in the reader's language or in English. One of no shelf is reached from others."""
    words = typed.casefold().split()
    found: dict[str, list[Entry]] = {code: [] for code in SHELVES}
    for entry in entries:
        if entry.shelf in found and all(word in _said(entry) for word in words):
            found[entry.shelf].append(entry)
    return [
        Shelf(code, SHELVES[code], sorted(lines, key=lambda one: str(one.title).casefold()))
        for code, lines in found.items()
        if lines
    ]


def _said(entry: Entry) -> str:
    here = f"{entry.title} {entry.about}"
    with translation.override("en"):
        return f"{here} {entry.title} {entry.about}".casefold()
