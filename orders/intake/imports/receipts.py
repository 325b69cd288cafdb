"""Staged receipts: money a customer paid, for an order or not (SEMANTICS 12)."""

from decimal import Decimal
from typing import Any

from common.imports import known
from common.imports.batch import SKIPPED, Batch
from orders.intake.imports import settling


def check(batch: Batch) -> None:
    """Refuse receipts that name neither customer nor order, and external numbers that were recorded before."""
    known.refer(batch, "receipts", "customer")
    known.report_orphans(batch, "receipts", "customer")
    known.refer(batch, "receipts", "order")
    known.report_orphans(batch, "receipts", "order")
    batch.report_where("receipts", "missing", 'r.customer IS NULL AND r."order" IS NULL', field="customer")
    batch.report_where(
        "receipts",
        "known_already",
        "r.external_id IS NOT NULL AND EXISTS (SELECT 1 FROM orders_receipt o WHERE o.provider = %(source)s"
        " AND o.external_id = r.external_id)",
        field="external_id",
        drop=SKIPPED,
    )
    known.report_unknown_currency(batch, "receipts")
    batch.report_where(
        "receipts",
        "over_allocated",
        "s.amount > o.total_amount",
        field="amount",
        joins='JOIN (SELECT "order", sum(amount) AS amount FROM import_receipts GROUP BY 1) s ON s."order" = r."order"'
        ' JOIN import_orders o ON o.key = r."order"',
        words="'amount', s.amount::text, 'total', o.total_amount::text",
    )


def commit(batch: Batch) -> None:
    """Record every receipt and pay the plan of the order it names, as far as there is room."""
    known.require_resolved(batch, "receipts", "customer")
    known.require_resolved(batch, "receipts", "order")
    known.settle_currency(batch, "receipts")
    rows = batch.rows(
        "SELECT coalesce(r.customer_id, o.customer_id), r.order_id, r.amount, r.received_date,"
        " coalesce(r.currency, o.currency_id), coalesce(r.method, ''), coalesce(r.external_id, ''),"
        " coalesce(r.payer, ''), coalesce(r.notes, '') FROM import_receipts r"
        " LEFT JOIN orders_order o ON o.id = r.order_id ORDER BY r.received_date, r.file, r.line"
    )
    settling.record(batch, [settling.Paid(*row) for row in rows])
    batch.notes.setdefault("written", {})["receipts"] = len(rows)


def summarise(batch: Batch) -> dict[str, Any]:
    """Receipts and their sum."""
    count, amount = batch.rows("SELECT count(*), coalesce(sum(amount), 0) FROM import_receipts")[0]
    return {"receipts": str(count), "amount": str(Decimal(amount))}
