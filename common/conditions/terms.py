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
    tags), read again at every use where it is a function; ``former`` gives those that it had once, which are still
    understood; ``aliases`` are further accepted names."""

    key: str
    label: str | Promise
    kind: Kind
    aliases: tuple[str | Promise, ...] = ()
    values: Names | Callable[[], Names] = field(default_factory=dict)
    former: Callable[[], Names] = dict

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


class Choices:
    """The known values of a field: stored code → label, read once. A code always means itself; a label means the codes
    that it stands for in any language. A value of before (``former``) is understood where nothing of now is meant."""

    def __init__(self, labels: Names, former: Callable[[], Names] = dict):
        self.labels, self._former = labels, former

    @cached_property
    def former(self) -> Names:
        """Stored code → label of what is no value any more; asked for where it is needed."""
        return self._former()

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Folded code or label → the codes that it may mean."""
        return _by_name(self.former) | _by_name(self.labels)

    def meant(self, text: str) -> tuple[str, ...]:
        """The codes that a text may mean: one where it is plain, none where nothing is called so."""
        return (text,) if text in self.labels or text in self.former else self.names.get(fold(text), ())

    def label(self, code: str) -> str:
        """How a code is called, or was; one that nobody ever named as it is."""
        return str(self.labels.get(code) or self.former.get(code) or code)


def _by_name(labels: Names) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code in labels:
        found[fold(code)] = (*found.get(fold(code), ()), code)
    said: dict[str, dict[str, None]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in labels.items():
                said.setdefault(fold(str(label)), {})[code] = None
    return {name: tuple(codes) for name, codes in said.items() if name} | found


class Vocabulary:
    """Terms by key and by name, made for one use: what their values are is asked once."""

    def __init__(self, terms: Iterable[Term]):
        self.terms = {term.key: term for term in terms}
        self._choices: dict[str, Choices] = {}

    def get(self, key: str) -> Term | None:
        return self.terms.get(key)

    def choices(self, key: str) -> Choices:
        """The known values of a field; of one with free values none."""
        if key not in self._choices:
            self._choices[key] = Choices(self.terms[key].choices, self.terms[key].former)
        return self._choices[key]

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded name in any language → key. Where two fields have the same name the first keeps it."""
        found: dict[str, str] = {}
        for key, term in self.terms.items():
            for name in [*in_both([term.label, *term.aliases]), fold(key)]:
                found.setdefault(name, key)
        return found

    def is_plain(self, key: str) -> bool:
        """Whether the label alone leads back to this field, so that a text may use it."""
        return self.names.get(fold(str(self.terms[key].label))) == key
