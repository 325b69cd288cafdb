"""The definitions as every process keeps them: read once for each change of theirs (``common.stamps``), so that an
order costs no statement more, whether a company has custom fields or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from accounts import policies
from accounts.people.models import User
from accounts.roles.models import FieldRule
from common import stamps
from common.conditions import kinds, terms
from segments.custom_fields.models import CustomField

STAMP = "custom_fields"
PREFIX = "custom"
Subject, Kind = CustomField.Subject, CustomField.Kind
KINDS = {
    Kind.TEXT: kinds.Kind.TEXT,
    Kind.NUMBER: kinds.Kind.NUMBER,
    Kind.DATE: kinds.Kind.DATE,
    Kind.CHOICE: kinds.Kind.CHOICE,
    Kind.FLAG: kinds.Kind.FLAG,
}
# how the column's value is read: ``columns.CustomValues``
_READINGS = {Kind.TEXT: "text", Kind.NUMBER: "number", Kind.DATE: "date", Kind.CHOICE: "text", Kind.FLAG: "flag"}


def _in_language(zh: str, en: str) -> str:
    is_chinese = (get_language() or "zh").startswith("zh")
    return (zh or en) if is_chinese else (en or zh)


_said = lazy(_in_language, str)


@dataclass(frozen=True)
class Option:
    """A value that may be chosen; one that is not ``is_offered`` any more is kept where it stands."""

    code: str
    label: str | Promise
    is_offered: bool


@dataclass(frozen=True)
class Definition:
    """A custom field. ``guard`` is the sensitive field that roles may hide or mask, ``path`` reads its value from a row
    of the subject, ``term_key`` is how conditions name it."""

    pk: int
    subject: str
    key: str
    label: str | Promise
    help: str | Promise
    kind: str
    longest: int
    decimals: int
    minimum: Decimal | None
    maximum: Decimal | None
    options: tuple[Option, ...]
    is_required: bool
    is_commercial: bool
    default: Any
    is_active: bool

    @property
    def name(self) -> str:
        """How forms, imports and refusals name it."""
        return f"{PREFIX}.{self.key}"

    @property
    def guard(self) -> str:
        return guard_of(self.subject, self.key)

    @property
    def term_key(self) -> str:
        return term_key_of(self.subject, self.key)

    @property
    def path(self) -> str:
        return f"{PREFIX}__{_READINGS[Kind(self.kind)]}_{self.key}"

    def option(self, code: Any) -> Option | None:
        return next((one for one in self.options if one.code == code), None)


def guard_of(subject: str, key: str) -> str:
    """The name of the sensitive field."""
    return f"{PREFIX}.{subject.lower()}.{key}"


def term_key_of(subject: str, key: str) -> str:
    """How conditions name it."""
    return f"{PREFIX}_{subject.lower()}_{key}"


@dataclass(frozen=True)
class _Kept:
    stamp: str | None
    found: tuple[Definition, ...]


_kept = _Kept(None, ())


def every() -> tuple[Definition, ...]:
    """All definitions, also those out of use, in the order of their places: for rules and consoles."""
    global _kept
    stamp = stamps.latest(STAMP)
    if stamp != _kept.stamp:
        _kept = _Kept(stamp, tuple(map(of_row, CustomField.objects.all())) if stamp else ())
    return _kept.found


def of(subject: str) -> list[Definition]:
    """The fields in use of a subject, whoever may see them: for rules."""
    return [one for one in every() if one.is_active and one.subject == subject]


def visible(actor: User, subject: str) -> list[Definition]:
    """The fields in use of a subject that ``actor`` may see, in full or masked."""
    return [one for one in of(subject) if policies.effect(actor, one.guard) != FieldRule.Effect.HIDE]


def is_masked(actor: User, one: Definition) -> bool:
    """Whether he sees only the ends of it."""
    return policies.effect(actor, one.guard) == FieldRule.Effect.MASK


def commercial_keys(subject: str) -> frozenset[str]:
    """The keys whose values belong to what is approved, also those out of use."""
    return frozenset(one.key for one in every() if one.subject == subject and one.is_commercial)


def labels(subject: str) -> dict[str, str | Promise]:
    """Key → name of every field of a subject there ever was."""
    return {one.key: one.label for one in every() if one.subject == subject}


def of_row(row: CustomField) -> Definition:
    """A definition as it is used."""
    return Definition(
        pk=row.pk,
        subject=row.subject,
        key=row.key,
        label=_said(row.label_zh, row.label_en),
        help=_said(row.help_zh, row.help_en) if row.help_zh or row.help_en else "",
        kind=row.kind,
        longest=row.longest,
        decimals=row.decimals,
        minimum=row.minimum,
        maximum=row.maximum,
        options=tuple(map(_option, row.options)),
        is_required=row.is_required,
        is_commercial=row.is_commercial,
        default=row.default,
        is_active=row.is_active,
    )


def _option(kept: Mapping[str, Any]) -> Option:
    return Option(kept["code"], _said(kept["zh"], kept["en"]), kept["offered"])


def in_both(one: Definition) -> tuple[str, ...]:
    """The field's name in every language of the product."""
    return tuple(terms.in_both([one.label]))


def by_key(found: Iterable[Definition]) -> dict[str, Definition]:
    """Definitions of one subject by their keys."""
    return {one.key: one for one in found}
