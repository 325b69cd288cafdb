"""Column mappings of a profile, compiled to functions over a row. Pure; used by the reading child process.

A mapping is one of
  "Column" or "lookup.Column"                           the cell as it is
  {column = …, map = {…}, other = …, default = …}       with a value map, a value for the rest, one for empty
  {column = …, present = "A", absent = "B"}             by whether the cell holds anything
  {constant = "CNY"}                                    the same for every row
  {text = "{First} {lookup.Last}"}                      a text with cells in it; what is empty drops out
  {first = [mapping, …]}                                the first that is not empty
  {column = …, scale = "0.01"}                          a number times a factor
  {column = …, format = "%d.%m.%Y"}                     a date written another way than the file's others
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from common.imports.values import Formats, fold

_HOLE = re.compile(r"\{([^{}]+)\}")
OPTIONS = {"column", "map", "other", "default", "present", "absent", "constant", "text", "first", "scale", "format"}

Lookup = Mapping[str, list[str]]


class BadMapping(Exception):
    """The mapping cannot be understood or names a column that is not there."""


@dataclass
class Scope:
    """The columns a mapping may name: those of its own file, and of joined files by their alias."""

    columns: dict[str, int]
    formats: Formats
    joined: dict[str, "Joined"] = field(default_factory=dict)

    def reader(self, name: str) -> Callable[[list[str]], str]:
        """A function that reads the named cell of a row. Raises BadMapping for an unknown column."""
        if name in self.columns:
            return _cell(self.columns[name])
        alias, _, rest = name.partition(".")
        if alias in self.joined and rest in self.joined[alias].columns:
            return self.joined[alias].reader(rest)
        raise BadMapping(name)


@dataclass
class Joined:
    """A file joined by key: its rows in memory, and how to find the one that belongs to a row."""

    columns: dict[str, int]
    rows: Lookup
    key: Callable[[list[str]], str]

    def reader(self, name: str) -> Callable[[list[str]], str]:
        index, rows, key = self.columns[name], self.rows, self.key

        def read(row: list[str]) -> str:
            found = rows.get(key(row))
            return found[index] if found is not None else ""

        return read


def _cell(index: int) -> Callable[[list[str]], str]:
    def read(row: list[str]) -> str:
        return row[index]

    return read


def compile_mapping(mapping: Any, scope: Scope) -> Callable[[list[str]], str]:
    """A function row → text (empty when there is nothing). Raises BadMapping."""
    if isinstance(mapping, str):
        return scope.reader(mapping)
    if not isinstance(mapping, dict) or not mapping or set(mapping) - OPTIONS:
        raise BadMapping(str(mapping))
    if "constant" in mapping:
        constant = str(mapping["constant"])
        return lambda row: constant
    if "first" in mapping:
        return _first([compile_mapping(part, scope) for part in mapping["first"]])
    source = _text(str(mapping["text"]), scope) if "text" in mapping else scope.reader(str(mapping.get("column", "")))
    if "present" in mapping or "absent" in mapping:
        return _presence(source, str(mapping.get("present", "")), str(mapping.get("absent", "")), scope.formats)
    if "map" in mapping:
        source = _mapped(source, mapping["map"], mapping.get("other"))
    if "scale" in mapping:
        source = _scaled(source, Decimal(str(mapping["scale"])))
    if "default" in mapping:
        source = _first([source, compile_mapping({"constant": mapping["default"]}, scope)])
    return source


def compile_key(names: list[str], scope: Scope) -> Callable[[list[str]], str]:
    """A function row → key: the cells joined by an unprintable mark; empty when every cell is."""
    readers = [compile_mapping(name, scope) for name in names]
    if len(readers) == 1:
        only = readers[0]
        return lambda row: only(row).strip()

    def key(row: list[str]) -> str:
        parts = [read(row).strip() for read in readers]
        return "\x1f".join(parts) if any(parts) else ""

    return key


def _first(readers: list[Callable[[list[str]], str]]) -> Callable[[list[str]], str]:
    def read(row: list[str]) -> str:
        for reader in readers:
            if text := reader(row).strip():
                return text
        return ""

    return read


def _text(template: str, scope: Scope) -> Callable[[list[str]], str]:
    pieces = _HOLE.split(template)
    readers = [scope.reader(name) for name in pieces[1::2]]
    fixed = pieces[0::2]

    def read(row: list[str]) -> str:
        cells = [reader(row).strip() for reader in readers]
        if readers and not any(cells):
            return ""
        text = fixed[0] + "".join(cell + after for cell, after in zip(cells, fixed[1:], strict=True))
        return " ".join(text.split())

    return read


def _presence(source, present: str, absent: str, formats: Formats) -> Callable[[list[str]], str]:
    return lambda row: absent if source(row).strip() in formats.empty else present


def _mapped(source, table: Mapping[str, Any], other: Any) -> Callable[[list[str]], str]:
    folded = {fold(str(key)).lower(): str(value) for key, value in table.items()}

    def read(row: list[str]) -> str:
        text = source(row)
        if not text.strip():
            return ""
        return folded.get(fold(text).lower(), text if other is None else str(other))

    return read


def _scaled(source, factor: Decimal) -> Callable[[list[str]], str]:
    def read(row: list[str]) -> str:
        text = source(row)
        try:
            return format(Decimal(text.strip()) * factor, "f")
        except InvalidOperation:
            return text

    return read


def compile_filter(conditions: list[dict[str, Any]], scope: Scope) -> Callable[[list[str]], bool]:
    """Whether a row counts: every condition ``{column, in = […]}``, ``{column, not_in = […]}`` or
    ``{column, is = "present" | "absent"}`` holds."""
    tests = [_condition(condition, scope) for condition in conditions]
    return lambda row: all(test(row) for test in tests)


def _condition(condition: dict[str, Any], scope: Scope) -> Callable[[list[str]], bool]:
    read = scope.reader(str(condition.get("column", "")))
    if "is" in condition:
        wanted = condition["is"] == "present"
        return lambda row: (read(row).strip() not in scope.formats.empty) is wanted
    if "in" in condition:
        allowed = {str(value) for value in condition["in"]}
        return lambda row: read(row).strip() in allowed
    if "not_in" in condition:
        forbidden = {str(value) for value in condition["not_in"]}
        return lambda row: read(row).strip() not in forbidden
    raise BadMapping(str(condition))
