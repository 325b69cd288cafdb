"""From a row's texts to typed data and problems. Pure; used by the reading child process."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from common.imports import expressions, values
from common.imports.expressions import Scope

REFUSED, DOUBTFUL = "REFUSED", "DOUBTFUL"
MAX_DIGITS = {"decimal": 12, "integer": 9}  # before the point, as the narrowest column of the kind keeps


@dataclass(frozen=True)
class Found:
    """A problem of one cell."""

    column: str
    value: str
    code: str
    severity: str
    parameters: dict[str, Any] = field(default_factory=dict)


class Converter:
    """One field of a section: where its text comes from, and how it becomes a value."""

    def __init__(self, spec: dict[str, Any], scope: Scope, problems: dict[str, str]):
        mapping = spec["mapping"]
        self.name: str = spec["name"]
        self.column = describe(mapping)
        self.read: Callable[[list[str]], str] = (
            expressions.compile_key(mapping, scope)
            if spec["kind"] == "key"
            else expressions.compile_mapping(mapping, scope)
        )
        self.kind: str = spec["kind"]
        self.required: bool = spec["required"]
        self.strict: bool = spec["strict"]
        self.max_length: int = spec["max_length"]
        self.decimals: int = spec["decimals"]
        self.minimum = Decimal(spec["minimum"]) if spec["minimum"] else None
        self.positive: bool = spec["positive"]
        self.choices = {values.fold(word).lower(): code for word, code in spec["choices"].items()}
        self.problems = problems
        self.formats = scope.formats
        if isinstance(mapping, dict) and "format" in mapping:
            self.formats = replace(scope.formats, dates=(str(mapping["format"]),))

    def text(self, row: list[str]) -> str:
        return self.read(row).strip()

    def value(self, text: str, found: list[Found]) -> str | None:
        """The canonical value, or None with a problem added."""
        if not text:
            if self.required:
                found.append(Found(self.column, "", "missing", REFUSED))
            return None
        try:
            result = self._parsed(text)
        except values.Unreadable as error:
            found.append(Found(self.column, text, error.code, self._severity(error.code)))
            return None
        if self.kind in ("decimal", "integer"):
            return self._in_range(result, text, found)
        if self.kind == "text" and self.max_length and len(result) > self.max_length:
            severity = self._severity("too_long", REFUSED if self.required else DOUBTFUL)
            found.append(Found(self.column, text, "too_long", severity, {"limit": self.max_length}))
            return result[: self.max_length]
        return result

    def _parsed(self, text: str) -> str:
        if self.choices:
            code = self.choices.get(values.fold(text).lower())
            if code is None:
                raise values.Unreadable("unknown_word")
            return code
        if self.kind == "key":
            return text
        return values.PARSERS[self.kind](text, self.formats)

    def _severity(self, code: str, default: str = "") -> str:
        decided = self.problems.get(f"{self.name}.{code}") or self.problems.get(code)
        if decided and not (self.required and decided == "empty"):
            return REFUSED if decided == "refuse" else DOUBTFUL
        return default or (REFUSED if self.strict else DOUBTFUL)

    def _in_range(self, result: str, text: str, found: list[Found]) -> str | None:
        number = Decimal(result)
        if abs(number) >= Decimal(10) ** MAX_DIGITS[self.kind]:
            found.append(Found(self.column, text, "too_large", REFUSED))
            return None
        if (self.positive and number <= 0) or (self.minimum is not None and number < self.minimum):
            limit = "> 0" if self.positive else f"≥ {self.minimum}"
            found.append(Found(self.column, text, "too_small", self._severity("too_small"), {"limit": limit}))
            return None
        if self.kind == "decimal" and -number.as_tuple().exponent > self.decimals:  # type: ignore[operator]
            rounded = round(number, self.decimals)
            if rounded != number:
                found.append(Found(self.column, text, "rounded", DOUBTFUL, {"limit": self.decimals}))
            return format(rounded, "f")
        return format(number, "f")


def convert(fields: list[Converter], texts: list[str]) -> tuple[dict[str, str], list[Found]]:
    """The row's data (empty values left out) and its problems."""
    data: dict[str, str] = {}
    found: list[Found] = []
    for converter, text in zip(fields, texts, strict=True):
        value = converter.value(text, found)
        if value is not None:
            data[converter.name] = value
    return data, found


def describe(mapping: Any) -> str:
    """How a mapping is named in the report: by the columns it reads."""
    if isinstance(mapping, str):
        return mapping
    if isinstance(mapping, list):
        return ", ".join(map(describe, mapping))
    if "first" in mapping:
        return " / ".join(describe(part) for part in mapping["first"])
    return str(mapping.get("column") or mapping.get("text") or mapping.get("constant", ""))
