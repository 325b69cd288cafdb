"""What can be imported: each upper app registers its targets here (DESIGN 1, ``common.importers``).

A target names its fields, checks staged rows against the database and writes them. The engine reads
files, converts cells by these fields, stages and reports; it knows nothing of customers or orders.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from common.registry import Registry

if TYPE_CHECKING:
    from common.imports.batch import Batch


@dataclass(frozen=True)
class Field:
    """One value of a target. ``kind``: text, decimal, integer, date, boolean, key.

    ``key`` fields refer to a row of the target ``refers_to`` by that row's key. ``strict`` fields refuse
    the row when the cell cannot be read; others are left empty and reported as doubtful. ``identity``
    fields tell two objects apart that share a key. ``hints`` are usual column names, for the first guess.
    ``verb`` is a right that giving this field needs, ``sensitive`` the sensitive field that it shows.
    """

    name: str
    label: str | Promise
    kind: str = "text"
    required: bool = False
    strict: bool = False
    identity: bool = False
    refers_to: str = ""
    max_length: int = 0
    decimals: int = 6
    minimum: str = ""  # smallest allowed number
    positive: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict, hash=False)  # stored code -> label
    hints: tuple[str, ...] = ()
    verb: str = ""
    sensitive: str = ""

    def to_spec(self, mapping: Any) -> dict[str, Any]:
        """What the reading child needs to know of this field, as plain JSON."""
        words = {str(code): str(code) for code in self.choices}
        words |= {str(label): str(code) for code, label in self.choices.items()}
        return {
            "name": self.name,
            "kind": self.kind,
            "required": self.required,
            "strict": self.strict or self.required or self.identity,
            "max_length": self.max_length,
            "decimals": self.decimals,
            "minimum": self.minimum,
            "positive": self.positive,
            "choices": words,
            "mapping": mapping,
        }


@dataclass(frozen=True)
class Target:
    """A kind of rows that an import can bring.

    ``prepare(batch)`` adds computed values to staged rows, ``check(batch)`` reports what does not fit the
    database, both in short transactions of their own; ``commit(batch)`` writes, inside the one short
    transaction of the commit, before which ``lock(batch)`` locks what of ours it will touch; targets that share
    a lock function are locked in one go. Targets run in the order of ``order``: what is referred to comes first.
    ``existing`` is SQL that gives (key, object_id) of rows of ours that a reference may also name.
    """

    label: str | Promise
    fields: tuple[Field, ...]
    order: int
    check: Callable[["Batch"], None]
    commit: Callable[["Batch"], None]
    verb: str = ""  # the right that its rows need besides import.run
    verbs: Mapping[str, str] = field(default_factory=dict, hash=False)  # mode -> another right in its place
    existing: str = ""
    lock: Callable[["Batch"], None] | None = None
    prepare: Callable[["Batch"], None] | None = None
    finish: Callable[["Batch"], None] | None = None  # checks that need every target's own check done before
    summarise: Callable[["Batch"], dict[str, Any]] | None = None
    is_header: bool = False  # in a flat file several rows tell of one object: repeats are folded
    needs_key: bool = False
    key_field: str = "code"  # the field whose column is the key when the profile names none
    needs: tuple[str, ...] = ()  # targets that must come in the same import
    needs_words: bool = False  # too vague to be guessed from column names
    modes: tuple[str, ...] = ("history", "open", "drafts")
    defined: Callable[[], tuple[Field, ...]] | None = None  # fields that the company defines while it works

    def verb_for(self, mode: str) -> str:
        """The right that its rows need when they arrive in this way; "" for none of their own."""
        return self.verbs.get(mode, self.verb)

    @property
    def every_field(self) -> tuple[Field, ...]:
        """Its fields, with those that the company defined."""
        return self.fields + self.defined() if self.defined else self.fields

    def field(self, name: str) -> Field | None:
        return next((each for each in self.every_field if each.name == name), None)


importers: Registry[Target] = Registry("common.importers")


def in_order() -> list[tuple[str, Target]]:
    """Every target with its key, the ones that others refer to first."""
    return sorted(importers.items(), key=lambda item: item[1].order)
