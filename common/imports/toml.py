"""Writes TOML, as far as profiles need it (the standard library only reads it). Pure."""

import json
import re
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dumps(data: dict[str, Any]) -> str:
    """TOML text of nested tables; lists of tables become ``[[name]]``, everything below a field stays inline."""
    lines: list[str] = []
    _table(lines, data, ())
    return "\n".join(lines).strip() + "\n"


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {inline(part)}" for key, part in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False)


def _table(lines: list[str], table: dict[str, Any], path: tuple[str, ...]) -> None:
    simple = {key: value for key, value in table.items() if not _is_table(value, path)}
    for key, value in simple.items():
        lines.append(f"{_key(key)} = {inline(value)}")
    for key, value in table.items():
        if key in simple:
            continue
        here = (*path, key)
        for part in value if isinstance(value, list) else [value]:
            name = ".".join(map(_key, here))
            lines.extend(["", f"[[{name}]]" if isinstance(value, list) else f"[{name}]"])
            _table(lines, part, here)


def _is_table(value: Any, path: tuple[str, ...]) -> bool:
    """Sections and what hangs directly on them are tables; a mapping of a field is written inline."""
    if isinstance(value, dict):
        return len(path) < 2 and (not path or path[0] != "files")
    return isinstance(value, list) and not path and bool(value) and all(isinstance(part, dict) for part in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
