"""Custom fields as fields of imports: ``custom.<key>`` of the target whose rows they belong to."""

import json
from collections.abc import Mapping
from typing import Any

from common.imports.batch import Batch
from common.imports.targets import Field
from segments.custom_fields import definitions
from segments.custom_fields.definitions import Definition, Kind

_KINDS = {Kind.TEXT: "text", Kind.NUMBER: "decimal", Kind.DATE: "date", Kind.CHOICE: "text", Kind.FLAG: "boolean"}
# a staged value as it is kept
_KEPT = {Kind.NUMBER: "trim_scale({})::text", Kind.DATE: "to_char({}, 'YYYY-MM-DD')"}


def fields(subject: str) -> tuple[Field, ...]:
    """The custom fields in use of a subject, as its target offers them."""
    return tuple(map(_field, definitions.of(subject)))


def _field(one: Definition) -> Field:
    is_text, is_number = one.kind == Kind.TEXT, one.kind == Kind.NUMBER
    return Field(
        one.name,
        one.label,
        kind=_KINDS[Kind(one.kind)],
        strict=not is_text,
        max_length=one.longest if is_text else 0,
        decimals=one.decimals if is_number else 6,
        minimum="" if one.minimum is None else f"{one.minimum:f}",
        choices={option.code: option.label for option in one.options if option.is_offered},
        hints=(one.key, *definitions.in_both(one)),
        sensitive=one.guard,
    )


def check(batch: Batch, entity: str, subject: str) -> None:
    """Report numbers above a field's largest."""
    for one in definitions.of(subject):
        if one.kind == Kind.NUMBER and one.maximum is not None and batch.maps(entity, one.name):
            batch.report_where(entity, "too_large", f'r."{one.name}" > %(most)s', field=one.name, most=one.maximum)


def names(subject: str) -> list[str]:
    """The fields' names, which are those of the staged columns."""
    return [one.name for one in definitions.of(subject)]


def given(row: Mapping[str, Any]) -> dict[str, Any]:
    """Key → value of what a staged row says of custom fields."""
    lead = f"{definitions.PREFIX}."
    return {
        name.removeprefix(lead): value for name, value in row.items() if name.startswith(lead) and value is not None
    }


def sql(subject: str, alias: str) -> str:
    """What a row written in one statement holds of custom fields: the defaults, and what its staged row says."""
    found = definitions.of(subject)
    pairs = [f"'{one.key}', to_jsonb({_staged(one, alias)})" for one in found]
    defaults = {one.key: one.default for one in found if one.default is not None}
    written = json.dumps(defaults, ensure_ascii=True).replace("'", "''").replace("%", "%%")
    return f"'{written}'::jsonb" + "".join(f" || jsonb_strip_nulls(jsonb_build_object({pair}))" for pair in pairs)


def _staged(one: Definition, alias: str) -> str:
    column = f'{alias}."{one.name}"'
    return _KEPT.get(Kind(one.kind), "{}").format(column)
