"""Remarks on orders that a file names by their old number alone: returns, complaints, notes."""

from typing import Any

from common.imports import known
from common.imports.batch import Batch

# the number in the source is not unique: it may name several orders of this file or of earlier ones
_NAMED = (
    "SELECT source_number AS number, key, NULL::bigint AS order_id FROM import_orders WHERE source_number IS NOT NULL"
    " UNION SELECT o.source_number, NULL, o.id FROM orders_order o WHERE o.source_number <> ''"
)


def check(batch: Batch) -> None:
    """A number that names several orders is reported, and the remark left out; so is one that names none."""
    batch.execute(
        "CREATE TEMP TABLE import_named ON COMMIT DROP AS SELECT r.row_id, count(n.*) AS orders FROM import_remarks r"
        f" LEFT JOIN ({_NAMED}) n ON n.number = r.order_number GROUP BY r.row_id"
    )
    named = "JOIN import_named n ON n.row_id = r.row_id"
    words = "'target', %(label)s, 'key', r.order_number, 'count', n.orders"
    for code, where in (("orphan", "n.orders = 0"), ("ambiguous_reference", "n.orders > 1")):
        batch.report_where(
            "remarks",
            code,
            where,
            field="order_number",
            joins=named,
            words=words,
            label=str(known.label_of("orders")),
        )
    batch.notes["ambiguous_remarks"] = batch.rows("SELECT count(*), sum(orders) FROM import_named WHERE orders > 1")[0]


def commit(batch: Batch) -> None:
    """Add each remark to the notes of the one order it names."""
    written = batch.execute(
        "UPDATE orders_order o SET notes = CASE WHEN o.notes = '' THEN r.text ELSE o.notes || E'\\n' || r.text END"
        " FROM (SELECT n.order_id, string_agg(r.text, E'\\n' ORDER BY r.line) AS text FROM import_remarks r"
        " JOIN (SELECT source_number AS number, min(id) AS order_id FROM orders_order WHERE source_number <> ''"
        " GROUP BY source_number HAVING count(*) = 1) n ON n.number = r.order_number GROUP BY n.order_id) r"
        " WHERE o.id = r.order_id"
    )
    batch.notes.setdefault("written", {})["remarks"] = written


def summarise(batch: Batch) -> dict[str, Any]:
    """How many remarks could not be told apart, and how many orders they might mean."""
    ambiguous, orders = batch.notes.get("ambiguous_remarks", (0, 0))
    return {"ambiguous": str(ambiguous), "orders_meant": str(orders or 0)}
