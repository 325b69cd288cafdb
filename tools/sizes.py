"""Small pieces stay small: modules, functions and classes have a limit (DESIGN 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE, TEST_MODULE, FUNCTION, CLASS = 400, 600, 60, 200
SKIPPED = {".venv", "var", "node_modules", "migrations", ".git"}


def find_oversized(root: Path) -> list[str]:
    """One line `file:line: what` for each module, function or class of the project that is too long."""
    found: list[str] = []
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root)
        if SKIPPED & set(place.parts):
            continue
        text = path.read_text(encoding="utf-8")
        length, limit = text.count("\n"), TEST_MODULE if "tests" in place.parts else MODULE
        if length > limit:
            found.append(f"{place}:1: module of {length} lines, limit {limit}")
        found += [f"{place}:{line}: {what}" for line, what in _oversized_blocks(text)]
    return found


def _oversized_blocks(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            kind, limit = "function", FUNCTION
        elif isinstance(node, ast.ClassDef):
            kind, limit = "class", CLASS
        else:
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > limit:
            yield node.lineno, f"{kind} {node.name} of {length} lines, limit {limit}"
