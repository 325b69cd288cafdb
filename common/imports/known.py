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


def remember_from(batch: Batch, entity: str, found: str, *, may_stand: bool = False, **parameters: object) -> None:
    """The same for many, from SQL that gives key, object_id.

    Raises ChangedSince when a key became something already, unless it ``may_stand``: then what it became first
    goes on counting.
    """
    doubled = batch.value(
        f"WITH new AS MATERIALIZED ({found}), kept AS ("
        " INSERT INTO common_importedkey (source, entity, key, object_id, run_id)"
        " SELECT %(source)s, %(entity)s, key, object_id, %(run)s FROM new WHERE key <> ''"
        " ON CONFLICT (source, entity, key) DO NOTHING RETURNING 1),"
        " here AS (INSERT INTO import_known SELECT %(entity)s, key, object_id FROM new)"
        " SELECT (SELECT count(*) FROM new WHERE key <> '') - (SELECT count(*) FROM kept)",
        entity=entity,
        **parameters,
    )
    if doubled and not may_stand:
        raise ChangedSince()
    batch.execute("ANALYZE import_known")


_MADE = "'~' || chr(31)"  # what a key begins with that the file did not give


def give_keys(batch: Batch, entity: str, *says: str) -> None:
    """Give rows without a key one made of what they say (SQL over the row) and their place among those that say
    the same, so that they are known when they come again, also from a longer file or under another profile."""
    told = " || chr(31) || ".join(f"coalesce(({one})::text, '')" for one in says)
    batch.execute(
        f"UPDATE import_{entity} r SET key = {_MADE} || m.told || chr(31) || m.place FROM ("
        f" SELECT row_id, {told} AS told, row_number() OVER (PARTITION BY {told} ORDER BY file, line) AS place"
        f" FROM import_{entity} WHERE key = '') m WHERE m.row_id = r.row_id"
    )
    batch.execute(
        f"UPDATE common_importrow s SET key = r.key FROM import_{entity} r WHERE s.id = r.row_id AND s.key <> r.key"
    )


# a key of the file belongs to its source; a made one says what the row says, whatever the source is called
_BROUGHT = f"""
    SELECT r.row_id, min(k.object_id) AS object_id FROM import_{{entity}} r JOIN common_importedkey k
        ON k.entity = %(entity)s AND k.key = r.key AND (k.source = %(source)s OR left(k.key, 2) = {_MADE})
    WHERE r.key <> '' GROUP BY r.row_id
"""


def report_brought(batch: Batch, entity: str, number: str) -> None:
    """Rows that an earlier import brought, by their keys, are left as they are; ``number``: SQL that shows the row
    of ours ``b.object_id``."""
    batch.report(
        entity,
        "imported_already",
        f"SELECT r.row_id, '' AS \"column\", {shown('r.key')} AS value, b.object_id,"
        f" jsonb_build_object('number', {number}) AS parameters"
        f" FROM import_{entity} r JOIN ({_BROUGHT.format(entity=entity)}) b ON b.row_id = r.row_id",
        drop=SKIPPED,
        object_id="object_id",
    )


def require_new(batch: Batch, entity: str) -> None:
    """Raise ChangedSince when another import has brought a row meanwhile."""
    if batch.value(f"SELECT EXISTS ({_BROUGHT.format(entity=entity)})", entity=entity):
        raise ChangedSince()


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


def report_same_code(batch: Batch, entity: str, field: str = "code") -> None:
    """Two rows with different keys want the same code (or other ``field``): the first gets it."""
    places = (
        "SELECT row_id, first_value(line) OVER w AS first, row_number() OVER w AS place"
        f" FROM import_{entity} WHERE {field} IS NOT NULL WINDOW w AS (PARTITION BY {field} ORDER BY file, line)"
    )
    batch.report_where(
        entity,
        "code_repeats",
        "p.place > 1",
        field=field,
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
