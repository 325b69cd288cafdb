"""Who is called by name in a comment: ``@wang.min`` or ``@王敏``. Pure text; people are looked up elsewhere."""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_CALL = re.compile(r"(?<![A-Za-z0-9_@.-])@([\w.\-·]{1,60})")
MAX_CALLS = 50


def called(text: str) -> list[str]:
    """What stands behind each @, in order, once each, lower case."""
    return list(dict.fromkeys(found.lower() for found in _CALL.findall(text)))[:MAX_CALLS]


def prefixes(call: str) -> list[str]:
    """What a call may mean, longest first: Chinese is written without spaces, ``@王敏你看`` calls 王敏."""
    return [call[:end] for end in range(len(call), 1, -1)]


def as_html(text: str, names: Mapping[str, str]) -> SafeString:
    """The text with its calls marked; ``names`` maps what was called (lower case) to the person's name."""
    parts, at = [], 0
    for match in _CALL.finditer(text):
        meant = next((prefix for prefix in prefixes(match[1].lower()) if prefix in names), "")
        if meant:
            end = match.start() + 1 + len(meant)
            parts += [escape(text[at : match.start()]), format_html('<b class="so-at">@{}</b>', names[meant])]
            at = end
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 every part was escaped above


def names_of(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Both ways to call each of ``people`` (username, name), for ``as_html``."""
    names: dict[str, str] = {}
    for username, name in people:
        names[username.lower()] = names[name.lower()] = name
    return names
