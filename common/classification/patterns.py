"""Patterns that people can read: ``{brand}-{tonnage}-{structure}``. Pure.

Letters and signs stand for themselves, braces for parts of the text:

=============  ==========================================================================
``{brand}``    a facet: some text without the signs of the pattern (here: without hyphen)
``{brand*}``   a facet: any text, also none, also with signs
``{_}``        some text without the signs of the pattern, not kept
``{*}``        any text, also none, not kept
``{#}``        digits at the end, or none, not kept
=============  ==========================================================================

A facet that is a number takes digits only. Administrators type patterns, so a text can be read in one way only and no
pattern can make the server think long: between two parts stands a sign, and one part at most takes any text.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from common.classification.folding import plain
from common.classification.rules import FACETS
from common.conditions.terms import in_both
from common.text import fold

LONGEST_TEXT = 300  # no longer text fits a pattern
_BRACES = re.compile(r"\{([^{}]*)\}")
_SKIPPED = {"_", "*", "#"}


@dataclass(frozen=True)
class Part:
    """A part in braces: the facet it gives (empty: none), whether it takes any text or digits at the end."""

    facet: str = ""
    is_any: bool = False
    is_tail: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it takes digits only."""
        return bool(self.facet) and FACETS[self.facet].is_number

    def __str__(self) -> str:
        return self.named(self.facet)

    def named(self, name: str) -> str:
        """As it stands in a pattern, under that name."""
        if self.is_tail:
            return "{#}"
        star = "*" if self.is_any else ""
        return f"{{{name or ('' if star else '_')}{star}}}"


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read: ``literals`` stand before, between and behind the ``parts``."""

    literals: tuple[str, ...]
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """As it is stored, with the codes of the facets."""
        return self._written([str(part) for part in self.parts])

    def shown(self) -> str:
        """As the reader's language says it."""
        return self._written(
            [part.named(str(FACETS[part.facet].label) if part.facet else "") for part in self.parts],
        )

    def _written(self, parts: list[str]) -> str:
        pairs = zip(self.literals, [*parts, ""], strict=True)
        return "".join(literal + part for literal, part in pairs)

    @property
    def facets(self) -> tuple[str, ...]:
        """Codes of the facets it gives."""
        return tuple(part.facet for part in self.parts if part.facet)

    @cached_property
    def _signs(self) -> str:
        return "".join(sorted({letter for letter in "".join(self.literals) if not letter.isalnum()}))

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        pieces = [re.escape(self.literals[0])]
        for place, part in enumerate(self.parts):
            reluctant = "?" if place + 1 < len(self.parts) and self.parts[place + 1].is_tail else ""
            pieces.append(self._expression(part, reluctant) + re.escape(self.literals[place + 1]))
        return re.compile("".join(pieces), re.IGNORECASE)

    def _expression(self, part: Part, reluctant: str) -> str:
        if part.is_tail:
            return "[0-9]*"
        if part.is_any:
            inner = f".*{reluctant}"
        elif part.is_number:
            inner = " *[0-9]{1,9} *"
        else:
            inner = (f"[^{re.escape(self._signs)}]+" if self._signs else ".+") + reluctant
        return f"(?P<{part.facet}>{inner})" if part.facet else inner

    def match(self, text: str) -> dict[str, str | int] | None:
        """The facets of a folded text that is made like this; None for another text. A facet without text is left
        out. Takes at most the square of the length of a text, and 300 letters at most."""
        found = self._regex.fullmatch(text) if len(text) <= LONGEST_TEXT else None
        if found is None:
            return None
        facets: dict[str, str | int] = {}
        for part in self.parts:
            if not part.facet:
                continue
            value = found[part.facet].strip()
            if part.is_number:
                facet = FACETS[part.facet]
                if not facet.least <= int(value) <= facet.most:
                    return None
                facets[part.facet] = int(value)
            elif value:
                facets[part.facet] = value
            elif not part.is_any:
                return None
        return facets


def read(text: str) -> Pattern:
    """The pattern of a text with codes of facets, or their names in either language. Raises ValueError with words."""
    pieces = _BRACES.split(plain(text))
    # spaces around a sign say nothing: parts are trimmed anyway
    literals = tuple(literal.strip() or literal for literal in pieces[::2])
    parts = tuple(_part(name.strip()) for name in pieces[1::2])
    if any("{" in literal or "}" in literal for literal in literals):
        raise ValueError(_("A brace is opened or closed here without the other one."))
    _require_readable(literals, parts)
    return Pattern(literals, parts)


def _part(name: str) -> Part:
    if name in _SKIPPED:
        return Part(is_any=name == "*", is_tail=name == "#")
    is_any = name.endswith("*")
    asked = name.removesuffix("*").strip()
    code = asked if asked in FACETS else _names().get(fold(asked))
    if code is None:
        raise ValueError(_("There is no part “%(name)s”.") % {"name": asked})
    if is_any and FACETS[code].is_number:
        raise ValueError(_("“%(name)s” is a number: it takes digits only.") % {"name": asked})
    return Part(code, is_any)


def _names() -> dict[str, str]:
    return {name: code for code, facet in FACETS.items() for name in [*in_both([facet.label]), code]}


def _require_readable(literals: tuple[str, ...], parts: tuple[Part, ...]) -> None:
    """Raise ValueError where a text could be read in several ways."""
    named = [part.facet for part in parts if part.facet]
    if not named:
        raise ValueError(_("A pattern has at least one part, like {brand}."))
    if len(set(named)) < len(named):
        raise ValueError(_("Each part stands once in a pattern."))
    if sum(part.is_any for part in parts) > 1:
        raise ValueError(_("One part of a pattern at most takes any text."))
    if any(part.is_tail for part in parts[:-1]) or (parts[-1].is_tail and literals[-1]):
        raise ValueError(_("{#} stands at the end of a pattern."))
    for part, literal, behind in zip(parts, literals[1:], parts[1:], strict=False):
        if behind.is_tail and not literal and not part.is_number:
            continue
        if not literal or (part.is_number and literal[0].isdigit()) or not _divides(part, literal):
            raise ValueError(_("Between two parts stands a sign, like “-”."))


def _divides(part: Part, literal: str) -> bool:
    """Whether a part surely ends before the literal: it holds no sign, or it takes what is left over."""
    return part.is_any or part.is_number or any(not letter.isalnum() for letter in literal)
