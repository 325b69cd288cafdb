"""The staged rows of one import as typed tables, and set-based statements over them.

Within a check or a commit every target's taken rows stand in a temporary table ``import_<target>`` with
columns ``row_id, file, line, key`` and the target's fields; ``import_known`` maps keys to rows that are
already ours. Statements are written with named parameters; ``run``, ``source`` and ``day`` are always given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from psycopg2.extras import Json

from common import dates
from common.imports import targets
from common.imports.problems import PROBLEMS, REFUSED
from common.imports.profile import Profile, Section

TAKEN, SKIPPED, REJECTED = 0, 1, 2
_TYPES = {
    "text": "text",
    "key": "text",
    "decimal": "numeric",
    "integer": "bigint",
    "date": "date",
    "boolean": "boolean",
}

_REPORT = """
    WITH bad AS MATERIALIZED ({found}), told AS (
        INSERT INTO common_importissue
            (run_id, severity, entity, file, line, "column", key, value, code, parameters)
        SELECT %(run)s, %(severity)s, %(entity)s, r.file, r.line, left(bad."column", 200), r.key,
            left(coalesce(bad.value, ''), 200), %(code)s, coalesce(bad.parameters, '{{}}'::jsonb)
        FROM bad JOIN import_{entity} r ON r.row_id = bad.row_id ORDER BY r.file, r.line
    )
    {ending}
"""
_LEAVE = """, gone AS (
        DELETE FROM import_{entity} r USING bad WHERE r.row_id = bad.row_id RETURNING r.row_id
    )
    INSERT INTO import_dropped SELECT gone.row_id, %(verdict)s, {object_id}
    FROM gone JOIN bad ON bad.row_id = gone.row_id GROUP BY gone.row_id
"""
_CLOSE = """
    UPDATE common_importrow s SET verdict = d.verdict, data = CASE WHEN d.object_id IS NULL THEN s.data
        ELSE s.data || jsonb_build_object('object_id', d.object_id) END
    FROM import_dropped d WHERE s.id = d.row_id
"""

Tell = Callable[[str, int, int], None]  # stage, done, total


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


@dataclass
class Batch:
    """One pass over a run's staged rows, by one person at one moment."""

    run_id: int
    actor: Any
    at: datetime
    profile: Profile
    tell: Tell = silent
    notes: dict[str, Any] = field(default_factory=dict)  # what targets tell one another within this pass

    @property
    def day(self) -> date:
        return dates.business_day(self.at)

    @property
    def mode(self) -> str:
        return self.profile.mode

    @property
    def entities(self) -> list[str]:
        """The targets that this import brings, the ones referred to first."""
        return [name for name, _target in targets.in_order() if name in self.profile.entities]

    def has(self, entity: str) -> bool:
        return entity in self.profile.entities

    def sections(self, entity: str) -> list[Section]:
        return [section for section in self.profile.sections if section.entity == entity]

    def maps(self, entity: str, name: str) -> bool:
        """Whether the profile gives this field of the target in any of its sections."""
        return any(name in section.fields for section in self.sections(entity))

    def column(self, entity: str, name: str) -> str:
        """How the profile names the source of a field, for the report."""
        from common.imports.conversion import describe

        return next((describe(s.fields[name]) for s in self.sections(entity) if name in s.fields), name)

    # --- statements --------------------------------------------------------------------------

    def execute(self, sql: str, **parameters: Any) -> int:
        """Run a statement; returns the number of rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(sql, self._with_defaults(parameters))
            return cursor.rowcount

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with connection.cursor() as cursor:
            cursor.execute(sql, self._with_defaults(parameters))
            return cursor.fetchall()

    def value(self, sql: str, **parameters: Any) -> Any:
        """The first column of a query's only row."""
        return self.rows(sql, **parameters)[0][0]

    def _with_defaults(self, parameters: dict[str, Any]) -> dict[str, Any]:
        defaults = {"run": self.run_id, "source": self.profile.source, "day": self.day}
        return {**defaults, "actor": self.actor.pk, "at": self.at, **parameters}

    # --- tables ------------------------------------------------------------------------------

    def open(self) -> None:
        """Make the temporary tables from the rows that are taken so far. They go with the transaction, or
        with the next ``open`` in it."""
        self._drop_tables()
        self.execute("SET LOCAL client_connection_check_interval = '5s'")  # a killed import ends with its client
        self.execute(
            "CREATE TEMP TABLE import_known (entity text, key text, object_id bigint) ON COMMIT DROP;"
            "CREATE TEMP TABLE import_dropped (row_id bigint, verdict smallint, object_id bigint) ON COMMIT DROP"
        )
        self.execute(
            "INSERT INTO import_known SELECT entity, key, (data->>'object_id')::bigint FROM common_importrow"
            " WHERE run_id = %(run)s AND verdict = 1 AND data ? 'object_id'"
            " UNION SELECT entity, key, object_id FROM common_importedkey"
            " WHERE source = %(source)s AND entity = ANY(%(referred)s)",
            referred=self._referred(),
        )
        for entity in targets.importers:
            self._open_one(entity)
        self.execute("CREATE INDEX ON import_known (entity, key); ANALYZE import_known")

    def _drop_tables(self) -> None:
        left = self.rows(
            "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
            " AND relname LIKE 'import\\_%%'"
        )
        if left:
            self.execute("DROP TABLE " + ", ".join(f"pg_temp.{quoted(name)}" for (name,) in left))

    def _referred(self) -> list[str]:
        """Targets that a mapped field of this profile refers to."""
        found = {targets.importers[s.entity].field(name) for s in self.profile.sections for name in s.fields}
        return sorted({field.refers_to for field in found if field is not None and field.refers_to})

    def _open_one(self, entity: str) -> None:
        columns = ", ".join(f'"{f.name}" {_TYPES[f.kind]}' for f in targets.importers[entity].every_field)
        self.execute(
            f"CREATE TEMP TABLE import_{entity} ON COMMIT DROP AS SELECT s.id AS row_id, s.file, s.line, s.key, d.*"
            f" FROM common_importrow s, jsonb_to_record(s.data) AS d({columns})"
            " WHERE s.run_id = %(run)s AND s.entity = %(entity)s AND s.verdict = 0",
            entity=entity,
        )
        self.execute(f"CREATE INDEX ON import_{entity} (key); ANALYZE import_{entity}")

    def report(
        self, entity: str, code: str, found: str, *, drop: int | None = None, object_id: str = "", **parameters: Any
    ) -> int:
        """Report the rows that ``found`` selects: row_id, "column", value, parameters (jsonb).

        Rows of a refusing problem leave the import, unless the profile decided to accept them; ``drop``
        = SKIPPED leaves them out for another reason (``object_id``: a column of ``found`` naming our row).
        Returns how many rows were reported.
        """
        severity = self._severity(entity, code, drop)
        verdict = REJECTED if severity == REFUSED else drop
        object_sql = f"min(bad.{object_id})" if object_id else "NULL::bigint"
        ending = "SELECT count(*) FROM bad" if verdict is None else _LEAVE.format(entity=entity, object_id=object_sql)
        return self.execute(
            _REPORT.format(found=found, entity=entity, ending=ending),
            severity=severity,
            entity=entity,
            code=code,
            verdict=verdict,
            **parameters,
        )

    def report_where(
        self,
        entity: str,
        code: str,
        where: str,
        *,
        field: str = "",
        value: str = "",
        joins: str = "",
        words: str = "",
        **more: Any,
    ) -> int:
        """Report the staged rows ``r`` for which ``where`` holds. ``field`` names the column in the report and,
        unless ``value`` is other SQL, what stands there; ``words``: SQL pairs for the message's parameters."""
        value = value or (f"{shown('r.' + quoted(field) + '::text')}" if field else "NULL::text")
        pairs = f"jsonb_build_object({words})" if words else "NULL::jsonb"
        return self.report(
            entity,
            code,
            f'SELECT r.row_id, %(column)s AS "column", {value} AS value, {pairs} AS parameters'
            f" FROM import_{entity} r {joins} WHERE {where}",
            column=self.column(entity, field) if field else "",
            **more,
        )

    def _severity(self, entity: str, code: str, drop: int | None) -> str:
        decision = self.profile.problems.get(f"{entity}.{code}") or self.profile.problems.get(code)
        if decision == "refuse":
            return REFUSED
        severity = PROBLEMS[code].severity
        return "DOUBTFUL" if decision == "accept" and severity == REFUSED and drop is None else severity

    def skip(self, entity: str, condition: str, **parameters: Any) -> int:
        """Leave rows out without a word: what they belong to was reported. ``condition`` is SQL over the row."""
        return self.execute(
            f"WITH gone AS (DELETE FROM import_{entity} WHERE {condition} RETURNING row_id)"
            " INSERT INTO import_dropped SELECT row_id, 1, NULL FROM gone",
            **parameters,
        )

    def know(self, entity: str, found: str, **parameters: Any) -> None:
        """Remember that staged keys are rows of ours: ``found`` selects key, object_id."""
        self.execute(
            f"INSERT INTO import_known SELECT '{entity}', f.key, f.object_id FROM ({found}) f(key, object_id)",
            **parameters,
        )

    def close_check(self) -> None:
        """Write back which staged rows were dropped, and as what."""
        self.execute(_CLOSE)


def quoted(name: str) -> str:
    """A column name in quotes."""
    return f'"{name}"'


def shown(expression: str) -> str:
    """SQL: a composite key as people read it."""
    return f"replace({expression}, chr(31), ' · ')"


def as_json(value: Any) -> Json:
    return Json(value)
