"""Whether the text of a rule fits it. Pure."""

import re
from collections.abc import Callable, Mapping

from common.classification import patterns
from common.classification.folding import plain
from common.classification.rules import Kind, Rule
from common.conditions.values import code_key

Value = str | int
Found = Mapping[str, Value]
Matcher = Callable[[str], Found | None]  # folded text → facets, or None where it does not fit

_DIGIT = re.compile(r"[0-9]")
_NOTHING: Found = {}


def shape(code: str) -> str:
    """How a code is written: 11.001 → 00.000. Codes of one shape compare segment by segment (Q02, Q03)."""
    return _DIGIT.sub("0", code.upper())


def matcher(rule: Rule) -> Matcher:
    """The matcher of a rule that looks at a text and is no mark. Its operands must be without faults."""
    return _MATCHERS[rule.kind](rule.operands)


def _prefix(operands: tuple[str, ...]) -> Matcher:
    heads = tuple(plain(operand).lower() for operand in operands)
    return lambda text: _NOTHING if text.lower().startswith(heads) else None


def _contains(operands: tuple[str, ...]) -> Matcher:
    wanted = tuple(plain(operand).lower() for operand in operands)

    def match(text: str) -> Found | None:
        lower = text.lower()
        return _NOTHING if any(part in lower for part in wanted) else None

    return match


def _range(operands: tuple[str, ...]) -> Matcher:
    bounds = [plain(operand) for operand in operands]
    written = shape(bounds[0])
    low, high = (code_key(bound) for bound in bounds)

    def match(text: str) -> Found | None:
        # another shape is neither inside nor outside: 11.1 could be 11.001 or 11.100
        return _NOTHING if shape(text) == written and low <= code_key(text) <= high else None

    return match


def _pattern(operands: tuple[str, ...]) -> Matcher:
    read = [patterns.read(operand) for operand in operands]

    def match(text: str) -> Found | None:
        return next((found for pattern in read if (found := pattern.match(text)) is not None), None)

    return match


_MATCHERS: dict[Kind, Callable[[tuple[str, ...]], Matcher]] = {
    Kind.PREFIX: _prefix,
    Kind.CONTAINS: _contains,
    Kind.RANGE: _range,
    Kind.PATTERN: _pattern,
}
