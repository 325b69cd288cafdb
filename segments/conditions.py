"""A condition in somebody's hands: read from either form with the fields that he may name, and said in both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from accounts.people.models import User
from common.conditions import reading, rows, values, writing
from common.conditions.rows import Node, Row
from common.conditions.terms import Vocabulary
from common.conditions.writing import Part
from segments.compiling import Compiler
from segments.fields import Field, Level, as_of, visible_fields, vocabulary

Given = str | list[Any]  # the text form, or rows as ``rows.to_json`` writes them


@dataclass(frozen=True)
class Condition:
    """Rows that were checked against the fields of ``known``."""

    rows: tuple[Row, ...]
    known: Mapping[str, Field]
    words: Vocabulary

    @cached_property
    def node(self) -> Node | None:
        """The left-nested tree that is evaluated; None where there are no rows."""
        return rows.tree(self.rows)

    @property
    def fields(self) -> list[str]:
        """The keys of the fields that it names."""
        return sorted({row.field for row in self.rows})

    @property
    def is_ambiguous(self) -> bool:
        """Whether who reads 并且 first would read another condition."""
        return rows.is_ambiguous(self.rows)

    def texts(self) -> dict[str, str]:
        """The text form in every language of the product."""
        found = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found[language] = writing.write(self.rows, self.words, language)
        return found

    def parts(self) -> list[Part]:
        """The bracketed expression that is evaluated, in the reader's language."""
        return writing.parts(self.rows, self.words)

    def expression(self, today: date | None = None) -> str:
        """The same as one line; with ``today``, days that move with it are given as days too."""
        return _in_one_line(part.text for part in writing.parts(self.rows, self.words, today))

    def summary(self) -> str:
        """The same with long lists cut short."""
        return _in_one_line(part.short or part.text for part in self.parts())

    def as_of(self, day: date | None) -> "Condition":
        """The same condition by what the rules of classification said on ``day``; None: by what they say now."""
        return self if day is None else replace(self, known=as_of(self.known, day))

    def narrow(self, level: Level, today: date) -> Q:
        """The condition as a query on orders or on lines."""
        return self._compiled(self.node, level, today)

    def narrow_and_first(self, level: Level, today: date) -> Q:
        """The query of the reading in which 并且 binds closer: only to say how many it would find."""
        return self._compiled(rows.and_first(self.rows), level, today)

    def _compiled(self, node: Node | None, level: Level, today: date) -> Q:
        if node is None:
            return Q()
        compiler = self.compiler(today)
        return compiler.orders(node) if level is Level.ORDER else compiler.lines(node)

    def compiler(self, today: date) -> Compiler:
        """What compiles it for a day: one for all its queries, so that what they share is looked up once."""
        if today not in self._compilers:
            self._compilers[today] = Compiler(self.known, today)
        return self._compilers[today]

    @cached_property
    def _compilers(self) -> dict[date, Compiler]:
        return {}


def _in_one_line(texts: Iterable[str]) -> str:
    return " ".join(texts).replace("( ", "(").replace(" )", ")")


def read(actor: User, level: Level, given: Given) -> Condition:
    """What somebody wrote, as text or as rows, with the fields that he may see in full.

    Raises BadCondition with the place: a position in the text, or a row.
    """
    known = visible_fields(actor, level)
    words = vocabulary(known)
    if isinstance(given, str):
        return Condition(reading.read(given, words), known, words)
    return Condition(values.checked_rows(rows.from_json(given), words), known, words)


def stored(known: Mapping[str, Field], kept: Any) -> Condition:
    """A condition as it was saved, over the fields that the caller knows to be its reader's."""
    return Condition(rows.from_json(kept), known, vocabulary(dict(known)))


def check(condition: Condition) -> None:
    """Raise BadCondition unless every row of a stored condition can still be run."""
    values.checked_rows(condition.rows, condition.words)
