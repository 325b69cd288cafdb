"""The vocabulary of conditions: which fields there are, how they are called in both languages, what values they know.

The vocabulary is made of what one person may see: a field that is not in it can be neither named nor inferred. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from common.conditions.kinds import Kind
from common.text import fold

Names = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Term:
    """A field as conditions name it. ``values`` are the stored codes it may have with their labels (choices and
    tags), read again at every use where it is a function; ``aliases`` are further accepted names."""

    key: str
    label: str | Promise
    kind: Kind
    aliases: tuple[str | Promise, ...] = ()
    values: Names | Callable[[], Names] = field(default_factory=dict)

    @property
    def choices(self) -> Names:
        """Stored code → label; empty for a field with free values."""
        return self.values() if callable(self.values) else self.values


def in_both(texts: Iterable[str | Promise]) -> list[str]:
    """Each text in every language of the product, folded, without repeats."""
    found: dict[str, None] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update(dict.fromkeys(fold(str(text)) for text in texts))
    return [text for text in found if text]


class Vocabulary:
    """Terms by key and by name."""

    def __init__(self, terms: Iterable[Term]):
        self.terms = {term.key: term for term in terms}

    def get(self, key: str) -> Term | None:
        return self.terms.get(key)

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded name in any language → key. Where two fields have the same name the first keeps it."""
        found: dict[str, str] = {}
        for key, term in self.terms.items():
            for name in [*in_both([term.label, *term.aliases]), fold(key)]:
                found.setdefault(name, key)
        return found

    def values(self, key: str) -> dict[str, str]:
        """Folded name in any language, or code → stored code of a field's known values."""
        found: dict[str, str] = {}
        for code, label in self.terms[key].choices.items():
            for name in [*in_both([label]), fold(code)]:
                found.setdefault(name, code)
        return found

    def is_plain(self, key: str) -> bool:
        """Whether the label alone leads back to this field, so that a text may use it."""
        return self.names.get(fold(str(self.terms[key].label))) == key
