"""What targets share: rows that are ours already, names that stand for our rows, and what became of keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import errors, reference
from common.imports.batch import SKIPPED, Batch, quoted, shown
from common.imports.targets import importers


class ChangedSince(errors.Conflict):
    """What the dry run found is no longer so; run it again."""

    code = "changed_since_dry_run"
    default_message = _("Something changed since the dry run. Run it again, look at the report, then import.")


def remember(batch: Batch, entity: str, made: Sequence[tuple[str, int]]) -> None:
    """Note what staged keys became (key, id of our row), for this commit and for later files."""
    remember_from(
        batch,
        entity,
        "SELECT * FROM unnest(%(keys)s::text[], %(ids)s::bigint[]) AS u(key, object_id)",
        keys=[key for key, _id in made],
        ids=[object_id for _key, object_id in made],
    )
    batch.notes.setdefault("written", {})[entity] = len(made)


def remember_from(batch: Batch, entity: str, found: str, **parameters: object) -> None:
    """The same for many, from SQL that gives key, object_id."""
    batch.execute(
        f"WITH new AS MATERIALIZED ({found}), kept AS ("
        " INSERT INTO common_importedkey (source, entity, key, object_id, run_id)"
        " SELECT %(source)s, %(entity)s, key, object_id, %(run)s FROM new WHERE key <> ''"
        " ON CONFLICT (source, entity, key) DO NOTHING)"
        " INSERT INTO import_known SELECT %(entity)s, key, object_id FROM new",
        entity=entity,
        **parameters,
    )
    batch.execute("ANALYZE import_known")


def refer(batch: Batch, entity: str, name: str) -> None:
    """Give ``import_<entity>`` a column ``<name>_id``: our row that the reference names, where it is known.

    Looks among rows of this import that are ours already, keys of earlier imports from the same source,
    and what the target calls ``existing``. References inside this import stay empty until it is committed.
    """
    definition = importers[entity].field(name)
    assert definition is not None
    target = definition.refers_to
    batch.execute(f'ALTER TABLE import_{entity} ADD COLUMN IF NOT EXISTS "{name}_id" bigint')
    known = "SELECT key, object_id FROM import_known WHERE entity = %(target)s"
    sources = [(known, "")]
    if existing := importers[target].existing:
        inside = f'SELECT 1 FROM import_{target} t WHERE t.key = import_{entity}."{name}"'
        sources.append((existing, f" AND NOT EXISTS ({inside})"))
    for source, guard in sources:
        batch.execute(
            f'UPDATE import_{entity} SET "{name}_id" = k.object_id FROM ({source}) k(key, object_id)'
            f' WHERE "{name}_id" IS NULL AND k.key = import_{entity}."{name}"{guard}',
            target=target,
        )


def report_orphans(batch: Batch, entity: str, name: str) -> None:
    """Refuse rows whose reference is neither ours nor in this import. Call ``refer`` first."""
    definition = importers[entity].field(name)
    assert definition is not None
    target, column = definition.refers_to, f"r.{quoted(name)}"
    nowhere = (
        f'{column} IS NOT NULL AND r."{name}_id" IS NULL'
        f" AND NOT EXISTS (SELECT 1 FROM import_{target} t WHERE t.key = {column})"
    )
    refused = (
        "EXISTS (SELECT 1 FROM common_importrow s WHERE s.run_id = %(run)s AND s.entity = %(target)s"
        f" AND s.key = {column})"
    )
    for code, condition in (("orphan_refused", refused), ("orphan", f"NOT {refused}")):
        batch.report_where(
            entity,
            code,
            f"{nowhere} AND {condition}",
            field=name,
            words=f"'target', %(label)s, 'key', {shown(column)}",
            target=target,
            label=str(importers[target].label),
        )


def label_of(entity: str) -> Any:
    """What the rows of a target are called."""
    return importers[entity].label


def require_resolved(batch: Batch, entity: str, name: str) -> None:
    """Resolve a reference for the commit. Raises ChangedSince when one that the dry run saw is gone."""
    refer(batch, entity, name)
    if batch.value(f'SELECT EXISTS (SELECT 1 FROM import_{entity} WHERE "{name}" IS NOT NULL AND "{name}_id" IS NULL)'):
        raise ChangedSince()


def find_named(batch: Batch, entity: str, lookups: Mapping[str, str]) -> None:
    """Give ``import_<entity>`` a column ``<name>_id`` per field that names a row of ours in words.

    ``lookups``: field → SQL of (lower-case word, id); a word that fits several rows must fit none there.
    Names that we ship are found in any of our languages.
    """
    ours = reference.translations()
    for name, words in lookups.items():
        batch.execute(f'ALTER TABLE import_{entity} ADD COLUMN IF NOT EXISTS "{name}_id" bigint')
        if not batch.maps(entity, name):
            continue
        batch.execute(
            f'UPDATE import_{entity} r SET "{name}_id" = k.id FROM ({words}) k(word, id)'
            f' WHERE k.word = lower(r."{name}")'
        )
        batch.execute(
            f'UPDATE import_{entity} r SET "{name}_id" = k.id FROM ({words}) k(word, id)'
            " JOIN unnest(%(written)s::text[], %(stored)s::text[]) o(written, stored) ON o.stored = k.word"
            f' WHERE r."{name}_id" IS NULL AND o.written = lower(r."{name}")',
            written=list(ours),
            stored=list(ours.values()),
        )


def report_unnamed(batch: Batch, entity: str, lookups: Mapping[str, str]) -> None:
    """Report the words for which ``find_named`` found nothing; the field stays empty."""
    for name in lookups:
        if batch.maps(entity, name):
            where = f'r."{name}" IS NOT NULL AND r."{name}_id" IS NULL'
            batch.report_where(entity, "unknown_code", where, field=name, words=f"'value', r.\"{name}\"")


def report_unknown_currency(batch: Batch, entity: str) -> None:
    """Report currencies that this company does not keep; the company's own takes their place."""
    if batch.maps(entity, "currency"):
        batch.report_where(
            entity,
            "unknown_code",
            "r.currency IS NOT NULL AND NOT EXISTS (SELECT 1 FROM common_currency c WHERE c.code = upper(r.currency))",
            field="currency",
            words="'value', r.currency",
        )
        settle_currency(batch, entity)


def settle_currency(batch: Batch, entity: str) -> None:
    """Currency codes as ours are written; unknown ones give way to the default."""
    batch.execute(
        f"UPDATE import_{entity} r SET currency ="
        " (SELECT c.code FROM common_currency c WHERE c.code = upper(r.currency)) WHERE currency IS NOT NULL"
    )


def report_same_code(batch: Batch, entity: str) -> None:
    """Two rows with different keys want the same code: the first gets it."""
    places = (
        "SELECT row_id, first_value(line) OVER w AS first, row_number() OVER w AS place"
        f" FROM import_{entity} WINDOW w AS (PARTITION BY code ORDER BY file, line)"
    )
    batch.report_where(
        entity,
        "code_repeats",
        "p.place > 1",
        field="code",
        joins=f"JOIN ({places}) p ON p.row_id = r.row_id",
        words="'line', p.first",
    )


_OURS = """
    CREATE TEMP TABLE import_ours ON COMMIT DROP AS
    SELECT r.row_id, r.key, coalesce(k.object_id, o.id) AS object_id
    FROM import_{entity} r
    LEFT JOIN common_importedkey k ON k.source = %(source)s AND k.entity = %(entity)s AND k.key = r.key
    LEFT JOIN {table} o ON o.code = r.code WHERE coalesce(k.object_id, o.id) IS NOT NULL
"""


def report_known(batch: Batch, entity: str, table: str) -> None:
    """Rows that are ours already, by an earlier import from the same source or by code, are left as they are."""
    batch.execute(_OURS.format(entity=entity, table=table), entity=entity)
    batch.know(entity, "SELECT key, object_id FROM import_ours")
    named = (
        f'SELECT r.row_id, %(column)s AS "column", {{value}} AS value, {{words}} AS parameters, i.object_id'
        f" FROM import_{entity} r JOIN import_ours i ON i.row_id = r.row_id JOIN {table} o ON o.id = i.object_id"
    )
    words = "jsonb_build_object('column', %(column)s, 'present', o.name)"
    batch.report(
        entity,
        "known_differs",
        named.format(value="r.name", words=words) + " WHERE o.name <> r.name",
        drop=SKIPPED,
        object_id="object_id",
        column=batch.column(entity, "name"),
    )
    batch.report(
        entity,
        "known_already",
        named.format(value="r.code", words="NULL::jsonb"),
        drop=SKIPPED,
        object_id="object_id",
        column=batch.column(entity, "code"),
    )
    batch.execute("DROP TABLE import_ours")
