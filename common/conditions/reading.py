"""Reads the text form of a condition: ``(客户类别 = 内贸 且 产品标签 含 数字套件) 或 行关闭 = N``. Pure."""

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from django.utils.translation import gettext as _

from common.conditions import days, kinds, values, words
from common.conditions.errors import BadCondition
from common.conditions.kinds import Operator
from common.conditions.rows import BROKEN, DEEPEST, MOST_ROWS, MOST_VALUES, Connector, Row, check
from common.conditions.terms import Term, Vocabulary
from common.text import fold

M = TypeVar("M")
LONGEST_TEXT = 100_000  # holds as many codes as one list may
_CONNECTORS = words.spellings(words.CONNECTORS)
_OPERATORS = words.spellings(words.OPERATORS)
_TO = words.spellings({"to": words.TO})
_ALIKE = {
    Operator.CONTAINS: Operator.HAS,
    Operator.HAS: Operator.CONTAINS,
    Operator.LACKS: Operator.HAS_NOT,
    Operator.HAS_NOT: Operator.LACKS,
}


def read(text: str, vocabulary: Vocabulary) -> tuple[Row, ...]:
    """The rows that a text means, values checked and stored. An empty text has none.

    Raises BadCondition with the position (character, from 0) of what cannot be read and what was expected there.
    """
    if len(text) > LONGEST_TEXT:
        raise BadCondition(_("The text is too long."), position=LONGEST_TEXT)
    if broken := BROKEN.search(text):
        raise BadCondition(_("A value has no characters that cannot be seen."), position=broken.start())
    rows = _Reader(text, vocabulary).rows()
    check(rows)
    return rows


class _Reader:
    """A cursor over the text."""

    def __init__(self, text: str, vocabulary: Vocabulary):
        self.text, self.vocabulary = text, vocabulary
        self.at = 0

    def rows(self) -> tuple[Row, ...]:
        found: list[Row] = []
        connector = Connector.AND
        depth = 0
        self.skip()
        while self.at < len(self.text) or found:
            row = self.row(connector, depth)
            found.append(row)
            depth += row.opens - row.closes
            if self.at >= len(self.text):
                break
            connector = self.connector()
            if len(found) >= MOST_ROWS:
                raise self.fault(_("A condition has at most %(most)s rows.") % {"most": MOST_ROWS})
        if depth:
            raise self.fault(_("A bracket is not closed."))
        return tuple(found)

    def row(self, connector: Connector, depth: int) -> Row:
        opens = self.brackets(depth)
        key = self.field()
        term = self.vocabulary.terms[key]
        operator = self.operator(term)
        start = self.at
        typed = self.values(term, operator)
        try:
            row = values.checked(Row(key, operator, typed, connector, opens), 0, self.vocabulary)
        except BadCondition as fault:
            raise BadCondition(fault.message, position=start, length=max(self.at - start, 1)) from None
        self.skip()
        closes = 0
        while self.at < len(self.text) and self.text[self.at] in words.CLOSE:
            closes += 1
            if closes > depth + opens:
                raise self.fault(_("A bracket is closed here that was never opened."))
            self.step()
        return Row(key, operator, row.values, connector, opens, closes)

    def field(self) -> str:
        name, key = self.longest(self.vocabulary.names)
        if key is None:
            raise self.fault(_("The name of a field is expected here."), length=self.word_length())
        self.step(len(name))
        return key

    def operator(self, term: Term) -> Operator:
        """The operator, among those that the field's kind takes: “为空” is no “为” with the value “空”."""
        allowed = kinds.OPERATORS[term.kind]
        word, operator = self.longest(_OPERATORS)
        if operator is not None and operator not in allowed:
            operator = _ALIKE.get(operator, operator)  # tags have, texts contain: people say either
        if operator is None or operator not in allowed:
            expected = ", ".join(kinds.label(one, term.kind) for one in allowed)
            asked = {"field": term.label, "operators": expected}
            raise self.fault(_("After “%(field)s” comes one of: %(operators)s.") % asked, length=self.word_length())
        self.step(len(word))
        return operator

    def values(self, term: Term, operator: Operator) -> tuple[str, ...]:
        if operator in kinds.NONE_NEEDED:
            return ()
        if operator is Operator.BETWEEN:
            first = self.value(term)
            word, _meaning = self.longest(_TO)
            if not word:
                raise self.fault(_("“to” and the second value are expected here."))
            self.step(len(word))
            return first, self.value(term)
        if operator in kinds.MANY:
            return self.list(term)
        return (self.value(term),)

    def list(self, term: Term) -> tuple[str, ...]:
        if self.at >= len(self.text) or self.text[self.at] not in words.OPEN:
            raise self.fault(_("A list in brackets is expected here: (A, B)."))
        self.step()
        found = [self.value(term)]
        while self.at < len(self.text) and self.text[self.at] in words.COMMA:
            self.step()
            if len(found) >= MOST_VALUES:
                raise self.fault(_("A list has at most %(most)s values.") % {"most": MOST_VALUES})
            found.append(self.value(term))
        if self.at >= len(self.text) or self.text[self.at] not in words.CLOSE:
            raise self.fault(_("The list of values is not closed."))
        self.at += 1
        return tuple(found)

    def value(self, term: Term) -> str:
        if self.at < len(self.text) and self.text[self.at] in words.QUOTES:
            return self.quoted()
        known, codes = self.longest(self.known(term))
        if codes:
            self.step(len(known))
            return known
        counted = days.counted_at(self.text, self.at) if term.kind in kinds.DAYS else ""
        length = len(counted) or self.word_length()
        if not length:
            raise self.fault(_("A value is expected here."))
        word = self.text[self.at : self.at + length]
        self.step(length)
        return word

    def known(self, term: Term) -> Mapping[str, tuple[str, ...]]:
        """The values that are read with their spaces: labels of choices, words for days."""
        return values.day_words() if term.kind in kinds.DAYS else self.vocabulary.choices(term.key).names

    def quoted(self) -> str:
        """A text in quotes; the closing quote doubled stands for itself."""
        close = words.QUOTES[self.text[self.at]]
        start, found = self.at, []
        self.at += 1
        while True:
            end = self.text.find(close, self.at)
            if end < 0:
                self.at = start
                raise self.fault(_("The quotation mark is not closed."))
            found.append(self.text[self.at : end])
            self.at = end + 1
            if self.text[self.at : self.at + 1] != close:
                break
            found.append(close)
            self.at += 1
        self.skip()
        return "".join(found)

    def connector(self) -> Connector:
        word, connector = self.longest(_CONNECTORS)
        if connector is None:
            raise self.fault(_("AND, OR or the end is expected here."), length=self.word_length())
        self.step(len(word))
        return connector

    def brackets(self, depth: int) -> int:
        """How many brackets are opened here; one that a field's name begins with is none."""
        count = 0
        while self.at < len(self.text) and self.text[self.at] in words.OPEN:
            if self.longest(self.bracketed)[1] is not None:
                break
            count += 1
            if depth + count > DEEPEST:
                raise self.fault(_("Brackets stand at most %(most)s deep.") % {"most": DEEPEST})
            self.step()
        return count

    @cached_property
    def bracketed(self) -> dict[str, str]:
        """The names of fields that begin with a bracket."""
        return {name: key for name, key in self.vocabulary.names.items() if name[0] in words.OPEN}

    def longest(self, names: Mapping[str, M]) -> tuple[str, M | None]:
        """The longest name that stands here (as typed), and what it means; ("", None) for none."""
        most = max(map(len, names), default=0)
        for length in range(min(2 * most, len(self.text) - self.at), 0, -1):
            typed = self.text[self.at : self.at + length]
            if typed[-1].isspace() or self.is_inside_word(self.at + length):
                continue
            meaning = names.get(fold(typed))
            if meaning is not None:
                return typed, meaning
        return "", None

    def is_inside_word(self, end: int) -> bool:
        """Whether a Latin word or number goes on behind ``end``: “in” does not stand in “inside”."""
        before, after = self.text[end - 1 : end], self.text[end : end + 1]
        return before.isascii() and after.isascii() and before.isalnum() and (after.isalnum() or after == "_")

    def word_length(self) -> int:
        """How many characters stand here before a space, a bracket or a comma."""
        end = self.at
        stops = words.OPEN + words.CLOSE + words.COMMA
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] not in stops:
            end += 1
        return end - self.at

    def step(self, length: int = 1) -> None:
        self.at += length
        self.skip()

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def fault(self, message: str, *, length: int = 1) -> BadCondition:
        return BadCondition(message, position=min(self.at, len(self.text)), length=max(length, 1))
