"""Keys that repeat: the same row twice, the same object told differently, or one key for several objects."""

from typing import Any

from common.imports.batch import SKIPPED, Batch, quoted, shown
from common.imports.conversion import describe
from common.imports.targets import importers


def check_keys(batch: Batch, entity: str) -> None:
    """Report rows without a key, and what rows that share one disagree about.

    Ambiguous keys (rows of one key differ in a field that identifies the object) refuse all their rows and
    name a key that would tell the objects apart; other differences keep the first row.
    """
    target = importers[entity]
    if not any(section.key for section in batch.sections(entity)):
        return
    if target.needs_key:
        batch.report(
            entity,
            "no_key",
            f"SELECT row_id, %(column)s AS \"column\", '' AS value, NULL::jsonb AS parameters FROM import_{entity} WHERE key = ''",
            column=", ".join(batch.sections(entity)[0].key),
        )
    repeated = batch.value(f"SELECT count(*) - count(DISTINCT key) FROM import_{entity} WHERE key <> ''")
    if repeated:
        _report_ambiguous(batch, entity)
        _report_repeats(batch, entity)


def _report_ambiguous(batch: Batch, entity: str) -> None:
    identity = [f.name for f in importers[entity].fields if f.identity and batch.maps(entity, f.name)]
    if not identity:
        return
    differing = [
        name
        for name in identity
        if batch.value(
            f"SELECT EXISTS (SELECT 1 FROM import_{entity} WHERE key <> '' GROUP BY key"
            f" HAVING count(DISTINCT {quoted(name)}) > 1)"
        )
    ]
    if not differing:
        return
    section = batch.sections(entity)[0]
    better = list(dict.fromkeys([*section.key, *(_columns(section.fields[name]) for name in differing)]))
    together = f"ROW({', '.join(map(quoted, differing))})"
    batch.notes.setdefault("ambiguous", {})[entity] = {
        "keys": batch.value(
            f"SELECT count(*) FROM (SELECT 1 FROM import_{entity} WHERE key <> '' GROUP BY key"
            f" HAVING count(DISTINCT {together}) > 1) k"
        ),
        "objects": batch.value(
            f"SELECT count(*) FROM (SELECT DISTINCT key, {', '.join(map(quoted, differing))} FROM import_{entity}) o"
        ),
        "better": better,
    }
    batch.report(
        entity,
        "ambiguous_key",
        f'SELECT r.row_id, %(column)s AS "column", {shown("r.key")} AS value,'
        " jsonb_build_object('objects', a.objects, 'column', %(column)s, 'better', %(better)s) AS parameters"
        f" FROM import_{entity} r JOIN (SELECT key, count(DISTINCT {together}) AS objects FROM import_{entity}"
        f" WHERE key <> '' GROUP BY key HAVING count(DISTINCT {together}) > 1) a ON a.key = r.key",
        column=" / ".join(describe(section.fields[name]) for name in differing),
        better=", ".join(better),
    )


def _columns(mapping: Any) -> str:
    return describe(mapping)


def _report_repeats(batch: Batch, entity: str) -> None:
    """Rows after the first of a key: equal ones are repeats, others differ in a named column."""
    fields = [f.name for f in importers[entity].fields if batch.maps(entity, f.name)]
    differing = " ".join(
        f"WHEN r.{quoted(name)} IS DISTINCT FROM f.{quoted(name)} THEN {_literal(name)}" for name in fields
    )
    first_value = " ".join(f"WHEN {_literal(name)} THEN f.{quoted(name)}::text" for name in fields)
    own_value = " ".join(f"WHEN {_literal(name)} THEN r.{quoted(name)}::text" for name in fields)
    batch.execute(
        f"CREATE TEMP TABLE import_repeats ON COMMIT DROP AS SELECT r.row_id, f.line AS first_line, f.row_id AS first_id,"
        f" CASE {differing} END AS field FROM import_{entity} r JOIN (SELECT DISTINCT ON (key) * FROM import_{entity}"
        f" WHERE key <> '' ORDER BY key, file, line) f ON f.key = r.key AND f.row_id <> r.row_id"
    )
    batch.report(
        entity,
        "repeated",
        "SELECT p.row_id, '' AS \"column\", NULL AS value, jsonb_build_object('line', p.first_line) AS parameters"
        " FROM import_repeats p WHERE p.field IS NULL",
        drop=SKIPPED,
    )
    names = {name: batch.column(entity, name) for name in fields}
    batch.report(
        entity,
        "differs",
        f'SELECT p.row_id, %(names)s::jsonb->>p.field AS "column", CASE p.field {own_value} END AS value, jsonb_build_object('
        f"'line', p.first_line, 'column', %(names)s::jsonb->>p.field, 'first', CASE p.field {first_value} END) AS parameters"
        f" FROM import_repeats p JOIN import_{entity} r ON r.row_id = p.row_id"
        f" JOIN import_{entity} f ON f.row_id = p.first_id WHERE p.field IS NOT NULL",
        drop=SKIPPED,
        names=_json(names),
    )
    batch.execute("DROP TABLE import_repeats")


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _json(value: Any) -> Any:
    from common.imports.batch import as_json

    return as_json(value)
