"""Keys that repeat: the same row twice, the same object told differently, or one key for several objects."""

from common.imports.batch import SKIPPED, Batch, as_json, quoted, shown
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
        batch.report_where(entity, "no_key", "r.key = ''")
    if batch.value(f"SELECT count(*) - count(DISTINCT key) FROM import_{entity} WHERE key <> ''"):
        _report_ambiguous(batch, entity)
        _report_repeats(batch, entity)


def _report_ambiguous(batch: Batch, entity: str) -> None:
    identity = [f.name for f in importers[entity].fields if f.identity and batch.maps(entity, f.name)]
    differing = [name for name in identity if _differs_within_keys(batch, entity, name)]
    if not differing:
        return
    section = batch.sections(entity)[0]
    better = list(dict.fromkeys([*section.key, *(describe(section.fields[name]) for name in differing)]))
    several = (
        f"SELECT key, count(DISTINCT ROW({', '.join(map(quoted, differing))})) AS objects FROM import_{entity}"
        f" WHERE key <> '' GROUP BY key HAVING count(DISTINCT ROW({', '.join(map(quoted, differing))})) > 1"
    )
    together = f"SELECT DISTINCT key, {', '.join(map(quoted, differing))} FROM import_{entity}"
    batch.notes.setdefault("ambiguous", {})[entity] = {
        "keys": batch.value(f"SELECT count(*) FROM ({several}) k"),
        "objects": batch.value(f"SELECT count(*) FROM ({together}) o"),
        "better": better,
    }
    batch.report_where(
        entity,
        "ambiguous_key",
        "true",
        joins=f"JOIN ({several}) a ON a.key = r.key",
        value=shown("r.key"),
        words="'objects', a.objects, 'column', %(columns)s, 'better', %(better)s",
        columns=" / ".join(describe(section.fields[name]) for name in differing),
        better=", ".join(better),
    )


def _differs_within_keys(batch: Batch, entity: str, name: str) -> bool:
    return bool(
        batch.value(
            f"SELECT EXISTS (SELECT 1 FROM import_{entity} WHERE key <> '' GROUP BY key"
            f" HAVING count(DISTINCT {quoted(name)}) > 1)"
        )
    )


_REPEATS = """
    CREATE TEMP TABLE import_repeats ON COMMIT DROP AS
    SELECT r.row_id, f.line AS first_line, f.row_id AS first_id, CASE {differing} END AS field
    FROM import_{entity} r JOIN (
        SELECT DISTINCT ON (key) * FROM import_{entity} WHERE key <> '' ORDER BY key, file, line
    ) f ON f.key = r.key AND f.row_id <> r.row_id
"""


def _report_repeats(batch: Batch, entity: str) -> None:
    """Rows after the first of a key: equal ones are repeats, others differ in a named column."""
    names = {f.name: batch.column(entity, f.name) for f in importers[entity].fields if batch.maps(entity, f.name)}
    cases = {name: (f"r.{quoted(name)}", f"f.{quoted(name)}") for name in names}
    differing = " ".join(f"WHEN {own} IS DISTINCT FROM {first} THEN '{name}'" for name, (own, first) in cases.items())
    batch.execute(_REPEATS.format(entity=entity, differing=differing))
    batch.report_where(
        entity,
        "repeated",
        "p.field IS NULL",
        joins="JOIN import_repeats p ON p.row_id = r.row_id",
        words="'line', p.first_line",
        drop=SKIPPED,
    )
    own = " ".join(f"WHEN '{name}' THEN {column}::text" for name, (column, _first) in cases.items())
    first = " ".join(f"WHEN '{name}' THEN {column}::text" for name, (_own, column) in cases.items())
    column = "%(names)s::jsonb->>p.field"
    batch.report(
        entity,
        "differs",
        f'SELECT p.row_id, {column} AS "column", CASE p.field {own} END AS value, jsonb_build_object('
        f"'line', p.first_line, 'column', {column}, 'first', CASE p.field {first} END) AS parameters"
        f" FROM import_repeats p JOIN import_{entity} r ON r.row_id = p.row_id"
        f" JOIN import_{entity} f ON f.row_id = p.first_id WHERE p.field IS NOT NULL",
        drop=SKIPPED,
        names=as_json(names),
    )
    batch.execute("DROP TABLE import_repeats")
