"""Puts the audit triggers on every business table, after each migration; idempotent and quick when done.

Every managed table of our own apps is a business table unless ``exempt`` says why not.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from accounts.trail.exempt import HIDDEN_COLUMNS, exempt_tables
from accounts.trail.row_hash import ROW_HASH

_FILES = tuple(Path(__file__).with_name(name) for name in ("triggers.sql", "redaction.sql"))
_NAME = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)", re.MULTILINE)
_APPEND_ONLY = ("accounts_trailrow", "accounts_trailseal", "accounts_redaction", "accounts_redactedrow")
_TRANSITION = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


@dataclass(frozen=True)
class Trigger:
    """A trigger that must stand: its table, name, arguments and how it is made."""

    table: str
    name: str
    arguments: tuple[str, ...]
    statement: str


def audited_tables() -> dict[str, tuple[str, list[str]]]:
    """Table → (primary key column, hidden columns) of every business table."""
    found: dict[str, tuple[str, list[str]]] = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.app_label not in settings.OWN_APPS or not model._meta.managed or table in exempt_tables:
            continue
        columns = [str(field.column) for field in model._meta.local_concrete_fields]
        hidden = [name for name in columns if name in HIDDEN_COLUMNS or f"{table}.{name}" in HIDDEN_COLUMNS]
        found[table] = (str(model._meta.pk.column), sorted(hidden))
    return found


def tables_exist(connection: Any) -> bool:
    """Whether all migrations of our apps ran: triggers and reference rows need every table."""
    wanted = set(audited_tables()) | set(_APPEND_ONLY)
    return wanted <= set(connection.introspection.table_names())


def install(connection: Any) -> int:
    """Make functions and triggers as they must be; returns how many triggers were made anew."""
    with connection.cursor() as cursor:
        if not _functions_stand(cursor):
            cursor.execute(_functions())
        standing = _standing(cursor)
        wanted = {(trigger.table, trigger.name): trigger for trigger in _wanted()}
        for table, name in standing.keys() - wanted.keys():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        missing = [trigger for key, trigger in wanted.items() if standing.get(key) != trigger.arguments]
        for trigger in missing:
            cursor.execute(trigger.statement)
    return len(missing)


def missing(connection: Any) -> list[tuple[str, str]]:
    """(table, trigger) of every trigger that ought to stand and does not, or is switched off."""
    with connection.cursor() as cursor:
        standing = _standing(cursor, "tgenabled IN ('O', 'A')")
        functions = [] if _functions_stand(cursor) else [("", "orders_trail()")]
    return functions + [
        (trigger.table, trigger.name)
        for trigger in _wanted()
        if standing.get((trigger.table, trigger.name)) != trigger.arguments
    ]


def _standing(cursor: Any, condition: str = "true") -> dict[tuple[str, str], tuple[str, ...]]:
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname, tgargs FROM pg_trigger"
        f" WHERE NOT tgisinternal AND tgname LIKE 'trail\\_%' AND {condition}"
    )
    return {(table, name): _arguments(raw) for table, name, raw in cursor.fetchall()}


def _functions_stand(cursor: Any) -> bool:
    source = _functions()
    names = _NAME.findall(source)
    cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = ANY(%s)", [names])
    bodies = [row[0] for row in cursor.fetchall()]
    return len(bodies) == len(names) and all(body in source for body in bodies)


def _functions() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in _FILES).replace("{ROW_HASH}", ROW_HASH)


def _arguments(raw: Any) -> tuple[str, ...]:
    return tuple(part.decode() for part in bytes(raw).split(b"\0")[:-1])


def _wanted() -> list[Trigger]:
    triggers = []
    for table, (key, hidden) in audited_tables().items():
        arguments = (key, "{" + ",".join(hidden) + "}")
        for verb, transition in _TRANSITION.items():
            name = f"trail_{verb.lower()}"
            triggers.append(
                Trigger(
                    table,
                    name,
                    arguments,
                    f'CREATE OR REPLACE TRIGGER "{name}" AFTER {verb} ON "{table}" {transition}'
                    f" FOR EACH STATEMENT EXECUTE FUNCTION orders_trail('{arguments[0]}', '{arguments[1]}')",
                )
            )
    for table in _APPEND_ONLY:
        triggers.append(
            Trigger(
                table,
                "trail_append_only",
                (),
                f'CREATE OR REPLACE TRIGGER "trail_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION orders_trail_is_append_only()",
            )
        )
    return triggers
