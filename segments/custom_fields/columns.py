"""The column that holds the values of custom fields, and how queries read one of them as what it is.

``custom__number_weight`` is the value under the key ``weight`` as a number; so ``text_``, ``folded_``, ``date_`` and
``flag_``. A value that is missing, or is none of the kind, reads as NULL. ``custom`` itself is never NULL.
"""

from functools import partial
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from common.text import FOLDED

EMPTY: dict[str, Any] = {}


class _Reading(models.Transform):
    """One value of the column, as text."""

    sql = "({value})"
    output_field: models.Field = models.TextField()

    def __init__(self, key: str, *expressions: Any, **extra: Any):
        super().__init__(*expressions, **extra)
        self.key = key

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> Any:  # type: ignore[override]
        lhs, parameters = compiler.compile(self.lhs)
        value = f"({lhs} ->> %s)"
        sql = self.sql.format(value=value)
        return sql, [*parameters, self.key] * self.sql.count("{value}")


class _Folded(_Reading):
    """As ``common.text.fold`` writes it: how texts compare."""

    sql = FOLDED


class _Number(_Reading):
    sql = "(CASE WHEN {value} ~ '^-?[0-9]+([.][0-9]+)?$' THEN {value}::numeric END)"
    output_field = models.DecimalField()


class _Day(_Reading):
    sql = "(CASE WHEN {value} ~ '^[0-9]+-[0-9]+-[0-9]+$' THEN {value}::date END)"
    output_field = models.DateField()


class _Flag(_Reading):
    sql = "(CASE {value} WHEN 'true' THEN true WHEN 'false' THEN false END)"
    output_field = models.BooleanField()


_READINGS: dict[str, type[_Reading]] = {
    "text": _Reading,
    "folded": _Folded,
    "number": _Number,
    "date": _Day,
    "flag": _Flag,
}


class CustomValues(models.JSONField):
    """Key of the field → its value as it is kept. To migrations it is a plain JSON column."""

    def get_transform(self, name: str) -> Any:
        kind, _line, key = name.partition("_")
        if key and kind in _READINGS:
            return partial(_READINGS[kind], key)
        return super().get_transform(name)

    def in_parts(self, old: Any, new: Any) -> list[tuple[Any, Any, Any]]:
        """(name, before, after) of each value that changed, in words: how the trail tells it."""
        from segments.custom_fields import uses  # which knows the models that have this column

        return uses.in_parts(self.model, old or {}, new or {})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options


def custom_values(label: Any) -> CustomValues:
    """The column for a model."""
    return CustomValues(label, default=dict, db_default=EMPTY, blank=True, editable=False)


def held(key: str, column: str = "custom") -> Q:
    """Rows that have a value under the key; true or false, never NULL. Its first half is what the index over the
    filled rows (``index_of_filled``) asks for."""
    return ~Q(**{column: EMPTY}) & Q(**{f"{column}__has_key": key})


def index_of_filled(name: str) -> GinIndex:
    """Finds rows by what they hold; rows without any value cost it nothing."""
    return GinIndex(fields=["custom"], name=name, condition=~Q(custom=EMPTY))
