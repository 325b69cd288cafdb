"""The field registry: every field of an order, line, customer or product that a set of orders can be
filtered, sorted, shown or exported by, with the right that guards it (SEMANTICS 5).

An upper app registers its fields; lists, column choosers and exports read them from here, so that a
hidden field can be neither named nor inferred anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from accounts import policies
from accounts.people.models import User
from accounts.roles.models import FieldRule
from common.registry import Registry


class Level(StrEnum):
    """What a row of the field's table stands for."""

    ORDER = "order"
    LINE = "line"


class Kind(StrEnum):
    """The type of a field's values: decides operators, alignment and export format."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One field: ``path`` is its lookup from the level's table, ``guard`` the sensitive field it belongs to."""

    key: str
    label: str | Promise
    level: Level
    kind: Kind
    path: str
    guard: str = ""


fields: Registry[Field] = Registry("segments.fields")


def register(entries: Iterable[Field]) -> None:
    """Add fields under ``level.key``."""
    for entry in entries:
        fields.register(f"{entry.level}.{entry.key}", entry)


def visible_fields(actor: User, level: Level) -> dict[str, Field]:
    """The fields of a level that ``actor`` may see in full, by key, in the order of registration.

    A hidden or masked field is left out: filtering or sorting by it would reveal it.
    """
    return {
        field.key: field
        for field in fields.values()
        if field.level == level and not (field.guard and policies.effect(actor, field.guard) in FieldRule.Effect.values)
    }
