"""The screen that builds a profile: profile ⇄ form. What the form cannot show stays as an expression in TOML."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.imports import toml
from common.imports.targets import Field, in_order

COLUMN, CONSTANT, EXPRESSION = "column", "=", "{}"
HEAD = ("name", "title", "orders", "tax_mode")
_PLAIN_KEYS = ("file", "key", "fields")
IN, NOT_IN, PRESENT, ABSENT = "in", "not_in", "present", "absent"


@dataclass
class FileRow:
    """How one file is laid out, on the screen."""

    alias: str
    pattern: str
    sheet: str = ""
    header_row: str = ""


@dataclass
class Condition:
    """Which rows of a file count: those whose column is one of words, none of them, filled or empty."""

    column: str = ""
    kind: str = ""
    words: str = ""  # "A; B"


@dataclass
class Row:
    """One field of a section on the screen: where its value comes from, and a value or word list beside it."""

    field: Field
    name: str  # of the input
    source: str = ""  # "", a column, CONSTANT or EXPRESSION
    argument: str = ""  # constant, "A=x; B=y" for a column, or an expression


@dataclass
class Box:
    """One section on the screen."""

    entity: str
    label: Any
    file: str
    columns: list[str]
    key: list[str]
    rows: list[Row]
    condition: Condition = field(default_factory=Condition)
    extra: str = ""  # joins, several conditions and the like, as TOML
    others: int = 0  # further sections of this target, kept as they are


@dataclass
class Screen:
    """The whole form."""

    head: dict[str, str]
    files: list[FileRow] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def to_screen(raw: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> Screen:
    """The form of a profile (nested dicts, right or wrong); ``columns`` of each file by alias."""
    head = {name: str(_tables(raw.get("profile"))[0].get(name, "")) for name in HEAD}
    formats = _tables(raw.get("formats"))[0]
    head["dates"] = "; ".join(_texts(formats.get("dates")))
    head["decimal_mark"] = str(formats.get("decimal_mark", "."))
    screen = Screen(head, [_file_row(alias, spec) for alias, spec in _tables(raw.get("files"))[0].items()])
    for entity, target in in_order():
        sections = _tables(raw.get(entity))
        section = sections[0]
        file = str(section.get("file", ""))
        known = list(columns.get(file, ()))
        fields = _tables(section.get("fields"))[0]
        condition = _condition(section.get("where"))
        shown = (*_PLAIN_KEYS, "where") if condition.column else _PLAIN_KEYS
        screen.boxes.append(
            Box(
                entity=entity,
                label=target.label,
                file=file,
                columns=known,
                key=_texts(section.get("key")),
                rows=[_row(entity, each, fields.get(each.name), known) for each in target.every_field],
                condition=condition,
                extra=toml.dumps({k: v for k, v in section.items() if k not in shown}).strip(),
                others=len(sections) - 1,
            )
        )
    return screen


def file_patterns(raw: Mapping[str, Any]) -> dict[str, str]:
    """Alias → name pattern of the files that a profile (right or wrong) speaks of."""
    found = {}
    for alias, spec in _tables(raw.get("files"))[0].items():
        name = spec.get("name", "") if isinstance(spec, dict) else spec
        found[alias] = name if isinstance(name, str) else ""
    return found


def layouts(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Alias → how the file is laid out (sheet, header row, encoding, delimiter) by a profile, right or wrong."""
    specs = _tables(raw.get("files"))[0]
    return {
        alias: {key: spec[key] for key in ("sheet", "header_row", "encoding", "delimiter") if key in spec}
        for alias, spec in specs.items()
        if isinstance(spec, dict)
    }


def _file_row(alias: str, spec: Any) -> FileRow:
    if not isinstance(spec, dict):
        return FileRow(alias, str(spec))
    return FileRow(alias, str(spec.get("name", "")), str(spec.get("sheet", "")), str(spec.get("header_row", "")))


def _condition(where: Any) -> Condition:
    """The condition as the screen shows it; none where there are several, or it is another kind of thing."""
    one = where[0] if isinstance(where, list) and len(where) == 1 else None
    if not isinstance(one, dict) or not isinstance(one.get("column"), str):
        return Condition()
    rest = {key: value for key, value in one.items() if key != "column"}
    if list(rest) == ["is"] and rest["is"] in (PRESENT, ABSENT):
        return Condition(one["column"], rest["is"])
    if list(rest) in ([IN], [NOT_IN]):
        ((kind, words),) = rest.items()
        return Condition(one["column"], kind, "; ".join(_texts(words)))
    return Condition()


def _tables(value: Any) -> list[dict[str, Any]]:
    """One table or several, at least an empty one; anything else is left out."""
    found: list[dict[str, Any]] = [
        one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)
    ]
    return found or [{}]


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _row(entity: str, definition: Field, mapping: Any, columns: Sequence[str]) -> Row:
    row = Row(definition, f"{entity}.{definition.name}")
    if mapping is None:
        return row
    if isinstance(mapping, str) and mapping in columns:
        row.source = mapping
    elif isinstance(mapping, dict) and set(mapping) == {"constant"}:
        row.source, row.argument = CONSTANT, str(mapping["constant"])
    elif _is_word_list(mapping) and mapping["column"] in columns:
        row.source = mapping["column"]
        row.argument = "; ".join(f"{old}={new}" for old, new in mapping["map"].items())
    else:
        row.source, row.argument = EXPRESSION, toml.inline(mapping)
    return row


def _is_word_list(mapping: Any) -> bool:
    return isinstance(mapping, dict) and set(mapping) == {"column", "map"} and isinstance(mapping["map"], dict)


def from_form(data: Any, raw: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """The TOML text that a posted form means. ``raw`` is the profile the form was drawn from, ``files`` alias →
    name pattern. Raises ValueError naming the field whose expression is no TOML."""
    head = {
        **raw.get("profile", {}),
        **{name: data.get(f"head.{name}", "").strip() for name in ("name", "title", "orders")},
    }
    head["tax_mode"] = data.get("head.tax_mode", "")
    result: dict[str, Any] = {"profile": {key: value for key, value in head.items() if value not in ("", None)}}
    used = {data.get(f"{entity}.file", "") for entity, _target in in_order()}
    known = raw.get("files", {})
    if formats := _formats(data, raw.get("formats", {})):
        result["formats"] = formats
    result["files"] = {alias: known.get(alias, name) for alias, name in files.items()}
    for alias in used - set(files) - {""}:
        result["files"][alias] = known.get(alias, alias)
    result["files"] = {alias: _laid_out(data, alias, spec) for alias, spec in result["files"].items()}
    for entity, target in in_order():
        if section := _section(data, entity, target.every_field):
            more = raw.get(entity, [])
            rest = more[1:] if isinstance(more, list) else []
            result[entity] = [section, *rest] if rest else section
    if "problems" in raw:
        result["problems"] = raw["problems"]
    return toml.dumps(result)


def _laid_out(data: Any, alias: str, spec: Any) -> Any:
    """A file of the profile with the sheet and the header row that the form says; a name where it says nothing."""
    laid = dict(spec) if isinstance(spec, dict) else {"name": spec}
    sheet, row = data.get(f"files.{alias}.sheet", "").strip(), data.get(f"files.{alias}.header_row", "").strip()
    if sheet:
        laid["sheet"] = sheet
    elif f"files.{alias}.sheet" in data:
        laid.pop("sheet", None)
    if row.isdecimal() and 1 < int(row) < 10_000:
        laid["header_row"] = int(row)
    elif f"files.{alias}.header_row" in data:
        laid.pop("header_row", None)
    return laid if set(laid) - {"name"} else laid.get("name", "")


def _formats(data: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    formats = dict(before)
    dates = [part.strip() for part in data.get("head.dates", "").split(";") if part.strip()]
    mark = data.get("head.decimal_mark", ".")
    formats.pop("dates", None)
    if dates:
        formats["dates"] = dates
    if mark == ",":
        formats |= {"decimal_mark": ",", "group_mark": "."}
    elif formats.get("decimal_mark") == ",":
        formats = {key: value for key, value in formats.items() if key not in ("decimal_mark", "group_mark")}
    return formats


def _section(data: Any, entity: str, fields: Sequence[Field]) -> dict[str, Any]:
    file = data.get(f"{entity}.file", "")
    if not file:
        return {}
    section: dict[str, Any] = {"file": file}
    if key := [name for name in data.getlist(f"{entity}.key") if name]:
        section["key"] = key if len(key) > 1 else key[0]
    section |= _toml(data.get(f"{entity}.extra", ""), f"{entity}.extra")
    if where := _where(data, entity):
        section["where"] = [where, *section.get("where", [])]
    section["fields"] = {}
    for definition in fields:
        name = f"{entity}.{definition.name}"
        mapping = _mapping(name, data.get(name, ""), data.get(f"{name}:", "").strip())
        if mapping is not None:
            section["fields"][definition.name] = mapping
    return section


def _where(data: Any, entity: str) -> dict[str, Any]:
    column, kind = data.get(f"{entity}.where.column", ""), data.get(f"{entity}.where.kind", "")
    words = [part.strip() for part in data.get(f"{entity}.where.words", "").split(";") if part.strip()]
    if not column or kind not in (IN, NOT_IN, PRESENT, ABSENT):
        return {}
    return {"column": column, "is": kind} if kind in (PRESENT, ABSENT) else {"column": column, kind: words}


def _mapping(name: str, source: str, argument: str) -> Any:
    if source == CONSTANT:
        return {"constant": argument} if argument else None
    if source == EXPRESSION:
        return _toml(f"it = {argument}", name).get("it") if argument else None
    if not source:
        return None
    words = dict(part.split("=", 1) for part in argument.split(";") if "=" in part)
    table = {old.strip(): new.strip() for old, new in words.items()}
    return {"column": source, "map": table} if table else source


def _toml(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{place}: {error}") from None
