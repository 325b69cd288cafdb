"""Where data of people at customers stands (R308, R309): declared by the room that keeps it, searched by default.

Every column of ours that can hold words is looked through, unless it is declared here: as what a person is called or
reached by (``Person``), as kept with the law or the proof that asks for it, or as holding nothing of people. So a
column that somebody adds tomorrow is looked through without anybody thinking of it; one whose name says that it
holds a person's data must be declared, or a test fails.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    Exists,
    Field,
    FileField,
    GenericIPAddressField,
    JSONField,
    Model,
    OuterRef,
    Q,
    TextField,
)

from accounts.collaboration.subjects import subjects
from common.errors import Text
from common.registry import Registry
from customers.disclosures.paths import path_to

OURS = (
    "common",
    "accounts",
    "segments",
    "customers",
    "products",
    "orders",
    "tasks",
    "reminders",
    "integration",
    "reports",
)
LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|names|phone|mobile|mail|email|recipient|contact|signer|sender|person|payer|drawer|address|agent"
    r"|participants|answered_by|given_to|company|guarantor)(_name|_mail|_phone)?$"
)
# columns of codes, digests and keys, which nobody writes words into
_NO_WORDS = re.compile(
    r"(^|_)(code|number|hash|sha256|digest|key|keys|unit|kind|door|provider|external_id|request_id|subject_type"
    r"|content_type|language|fingerprint|password|secret|salt|prefix|scopes|search_text|search_grams|folded|mark|stamp"
    r"|waybill|variety|version|file|path|form|list_key|table|column|origin|solver|signs|tags|flags|territory|region"
    r"|province|province_group|customer_class|price_rule)$"
)


@dataclass(frozen=True)
class Person:
    """Columns of a row that name one person: what he is called and reached by. ``contact``: the foreign key that says
    which contact is meant, where there is one. ``also`` is cleared with them (a job title). ``is_told_apart``: the
    row is nothing without an address of its own, and gets one that no mail reaches."""

    name: str = ""
    phone: str = ""
    mail: str = ""
    contact: str = ""
    also: tuple[str, ...] = ()
    is_told_apart: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it has, without the foreign key."""
        return tuple(filter(None, (self.name, self.phone, self.mail, *self.also)))


@dataclass(frozen=True)
class Table:
    """What is declared of a table. ``kept``: column → why it stays; ``nothing``: column → why it holds nothing of
    people at customers. ``paths``: lookups to the customer beside the nearest one; ``has_subject``: the row says by
    type and key what it is about. ``is_open``: rows whose business still needs the person, called ``need`` on the page,
    ``reference`` is the column that names such a row; another contact can take his place there if it ``can_go_on``.
    ``is_copy``: sent or technical copies, in which every mention is replaced without asking. ``extra``: columns to look
    through though they are called like codes. ``asked``: columns in which nothing is replaced unasked. ``comes_back``:
    kept columns that open business writes elsewhere when it goes on. ``ends``: the moment that is filled as the person
    goes (a link that only he holds is revoked)."""

    people: tuple[Person, ...] = ()
    kept: Mapping[str, Text] = field(default_factory=dict)
    nothing: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    is_open: Q | None = None
    need: Text = ""
    reference: str = "pk"
    can_go_on: bool = True
    has_subject: bool = False
    is_copy: bool = False
    extra: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    comes_back: tuple[str, ...] = ()
    ends: str = ""


# database table -> what is declared of it
tables: Registry[Table] = Registry("customers.privacy.tables")
# database table -> why none of it is data of people at customers
exempt: Registry[str] = Registry("customers.privacy.exempt")


def column_of(one: Field) -> str:
    """What the database calls a field."""
    return one.column or one.name


def words_of(model: type[Model]) -> list[Field]:
    """The columns of a model that can hold words, choices and files aside."""
    return [one for one in model._meta.concrete_fields if _holds_words(one)]


def _holds_words(one: Field) -> bool:
    if one.choices or isinstance(one, FileField):
        return False
    if isinstance(one, ArrayField):
        return isinstance(one.base_field, CharField | TextField) and not one.base_field.choices
    return isinstance(one, CharField | TextField | JSONField | GenericIPAddressField)


@cache
def models() -> tuple[type[Model], ...]:
    """Every model of ours that may hold data of people at customers."""
    found = (one for one in apps.get_models() if one._meta.app_label in OURS)
    return tuple(one for one in found if one._meta.db_table not in exempt and words_of(one))


def table_of(model: type[Model]) -> Table:
    """What is declared of a model's table; nothing, for most."""
    return tables.get(model._meta.db_table) or Table()


def searched(model: type[Model]) -> list[Field]:
    """The columns of a model that are looked through, kept ones too."""
    declared = table_of(model)
    named = {name for one in declared.people for name in one.columns}
    return [
        one
        for one in words_of(model)
        if one.column in named
        or one.column in (*declared.kept, *declared.extra)
        or not (one.column in declared.nothing or _NO_WORDS.search(column_of(one)))
    ]


def paths_of(model: type[Model]) -> tuple[str, ...]:
    """The lookups from rows of a model to their customers."""
    nearest = path_to(model) if model._meta.app_label not in ("common", "accounts", "segments", "products") else ""
    return tuple(filter(None, (nearest, *table_of(model).paths)))


def about_his(his: Iterable[int]) -> Q:
    """Rows that say by type and key what they are about: one of these customers' things."""
    found = Q(pk__in=[])
    for label in subjects:
        about = apps.get_model(label)
        for path in paths_of(about)[:1]:
            rows = about._base_manager.filter(Q(pk=OuterRef("subject_id")), Q(**{f"{path}__in": his}))
            found |= Q(Exists(rows), subject_type=label)
    return found


def undeclared() -> list[str]:
    """Columns whose names say that they hold a person's data and of which nothing is declared."""
    found = []
    for model in models():
        declared = table_of(model)
        known = {name for one in declared.people for name in one.columns}
        known |= {*declared.kept, *declared.nothing, *declared.extra}
        table = model._meta.db_table
        found += [
            f"{table}.{one.column}"
            for one in words_of(model)
            if LOOKS_PERSONAL.search(column_of(one)) and one.column not in known
        ]
    return found


def unknown() -> list[str]:
    """What is declared of columns and tables that are not there."""
    there = {one._meta.db_table: one for one in apps.get_models()}
    found = [name for name in (*tables, *exempt) if name not in there]
    for name, declared in tables.items():
        columns = {one.column for one in there[name]._meta.concrete_fields} if name in there else set()
        said: Iterable[Any] = (
            *declared.kept,
            *declared.nothing,
            *declared.asked,
            *declared.comes_back,
            *filter(None, [declared.ends]),
            *(c for one in declared.people for c in (*one.columns, *filter(None, [one.contact]))),
        )
        found += [f"{name}.{column}" for column in said if column not in columns]
    return found
