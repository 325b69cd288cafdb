"""What a merge would do, said before it is done: the shape that all archives share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from common import errors
from common.errors import Text


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ: what stands in the one that stays and in the one that goes; ``taken``: whether
    the one that goes gives it, unless a person chooses otherwise."""

    name: str
    label: Text
    kept: str
    other: str
    taken: bool


@dataclass(frozen=True)
class Preview:
    """All of it: fields that differ, what moves and how many, what is worth knowing, and what stands in the way."""

    choices: Sequence[Choice]
    moves: Sequence[tuple[Text, int]]
    notes: Sequence[Text] = field(default_factory=list)
    obstacles: Sequence[Text] = field(default_factory=list)


def choices(source: Model, target: Model, names: Iterable[str], never: Collection[str] = ()) -> list[Choice]:
    """The named fields in which two rows differ. What the target does not say is taken by itself, but for ``never``."""
    found = []
    for name in names:
        column = source._meta.get_field(name)
        ours, theirs = getattr(target, column.attname), getattr(source, column.attname)  # type: ignore[union-attr]
        if ours != theirs:
            taken = ours in (None, "") and name not in never
            label = column.verbose_name  # type: ignore[union-attr]
            found.append(Choice(name, label, _shown(target, name), _shown(source, name), taken))
    return found


def _shown(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def wanted(found: Iterable[Choice], take: Collection[str] | None, allowed: Collection[str]) -> list[str]:
    """The fields to take from the one that goes: those chosen, or what is taken by itself. Raises Invalid for a field
    that cannot be chosen; one in which the two agree is no mistake."""
    if take is None:
        return [one.name for one in found if one.taken]
    if unknown := sorted(set(take) - set(allowed)):
        raise errors.Invalid(fields={"take": [_("These cannot be chosen: %(names)s.") % {"names": ", ".join(unknown)}]})
    return [one.name for one in found if one.name in set(take)]


def require_free(preview: Preview) -> None:
    """Raise Conflict where something stands in the way, with all of it."""
    if preview.obstacles:
        texts = [str(text) for text in preview.obstacles]
        raise errors.Conflict(" ".join(texts), code="not_mergeable", obstacles=texts)


def take(source: Model, target: Model, names: Iterable[str]) -> list[str]:
    """Copy fields from the one that goes (saves nothing); returns their names."""
    names = list(names)
    for name in names:
        attribute = source._meta.get_field(name).attname  # type: ignore[union-attr]
        setattr(target, attribute, getattr(source, attribute))
    return names
