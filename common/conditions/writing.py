"""Writes conditions: as the text that ``reading`` reads back without loss, and in parts for the screen. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from common.conditions import kinds, values, words
from common.conditions.kinds import Operator
from common.conditions.rows import Join, Leaf, Node, Row, tree
from common.conditions.terms import Vocabulary

MOST_SHOWN = 30  # values of a list on a page
_STOPS = set(words.OPEN + words.CLOSE + words.COMMA) | set(words.QUOTES)


def write(rows: Sequence[Row], vocabulary: Vocabulary, language: str | None = None) -> str:
    """The rows as one line of text in a language (the active one by default), with the brackets that were set.

    ``reading.read`` makes the same rows of it. A field that the vocabulary does not know is written by its key.
    """
    language = _language(language)
    found = []
    for place, row in enumerate(rows):
        joined = f"{words.written(words.CONNECTORS[row.connector], language)} " if place else ""
        found.append(f"{joined}{'(' * row.opens}{_row(row, vocabulary, language)}{')' * row.closes}")
    return " ".join(found)


def _language(language: str | None) -> str:
    return "zh-hans" if (language or get_language() or "en").lower().startswith("zh") else "en"


def _row(row: Row, vocabulary: Vocabulary, language: str) -> str:
    term = vocabulary.get(row.field)
    name = str(term.label) if term and vocabulary.is_plain(row.field) else row.field
    operator = words.written(words.OPERATORS[row.operator], language)
    typed = [_value(row.field, value, vocabulary) for value in row.values]
    if row.operator in kinds.NONE_NEEDED:
        return f"{name} {operator}"
    if row.operator is Operator.BETWEEN:
        return f"{name} {operator} {f' {words.written(words.TO, language)} '.join(typed)}"
    return f"{name} {operator} {'(' + ', '.join(typed) + ')' if row.operator in kinds.MANY else ' '.join(typed)}"


def _value(key: str, value: str, vocabulary: Vocabulary) -> str:
    """A value as text: the label of a known one where it leads back, quoted where it would be torn."""
    term = vocabulary.get(key)
    if term and term.kind not in kinds.TEXTS:
        choices = vocabulary.choices(key)
        label = values.shown(term, value, choices)
        if not choices.labels or choices.meant(label) == (value,):
            value = label
    if value and not _STOPS.intersection(value) and not any(letter.isspace() for letter in value):
        return value
    if term and (vocabulary.choices(key).labels or term.kind in kinds.DAYS) and not _STOPS.intersection(value):
        return value
    return '"' + value.replace('"', '""') + '"'


@dataclass(frozen=True)
class Part:
    """A piece of the expression: ``role`` is field, operator, value, connector, bracket or implied. ``short`` stands
    for the text of a long list on a page: its first values, and how many there are."""

    role: str
    text: str
    short: str = ""


def parts(rows: Sequence[Row], vocabulary: Vocabulary, today: date | None = None) -> list[Part]:
    """The fully bracketed expression that is evaluated: the brackets that somebody set, and those implied by equal
    rank from left to right (UI 4.1). With ``today``, days that move with it are given as days too."""
    node = tree(rows)
    found: list[Part] = []
    if node is not None:
        _draw(node, rows, vocabulary, found, today, outermost=True)
    return found


def _draw(
    node: Node,
    rows: Sequence[Row],
    vocabulary: Vocabulary,
    found: list[Part],
    today: date | None,
    *,
    outermost: bool = False,
) -> None:
    if isinstance(node, Leaf):
        _draw_row(node, vocabulary, found, today)
        return
    role = "" if outermost else _bracket(node, rows)
    if role:
        found.append(Part(role, "("))
    _draw(node.left, rows, vocabulary, found, today)
    found.append(Part("connector", words.written(words.CONNECTORS[node.connector], _language(None))))
    _draw(node.right, rows, vocabulary, found, today)
    if role:
        found.append(Part(role, ")"))


def _bracket(node: Join, rows: Sequence[Row]) -> str:
    """Whether somebody set the brackets around this part, or they are implied."""
    first, last = node, node
    while isinstance(first, Join):
        first = first.left  # type: ignore[assignment]
    while isinstance(last, Join):
        last = last.right  # type: ignore[assignment]
    assert isinstance(first, Leaf) and isinstance(last, Leaf)
    return "bracket" if _matching(rows, first.place, last.place) else "implied"


def _matching(rows: Sequence[Row], start: int, end: int) -> bool:
    """Whether a bracket opened before row ``start`` is the one closed after row ``end``."""
    waiting: list[int] = []
    for place, row in enumerate(rows[: end + 1]):
        waiting.extend([place] * row.opens)
        closed = [waiting.pop() for _close in range(row.closes)]
        if place == end:
            return start in closed
    return False


def _draw_row(leaf: Leaf, vocabulary: Vocabulary, found: list[Part], today: date | None) -> None:
    row = leaf.row
    term = vocabulary.terms[row.field]
    found.append(Part("field", str(term.label)))
    found.append(Part("operator", kinds.label(row.operator, term.kind)))
    choices = vocabulary.choices(row.field)
    shown = [values.shown(term, value, choices, today) for value in row.values]
    if row.operator is Operator.BETWEEN:
        found.append(Part("value", f" {words.written(words.TO, _language(None))} ".join(shown)))
    elif shown:
        is_long = len(shown) > MOST_SHOWN
        short = f"{', '.join(shown[:MOST_SHOWN])}, … ({len(shown)})" if is_long else ""
        found.append(Part("value", ", ".join(shown), short))
