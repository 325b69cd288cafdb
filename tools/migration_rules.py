"""May this migration run while the version before serves people? The rules stand in docs/operations.md 7 (ADR 0123).

Each migration that is newer than the last release is turned into its SQL. What SQL can break or hold up is judged by
squawk (a linter of PostgreSQL migrations); this module adds what squawk cannot know: which tables are new or small,
Python that moves data, and what was accepted with a reason (``migrations.toml``).
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import NotSupportedError
from django.db.migrations import AlterField, Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CharField, Field, TextField

NOTES = Path(__file__).with_name("migrations.toml")
# tastes, and what `manage.py migrate` sees to by itself (orders_site/management/commands/migrate.py)
_NOT_ASKED = (
    "ban-char-field",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-robust-stmts",
    "prefer-text-field",
    "prefer-timestamp-tz",
    "require-lock-timeout",
    "require-statement-timeout",
)
# what only takes time, so that it may be done to a small table; nothing is forbidden of a new one
_TAKES_TIME = {
    "adding-field-with-default",
    "adding-foreign-key-constraint",
    "changing-column-type",
    "constraint-missing-not-valid",
    "data-in-one-transaction",
    "disallowed-unique-constraint",
    "long-lock",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
    "require-concurrent-reindex",
}
_NAME = r'"?(?P<name>\w+)"?'
_TABLE = re.compile(
    rf"^(?:ALTER TABLE(?: IF EXISTS)?(?: ONLY)?|UPDATE(?: ONLY)?|INSERT INTO|DELETE FROM|TRUNCATE(?: TABLE)?"
    rf"|LOCK(?: TABLE)?|CLUSTER|VACUUM FULL|CREATE (?:UNIQUE )?INDEX .*? ON|REINDEX TABLE) {_NAME}",
    re.IGNORECASE,
)
_NEW_TABLE = re.compile(rf"^CREATE (?:UNLOGGED )?TABLE(?: IF NOT EXISTS)? {_NAME}", re.IGNORECASE)
_MOVES_DATA = re.compile(r"^(UPDATE|INSERT INTO|DELETE FROM|WITH .*\b(UPDATE|INSERT INTO|DELETE FROM)) ", re.IGNORECASE)
_LONG_LOCK = re.compile(
    r"^(LOCK|TRUNCATE|CLUSTER|VACUUM FULL|REFRESH MATERIALIZED VIEW (?!CONCURRENTLY))", re.IGNORECASE
)

Key = tuple[str, str]


@dataclass(frozen=True)
class Finding:
    """A migration breaks a rule: by which statement, on which table (empty: not known)."""

    migration: Key
    rule: str
    table: str
    statement: str

    def __str__(self) -> str:
        return f"{'.'.join(self.migration)}: {self.rule} ({self.table or '?'}): {self.statement[:110]}"


@dataclass(frozen=True)
class Notes:
    """What ``migrations.toml`` says: the last released step of each app, tables that stay small, what was accepted."""

    released: dict[str, str]
    small: frozenset[str]
    accepted: tuple[dict[str, str], ...]

    @classmethod
    def read(cls) -> "Notes":
        found = tomllib.loads(NOTES.read_text(encoding="utf-8"))
        return cls(found["released"], frozenset(found["small"]), tuple(found.get("accepted", ())))

    def is_accepted(self, finding: Finding) -> bool:
        return any(_means(one, finding) for one in self.accepted)


def _means(one: dict[str, str], finding: Finding) -> bool:
    where = (one["migration"], one["rule"], one.get("table", finding.table))
    return where == (".".join(finding.migration), finding.rule, finding.table)


def judge_all(connection: Any, loader: MigrationLoader, notes: Notes) -> list[Finding]:
    """What the migrations since the last release break, in the order in which they run; accepted ones included."""
    found: list[Finding] = []
    new: set[str] = set()
    state = loader.project_state(list(notes.released.items()))
    _ = state.apps  # made once and kept up, not made anew for each step
    for key in steps_since(loader, notes):
        found += judge(connection, loader.disk_migrations[key], state, new, notes.small)
    return found


def steps_since(loader: MigrationLoader, notes: Notes) -> list[Key]:
    """The migrations of our apps that no release has, each after those it needs."""
    graph = loader.graph
    order: dict[Key, None] = {}
    for app in sorted(notes.released):
        for leaf in graph.leaf_nodes(app):
            order |= dict.fromkeys(graph.forwards_plan(leaf))
    return [key for key in order if key[0] in notes.released and key[1] > notes.released[key[0]]]


def judge(connection: Any, step: Migration, state: ProjectState, new: set[str], small: frozenset[str]) -> list[Finding]:
    """What one migration breaks that runs on ``state``, which becomes what it leaves. The tables it makes are added to
    ``new``."""
    key = (step.app_label, step.name)
    longer = _made_longer(step, state)
    found = list(_of_python(step, key))
    try:
        statements = sql_of(connection, step, state)
    except NotSupportedError as error:
        return [*found, Finding(key, "cannot-run", "", str(error))]
    new |= {match["name"] for one in statements if (match := _NEW_TABLE.match(one))}
    found += [Finding(key, rule, table_of(text), text) for rule, text in _of_sql(statements, atomic=step.atomic)]
    found = [one for one in found if one.table not in new]
    found = [one for one in found if one.rule not in _TAKES_TIME or one.table not in small]
    return [one for one in found if one.rule != "changing-column-type" or not one.statement.startswith(longer)]


def _made_longer(step: Migration, state: ProjectState) -> tuple[str, ...]:
    """How the statements begin that give a text more room: PostgreSQL writes nothing anew for them."""
    found = []
    for operation in step.operations:
        model = state.models.get((step.app_label, getattr(operation, "model_name_lower", "")))
        if not isinstance(operation, AlterField) or model is None:
            continue
        before, after = model.fields.get(operation.name), operation.field
        if isinstance(before, CharField) and _room(after) >= (before.max_length or 0):
            table = model.options.get("db_table") or f"{step.app_label}_{operation.model_name_lower}"
            found.append(f'ALTER TABLE "{table}" ALTER COLUMN "{after.db_column or operation.name}" TYPE ')
    return tuple(found)


def _room(field: Field) -> int:
    if isinstance(field, CharField):
        return field.max_length or 0
    return sys.maxsize if isinstance(field, TextField) else -1


def _of_python(step: Migration, key: Key) -> Iterator[Finding]:
    """Rules of what is no SQL: moving data holds its rows until the end, and half of a migration cannot be repeated."""
    python = [one for one in step.operations if isinstance(one, RunPython)]
    if python and (step.atomic or any(one.atomic for one in python)):
        yield Finding(key, "data-in-one-transaction", "", python[0].describe())
    if python and len(python) < len(step.operations):
        yield Finding(key, "data-beside-tables", "", python[0].describe())
    if not step.atomic and len(step.operations) > 1:
        yield Finding(key, "left-half-done", "", f"{len(step.operations)} operations without a transaction")


def sql_of(connection: Any, step: Migration, state: ProjectState) -> list[str]:
    """The statements of a migration, each in one line, without its comments."""
    with connection.schema_editor(collect_sql=True, atomic=step.atomic) as editor:
        step.apply(state, editor, collect_sql=True)
    lines = [" ".join(one.split()) for one in editor.collected_sql]
    return [line for line in lines if line and not line.startswith("--")]


def _of_sql(statements: list[str], *, atomic: bool) -> Iterator[tuple[str, str]]:
    """(rule, statement) of what squawk finds, and of two rules that it has not."""
    for text in statements:
        if _LONG_LOCK.match(text):
            yield "long-lock", text
        elif atomic and _MOVES_DATA.match(text):
            yield "data-in-one-transaction", text
    if not statements:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        whole = ["BEGIN;", *statements, "COMMIT;"] if atomic else statements
        file.write("\n".join(whole))
        file.flush()
        for one in _squawk(file.name):
            yield one["rule_name"], whole[one["line"]]  # it counts from 0


def _squawk(path: str) -> list[dict[str, Any]]:
    command = [str(Path(sys.executable).with_name("squawk")), "--reporter", "json", "--pg-version", "15"]
    command += [f"--exclude={','.join(_NOT_ASKED)}", path]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise RuntimeError(done.stdout + done.stderr) from error


def table_of(statement: str) -> str:
    """The table that a statement changes; empty where it does not say (DROP INDEX)."""
    match = _TABLE.match(statement) or _NEW_TABLE.match(statement)
    return match["name"] if match else ""
