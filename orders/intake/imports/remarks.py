"""Remarks on orders that a file names by their old number alone: returns, complaints, notes."""

from typing import Any

from common import events
from common.imports import known
from common.imports.batch import Batch
from orders.order.models import Order
from orders.order.states import Status

# the number in the source is not unique: it may name several orders of this file or of earlier ones
_NAMED = (
    "SELECT source_number AS number, key, NULL::bigint AS order_id, '' AS status FROM import_orders"
    " WHERE source_number IS NOT NULL"
    " UNION SELECT o.source_number, NULL, o.id, o.status FROM orders_order o WHERE o.source_number <> ''"
)
_FOUND = """
    CREATE TEMP TABLE import_noted ON COMMIT DROP AS
    SELECT n.order_id, string_agg(r.text, E'\\n' ORDER BY r.file, r.line) AS text FROM import_remarks r
    JOIN (
        SELECT source_number AS number, min(id) AS order_id FROM orders_order WHERE source_number <> ''
        GROUP BY source_number HAVING count(*) = 1
    ) n ON n.number = r.order_number GROUP BY n.order_id
"""


def check(batch: Batch) -> None:
    """Remarks that an earlier import brought are left alone."""
    known.give_keys(batch, "remarks", "order_number", "md5(text)")
    known.report_brought(
        batch, "remarks", "coalesce((SELECT o.number FROM orders_order o WHERE o.id = b.object_id), '')"
    )


def finish_check(batch: Batch) -> None:
    """A number that names several orders is reported, and the remark left out; so is one that names none, or an
    order in the archive."""
    batch.execute(
        "CREATE TEMP TABLE import_named ON COMMIT DROP AS SELECT r.row_id, count(n.*) AS orders,"
        f" max(n.status) AS status FROM import_remarks r LEFT JOIN ({_NAMED}) n ON n.number = r.order_number"
        " GROUP BY r.row_id"
    )
    named = "JOIN import_named n ON n.row_id = r.row_id"
    words = "'target', %(label)s, 'key', r.order_number, 'count', n.orders"
    for code, where in (
        ("orphan", "n.orders = 0"),
        ("ambiguous_reference", "n.orders > 1"),
        ("order_archived", "n.status = %(archived)s"),
    ):
        batch.report_where(
            "remarks",
            code,
            where,
            field="order_number",
            joins=named,
            words=words,
            label=str(known.label_of("orders")),
            archived=str(Status.ARCHIVED),
        )
    batch.notes["ambiguous_remarks"] = batch.rows("SELECT count(*), sum(orders) FROM import_named WHERE orders > 1")[0]


def commit(batch: Batch) -> None:
    """Add each remark to the notes of the one order it names. Raises ChangedSince."""
    known.require_new(batch, "remarks")
    batch.execute(_FOUND)
    batch.execute(
        "SELECT o.id FROM orders_order o JOIN import_noted n ON n.order_id = o.id ORDER BY o.id FOR NO KEY UPDATE OF o"
    )
    if batch.value(
        "SELECT EXISTS (SELECT 1 FROM orders_order o JOIN import_noted n ON n.order_id = o.id"
        " WHERE o.status = %(archived)s)",
        archived=str(Status.ARCHIVED),
    ):
        raise known.ChangedSince()
    batch.execute(
        "UPDATE orders_order o SET notes = CASE WHEN o.notes = '' THEN n.text ELSE o.notes || E'\\n' || n.text END,"
        " version = o.version + 1, updated_at = %(at)s FROM import_noted n WHERE o.id = n.order_id"
    )
    noted = [row[0] for row in batch.rows("SELECT order_id FROM import_noted ORDER BY 1")]
    for order in Order.objects.filter(pk__in=noted).only("id", "number").order_by("pk"):
        events.record("order.noted", order, at=batch.at, fields=["notes"])
    known.remember(batch, "remarks", _keys(batch))


def _keys(batch: Batch) -> list[tuple[str, int]]:
    return [
        (key, order_id)
        for key, order_id in batch.rows(
            "SELECT r.key, o.id FROM import_remarks r JOIN orders_order o ON o.source_number = r.order_number"
            " JOIN import_noted n ON n.order_id = o.id"
        )
    ]


def summarise(batch: Batch) -> dict[str, Any]:
    """How many remarks could not be told apart, and how many orders they might mean."""
    ambiguous, orders = batch.notes.get("ambiguous_remarks", (0, 0))
    return {"ambiguous": str(ambiguous), "orders_meant": str(orders or 0)}
