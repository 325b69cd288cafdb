"""The field registry: every field of an order, line, customer, product, shipment or payment that a set of orders can
be filtered, sorted, shown or exported by, with the right that guards it (R029, SEMANTICS 5).

An upper app registers its fields and the sources they are read from; conditions, column choosers and exports read
them from here, so that a hidden field can be neither named nor inferred anywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Choices, Expression, Model, Q, QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from accounts.roles.models import FieldRule
from common import reference
from common.conditions.kinds import Kind
from common.conditions.terms import Names, Term, Vocabulary
from common.models import Currency
from common.registry import Registry
from segments.classification import history
from segments.classification.subjects import subjects
from segments.custom_fields import definitions
from segments.custom_fields.definitions import Definition

Text = str | Promise
_IS_NULL = "__isnull"
_shown = lazy(reference.shown, str)  # names that come with the software are read in both languages


class Level(StrEnum):
    """What a row of a set stands for."""

    ORDER = "ORDER"
    LINE = "LINE"


LEVEL_LABELS = {Level.ORDER: _("Orders"), Level.LINE: _("Order lines")}


class Shape(StrEnum):
    """How a source's rows hang on an order or line."""

    OWN = "own"  # the row itself
    ONE = "one"  # a row it points to: found first, then compared by key
    MANY = "many"  # rows that point to it: one of them must fit


@dataclass(frozen=True)
class Source:
    """Where fields are read from. ``level`` is what it hangs on; ``link``: of ONE the column of the level's table that
    holds the key, of MANY the lookup from ``model`` to the level's key; ``only`` narrows the rows that count; ``verb``
    is the right, in any scope, without which nobody names its fields. ``visible`` gives what a person may see of
    ``model``, or of what its column ``through`` points to: what he does not see is to him as if it were not there.
    ``thing``: what the rules of classification call its rows, where they fill columns of them.
    """

    key: str
    level: Level
    shape: Shape
    label: Text = ""
    model: type[Model] | None = None
    link: str = ""
    only: Q = field(default_factory=Q)
    verb: str = ""
    visible: Callable[[User], QuerySet] | None = None
    through: str = "pk"
    thing: str = ""


@dataclass(frozen=True)
class Field:
    """One field. ``path`` is its lookup from the source's model (a flag may be ``…__isnull``), ``guard`` the sensitive
    field it belongs to, ``verb`` the right, in any scope, without which nobody names it.

    ``values``: stored codes and labels of a choice; ``reference`` turns such codes into keys where the column holds
    a foreign key, and ``code_path`` is where the code behind a key is read; ``folded`` is the column that holds the
    text folded, ``in_capitals`` says that it is kept in capitals, ``grams`` is the column of pairs of letters
    (``common.text.Searchable``) that holds its pairs too, ``sort_key`` is the column that codes are ordered by
    (``common.conditions.values.code_key``); ``suggest`` the URL name that completes what is typed, ``offers`` the
    field whose values are few enough to be offered instead (``segments.offering``); ``fallback`` of a day of lines is
    the path to the day that holds where ``path`` has none;
    ``expression`` makes a number out of the row's columns on a business day, in place of ``path``; ``expression_at``
    gives the one that goes by what the rules said on a day; ``custom_key`` is that of a custom field, whose value is
    read out of a JSON column, ``is_active`` whether the company still uses it. ``former`` gives codes and labels that
    a choice had once.

    In somebody's hands ``rows`` are those of its source that he may see, None: all of them; ``row_key`` is their column
    with the key that the link holds.
    """

    key: str
    label: Text
    source: str
    kind: Kind
    path: str
    guard: str = ""
    verb: str = ""
    aliases: tuple[Text, ...] = ()
    values: Names | Callable[[], Names] = field(default_factory=dict)
    former: Callable[[], Names] = dict
    reference: Callable[[Iterable[str]], list[int]] | None = None
    code_path: str = ""
    folded: str = ""
    in_capitals: bool = False
    grams: str = ""
    sort_key: str = ""
    suggest: str = ""
    offers: str = ""
    fallback: str = ""
    expression: Callable[[date], Expression] | None = None
    expression_at: Callable[[date], Callable[[date], Expression]] | None = None
    custom_key: str = ""
    is_active: bool = True
    rows: QuerySet | None = field(default=None, repr=False, compare=False)
    row_key: str = "pk"

    @property
    def read_path(self) -> str:
        """Where its value is read from the source's model; see ``value_of``."""
        return self.code_path or self.path.removesuffix(_IS_NULL)

    def value_of(self, read: Any) -> Any:
        """What was read there, as conditions compare it."""
        return read is None if self.path.endswith(_IS_NULL) else read

    @property
    def level(self) -> Level:
        """The level it is known at."""
        return sources[self.source].level

    @property
    def term(self) -> Term:
        """The field as conditions name it."""
        return Term(self.key, self.label, self.kind, self.aliases, self.values, self.former)


sources: Registry[Source] = Registry("segments.sources")
fields: Registry[Field] = Registry("segments.fields")


def register(source: Source, entries: Iterable[Field]) -> None:
    """Add a source with its fields. A key is unique over all sources: conditions name fields by it."""
    sources.register(source.key, source)
    for entry in entries:
        fields.register(entry.key, entry)


def chosen(vocabulary: type[Choices], **options: Any) -> dict[str, Any]:
    """Options of a ``Field`` whose values are those of a Choices class."""
    return {"kind": Kind.CHOICE, "values": dict(vocabulary.choices), **options}


def named(
    model: type[Model], path: str, *, code: str = "code", name: str = "name", offered: Q | None = None
) -> dict[str, Any]:
    """Options of a ``Field`` that points to a row of a small table by its foreign key ``path`` (``…_id``): people
    choose by ``name``, ``code`` is stored. Rows that are not ``offered`` (None: all are) are still understood."""
    every = model._default_manager

    def names(rows: Q | None = offered) -> Names:
        found = every.filter(rows) if rows else every.all()
        return {key: _shown(label) for key, label in found.order_by(code).values_list(code, name)}

    def keys(codes: Iterable[str]) -> list[int]:
        return list(every.filter(**{f"{code}__in": list(codes)}).values_list("pk", flat=True))

    options = {"values": names, "former": lambda: names(~offered)} if offered else {"values": names}
    behind = f"{path.removesuffix('_id')}__{code}"
    return {"kind": Kind.CHOICE, "path": path, "reference": keys, "code_path": behind, **options}


def person(path: str) -> dict[str, Any]:
    """Options of a ``Field`` that points to somebody: offered are those who still work here."""
    return named(User, path, code="username", offered=Q(is_active=True, is_system=False))


def currency(path: str) -> dict[str, Any]:
    """Options of a ``Field`` that holds the code of a currency."""

    def codes() -> Names:
        return dict(Currency.objects.order_by("code").values_list("code", "code"))

    return {"kind": Kind.CHOICE, "path": path, "values": codes}


def every_field() -> dict[str, Field]:
    """All fields by key, registered ones and those that the company defined, whoever may see them: for rules."""
    found = dict(fields.items())
    found.update((one.term_key, _custom(one)) for one in definitions.every() if one.subject.lower() in sources)
    return found


def _custom(one: Definition) -> Field:
    kind = definitions.KINDS[definitions.Kind(one.kind)]
    return Field(
        key=one.term_key,
        label=one.label,
        source=one.subject.lower(),
        kind=kind,
        path=one.path,
        guard=one.guard,
        values={option.code: option.label for option in one.options} if kind is Kind.CHOICE else {},
        folded=f"{definitions.PREFIX}__folded_{one.key}" if kind is Kind.TEXT else "",
        custom_key=one.key,
        is_active=one.is_active,
    )


def visible_fields(actor: User, level: Level) -> dict[str, Field]:
    """The fields that ``actor`` may see in full at a level, by key, in the order of registration: orders know
    those of their lines too (one of the lines must fit).

    A hidden or masked field is left out, for filtering or sorting by it would reveal it, and one that the company took
    out of use. Each reads no row that he may not see.
    """
    rows = {key: _rows_seen(actor, source) for key, source in sources.items() if _may(actor, source.verb)}
    return {
        found.key: found if rows[found.source] is None else replace(found, rows=rows[found.source])
        for found in _seen_fields(actor)
    }


def visible_keys(actor: User) -> list[str]:
    """The keys of ``visible_fields``."""
    return [found.key for found in _seen_fields(actor)]


def _seen_fields(actor: User) -> Iterator[Field]:
    open_sources = {key for key, source in sources.items() if _may(actor, source.verb)}
    for found in every_field().values():
        is_open = found.is_active and found.source in open_sources and _may(actor, found.verb)
        if is_open and not _is_kept(actor, found.guard):
            yield found


def _may(actor: User, verb: str) -> bool:
    return not verb or policies.can(actor, verb)


def _is_kept(actor: User, guard: str) -> bool:
    return bool(guard) and policies.effect(actor, guard) in FieldRule.Effect.values


def _rows_seen(actor: User, source: Source) -> QuerySet | None:
    """The rows of a source that ``actor`` may see; None where that is all of them."""
    if source.visible is None or source.model is None:
        return None
    seen = source.visible(actor)
    if not seen.query.where:
        return None
    return source.model._default_manager.filter(**{f"{source.through}__in": seen.order_by().values("pk")})


def as_of(known: Mapping[str, Field], day: date) -> dict[str, Field]:
    """The same fields, of which those that the rules of classification fill tell what they said on ``day``."""
    past = {source.thing: history.at_day(source.thing, day) for source in sources.values() if source.thing}
    return {key: _as_of(one, past, day) for key, one in known.items()}


def _as_of(one: Field, past: Mapping[str, QuerySet], day: date) -> Field:
    if one.expression_at is not None:
        return replace(one, expression=one.expression_at(day))
    thing = sources[one.source].thing
    if thing and one.path in subjects[thing].columns:
        return replace(one, rows=past[thing], row_key="of_id")
    return one


def rows_of(found: Field) -> QuerySet:
    """The rows behind a field, of those that count and that whoever holds it sees."""
    source = sources[found.source]
    assert source.model is not None
    rows = source.model._default_manager.all() if found.rows is None else found.rows
    return rows.filter(source.only)


def vocabulary(known: dict[str, Field]) -> Vocabulary:
    """The words for a set of fields."""
    return Vocabulary(one.term for one in known.values())
