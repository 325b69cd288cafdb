"""Custom fields as columns of lists and of the files made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise

from accounts.people.models import User
from common.exports.lists import Column
from common.exports.plain import Plain
from segments.custom_fields import definitions, values
from segments.custom_fields.definitions import Definition, Kind

_CSS = {Kind.NUMBER: "n", Kind.DATE: "nowrap", Kind.TEXT: "clip"}


@dataclass(frozen=True)
class ListColumn:
    """A custom field in a list: ``words`` reads it from a row's ``custom`` for the screen, ``plain`` for a file."""

    key: str
    label: str | Promise
    css: str
    words: Callable[[Mapping[str, Any]], str]
    plain: Plain


Read = Callable[[Any], Mapping[str, Any]]


def columns(actor: User, subject: str, read: Read = attrgetter(definitions.PREFIX)) -> list[ListColumn]:
    """The custom fields of a subject that the actor sees, as far as he sees them; ``read`` gives what a row of a file
    holds."""
    return [_column(actor, one, read) for one in definitions.visible(actor, subject)]


def _column(actor: User, one: Definition, read: Read) -> ListColumn:
    def shown(kept: Mapping[str, Any]) -> Any:
        return values.shown_value(actor, one, kept.get(one.key))

    def words(kept: Mapping[str, Any]) -> str:
        return values.words(one, shown(kept))

    def typed(row: Any) -> Any:
        value = shown(read(row))
        if value is not None and one.kind == Kind.NUMBER:
            return Decimal(value)
        if value is not None and one.kind == Kind.DATE:
            return date.fromisoformat(value)
        return words(read(row)) if one.kind == Kind.CHOICE else value

    kind = definitions.KINDS[Kind(one.kind)]
    plain = Plain(Column(one.name, one.label, kind), (definitions.PREFIX,), typed)
    return ListColumn(one.name, one.label, _CSS.get(Kind(one.kind), ""), words, plain)
