"""Staged receipts: money a customer paid, for an order or not (SEMANTICS 12)."""

from decimal import Decimal
from typing import Any

from common import currencies
from common.imports import known
from common.imports.batch import SKIPPED, Batch
from customers import policies as customer_policies
from orders.intake.imports import closed_months
from orders.settlement import allotting
from orders.settlement.operations.loading import OldReceipt, load_receipts

_PROVIDER = 40  # characters that a receipt keeps of where its external number comes from

# who pays, and the order: of this import (its staged row) or ours already
_PAYERS = """
    ALTER TABLE import_receipts ADD COLUMN IF NOT EXISTS payer_id bigint;
    ALTER TABLE import_orders ADD COLUMN IF NOT EXISTS customer_id bigint;
    UPDATE import_receipts r SET payer_id = coalesce(r.customer_id, (
        SELECT o.customer_id FROM orders_order o WHERE o.id = r.order_id
    ), (SELECT o.customer_id FROM import_orders o WHERE o.key = r."order"))
"""
_ORDER = """
    JOIN LATERAL (
        SELECT o.status, coalesce(o.currency_id, %(base)s) AS currency, o.customer_id, o.bill_to_id, NULL AS customer,
            NULL AS bill_to FROM orders_order o WHERE o.id = r.order_id
        UNION ALL
        SELECT 'CLOSED', coalesce(o.currency, %(base)s), o.customer_id, NULL, o.customer, o.bill_to
        FROM import_orders o WHERE r.order_id IS NULL AND o.key = r."order"
    ) o ON true
"""
_OTHER_PAYER = """
    r.customer IS NOT NULL AND r.customer IS DISTINCT FROM o.customer AND r.customer IS DISTINCT FROM o.bill_to
    AND (r.customer_id IS NULL OR o.customer_id IS NULL OR (
        r.customer_id <> o.customer_id AND r.customer_id IS DISTINCT FROM o.bill_to_id AND NOT EXISTS (
            SELECT 1 FROM customers_customer a, customers_customer b WHERE a.id = r.customer_id AND b.id = o.customer_id
                AND coalesce(a.group_id, a.id) = coalesce(b.group_id, b.id))))
"""
_RECORDED = (
    "r.external_id IS NOT NULL AND EXISTS (SELECT 1 FROM orders_receipt o WHERE o.provider = %(provider)s"
    " AND o.external_id = r.external_id)"
)


def check(batch: Batch) -> None:
    """Refuse what cannot be recorded, leave alone what was recorded before, and report money that will not find
    the order it names."""
    known.refer(batch, "receipts", "customer")
    known.report_orphans(batch, "receipts", "customer")
    known.refer(batch, "receipts", "order")
    known.report_orphans(batch, "receipts", "order")
    batch.report_where("receipts", "missing", 'r.customer IS NULL AND r."order" IS NULL', field="customer")
    batch.execute(_PAYERS)
    _report_not_yours(batch)
    _report_recorded(batch)
    _report_unrecordable(batch)
    closed_months.check_receipts(batch)
    _report_unallocated(batch)


def _report_not_yours(batch: Batch) -> None:
    ids = [row[0] for row in batch.rows("SELECT DISTINCT payer_id FROM import_receipts WHERE payer_id > 0")]
    allowed = list(customer_policies.visible_to(batch.actor).filter(pk__in=ids).values_list("pk", flat=True))
    if len(allowed) < len(ids):
        where = "r.payer_id IS NOT NULL AND r.payer_id <> ALL(%(allowed)s::bigint[])"
        batch.report_where("receipts", "not_yours", where, field="customer", allowed=allowed)


def _report_recorded(batch: Batch) -> None:
    who = '"order"', 'CASE WHEN "order" IS NULL THEN customer END'
    known.give_keys(batch, "receipts", *who, "received_date", "trim_scale(amount)")
    known.report_brought(
        batch, "receipts", "coalesce((SELECT o.number FROM orders_receipt o WHERE o.id = b.object_id), '')"
    )
    known.report_same_code(batch, "receipts", "external_id")  # where the key is another
    provider = batch.profile.source[:_PROVIDER]
    batch.report_where("receipts", "known_already", _RECORDED, field="external_id", drop=SKIPPED, provider=provider)


def _report_unrecordable(batch: Batch) -> None:
    """Days to come, currencies that this company does not keep or has no rate for."""
    batch.report_where("receipts", "money_to_come", "r.received_date > %(day)s", field="received_date")
    unknown = "NOT EXISTS (SELECT 1 FROM common_currency c WHERE c.code = upper(r.currency))"
    where, words = f"r.currency IS NOT NULL AND {unknown}", "'value', r.currency"
    batch.report_where("receipts", "unknown_currency", where, field="currency", words=words)
    known.settle_currency(batch, "receipts")
    batch.report_where(
        "receipts",
        "no_rate",
        "c.code <> %(base)s AND NOT EXISTS (SELECT 1 FROM common_exchangerate x WHERE x.currency_id = c.code"
        " AND x.valid_from <= r.received_date)",
        field="received_date",
        joins=f"""LEFT {_ORDER.lstrip()}
            CROSS JOIN LATERAL (SELECT coalesce(r.currency, o.currency, (
                SELECT x.currency_id FROM customers_customer x WHERE x.id = r.payer_id), %(base)s) AS code) c""",
        words="'currency', c.code",
        base=currencies.base(),
    )


def _report_unallocated(batch: Batch) -> None:
    """Money that may not pay the order it names, or is more than that was worth."""
    takes_none = "o.status <> ALL(%(binding)s)"
    binding = [str(status) for status in allotting.BINDING]
    for code, where, words in (
        ("takes_no_money", takes_none, "'status', o.status"),
        ("other_currency", "r.currency <> o.currency", "'theirs', o.currency, 'ours', r.currency"),
        ("other_payer", _OTHER_PAYER, ""),
    ):
        batch.report_where(
            "receipts", code, where, field="order", joins=_ORDER, words=words, base=currencies.base(), binding=binding
        )
    batch.report_where(
        "receipts",
        "over_allocated",
        "s.amount > o.total_amount",
        field="amount",
        joins='JOIN (SELECT "order", sum(amount) AS amount FROM import_receipts GROUP BY 1) s ON s."order" = r."order"'
        ' JOIN import_orders o ON o.key = r."order"',
        words="'amount', s.amount::text, 'total', o.total_amount::text",
    )


def finish_check(batch: Batch) -> None:
    """Money for an order that was left out after all goes with it."""
    known.report_orphans(batch, "receipts", "order")


def commit(batch: Batch) -> None:
    """Record every receipt and pay the plan of the order it names, as far as there is room. Raises ChangedSince."""
    known.require_new(batch, "receipts")
    known.require_resolved(batch, "receipts", "customer")
    known.require_resolved(batch, "receipts", "order")
    known.settle_currency(batch, "receipts")
    provider = batch.profile.source[:_PROVIDER]
    if batch.value(f"SELECT EXISTS (SELECT 1 FROM import_receipts r WHERE {_RECORDED})", provider=provider):
        raise known.ChangedSince()
    rows = batch.rows(
        "SELECT r.key, c.id, r.order_id, r.amount, r.received_date, coalesce(r.currency, o.currency_id, c.currency_id),"
        " coalesce(r.method, ''), CASE WHEN r.external_id IS NULL THEN '' ELSE %(provider)s END,"
        " coalesce(r.external_id, ''), coalesce(r.payer, ''), coalesce(r.notes, '') FROM import_receipts r"
        " LEFT JOIN orders_order o ON o.id = r.order_id"
        " JOIN customers_customer c ON c.id = coalesce(r.customer_id, o.customer_id)"
        " ORDER BY r.received_date, r.file, r.line",
        provider=provider,
    )
    ids = load_receipts(actor=batch.actor, receipts=[OldReceipt(*row[1:]) for row in rows], at=batch.at)
    known.remember(batch, "receipts", [(row[0], pk) for row, pk in zip(rows, ids, strict=True)])


def summarise(batch: Batch) -> dict[str, Any]:
    """Receipts and their sum."""
    count, amount = batch.rows("SELECT count(*), coalesce(sum(amount), 0) FROM import_receipts")[0]
    return {"receipts": str(count), "amount": str(Decimal(amount))}
