"""A letter, written once: the plain text and the HTML of a mail say the same, whichever a reader is shown."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import company

_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、！？）》”]+[^\s<>\"'，。；、！？）》”.,;:!?)]")
_FOOT = "\n--\n"  # what stands below is why a reader gets the mail


class Link(NamedTuple):
    """Where a letter leads: a button in HTML, words and address in plain text."""

    label: str
    url: str


class Item(NamedTuple):
    """One line of a list: what it is, its page, what more is to be said. Items that share a ``heading`` and follow each
    other stand below it."""

    title: str
    url: str = ""
    text: str = ""
    heading: str = ""


class Grid(NamedTuple):
    """A small table: its heads, rows of as many cells, and which columns stand to the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_right: Sequence[bool]


class Letter(NamedTuple):
    """Both ways in which a letter is sent."""

    text: str
    html: str


def letter(
    *,
    title: str = "",
    paragraphs: Iterable[str] = (),
    items: Iterable[Item] = (),
    grid: Grid | None = None,
    link: Link | None = None,
    after: Iterable[str] = (),
    why: str = "",
    unsubscribe: str = "",
) -> Letter:
    """Write a letter in the active language. Empty paragraphs are left out; a line break within one stays. ``grid``
    stands below the items, ``after`` below the link, ``why`` (why its reader gets it) and the address for
    ``unsubscribe`` at its foot."""
    said = [one.strip() for one in paragraphs if one and one.strip()]
    more = [one.strip() for one in after if one and one.strip()]
    listed = list(items)
    text = _text(title, said, listed, link, more, _foot(why, unsubscribe), grid)
    return Letter(text, _html(title, said, listed, link, more, why, unsubscribe, grid))


def html_of(body: str) -> str:
    """The HTML of a mail that is plain text: its paragraphs, addresses as links, what stands below ``--`` as foot."""
    above, _sign, below = body.partition(_FOOT)
    return _html("", [one.strip() for one in re.split(r"\n\s*\n", above) if one.strip()], [], None, [], below.strip())


def _foot(why: str, unsubscribe: str) -> str:
    lines = [why, _("Unsubscribe: %(address)s") % {"address": unsubscribe} if unsubscribe else ""]
    return "\n".join(line for line in lines if line)


def _text(
    title: str,
    said: list[str],
    items: list[Item],
    link: Link | None,
    more: list[str],
    foot: str,
    grid: Grid | None = None,
) -> str:
    way = _("%(label)s:") % {"label": link.label} + f"\n{link.url}" if link else ""
    table = "\n".join(" | ".join(line) for line in (grid.heads, *grid.rows)) if grid else ""
    parts = [title, *said, _listed(items), table, way, *more]
    body = "\n\n".join(part for part in parts if part)
    return f"{body}\n{_FOOT}{foot}" if foot else body


def _listed(items: Sequence[Item]) -> str:
    lines: list[str] = []
    for heading, group in _groups(items):
        lines += ["", heading] if heading and lines else [heading] if heading else []
        for one in group:
            lines.append(f"• {one.title}")
            lines += [f"  {line}" for line in [*one.text.splitlines(), one.url] if line]
    return "\n".join(lines)


def _groups(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    found: list[tuple[str, list[Item]]] = []
    for one in items:
        if not found or found[-1][0] != one.heading:
            found.append((one.heading, []))
        found[-1][1].append(one)
    return found


def _html(
    title: str,
    said: list[str],
    items: Sequence[Item],
    link: Link | None,
    more: list[str],
    why: str = "",
    unsubscribe: str = "",
    grid: Grid | None = None,
) -> str:
    context: dict[str, Any] = {
        "language": get_language() or "en",
        "company": company.current().name,
        "title": title,
        "paragraphs": [_marked(one) for one in said],
        "groups": [(head, [(one, _marked(one.text)) for one in group]) for head, group in _groups(items)],
        "grid": _cells(grid) if grid else None,
        "link": link,
        "after": [_marked(one) for one in more],
        "why": _marked(why),
        "unsubscribe": unsubscribe,
    }
    return render_to_string("common/mail.html", context)


def _cells(grid: Grid) -> list[list[tuple[str, bool]]]:
    """The lines of a table, its heads first, each cell with whether it stands to the right."""
    return [list(zip(line, grid.is_right, strict=True)) for line in (grid.heads, *grid.rows)]


def _marked(text: str) -> SafeString:
    """Text as HTML: nothing in it is markup, its web addresses are links, its lines stay lines."""
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        pieces.append(conditional_escape(text[end : match.start()]))
        pieces.append(format_html('<a class="m-a" href="{0}">{0}</a>', match[0]))
        end = match.end()
    pieces.append(conditional_escape(text[end:]))
    return SafeString("".join(pieces).replace("\r\n", "\n").replace("\n", "<br>"))  # every piece was escaped above
