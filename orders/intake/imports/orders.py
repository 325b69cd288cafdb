"""Staged orders against what is ours: customers, earlier imports, names, dates."""

from typing import Any

from accounts.people.models import User
from common import currencies
from common.imports import known
from common.imports.batch import SKIPPED, Batch, shown
from customers import policies as customer_policies
from customers.imports import LOOKUPS
from segments.custom_fields import importing
from segments.custom_fields.values import ORDER

PARTNERS = ("bill_to", "ship_to", "agent")
_TYPES = "SELECT lower(code), id FROM orders_ordertype UNION SELECT lower(name), id FROM orders_ordertype"
NAMED = {
    "salesperson": LOOKUPS["owner"],
    "executing_owner": LOOKUPS["owner"],
    "department": LOOKUPS["department"],
    "payment_term": LOOKUPS["payment_term"],
    "order_type": _TYPES,
}


def check(batch: Batch) -> None:
    """Refuse orders without a customer the actor may see; leave alone what was imported before."""
    known.refer(batch, "orders", "customer")
    known.report_orphans(batch, "orders", "customer")
    _report_not_yours(batch)
    _find_partners(batch)
    _report_unknown_partners(batch)
    _report_imported(batch)
    known.find_named(batch, "orders", NAMED)
    known.report_unnamed(batch, "orders", NAMED)
    known.report_unknown_currency(batch, "orders")
    _report_no_rate(batch)
    batch.report_where("orders", "future_date", "r.order_date > %(day)s", field="order_date")
    for name in ("requested_date", "promised_date"):
        if batch.maps("orders", name):
            before = f'r."{name}" < r.order_date'
            batch.report_where("orders", "date_before_order", before, field=name, words="'order_date', r.order_date")
    if batch.maps("orders", "exchange_rate"):
        batch.report_where("orders", "too_large", "r.exchange_rate >= 1e6", field="exchange_rate")
    importing.check(batch, "orders", ORDER)
    for name in ("freight", "reduction"):
        if batch.mode == "open" and batch.maps("orders", name):
            batch.report_where("orders", "below_cents", f"r.{name} <> round(r.{name}, 2)", field=name)


def resolve(batch: Batch) -> None:
    """The same references and names again, for the commit. Raises ChangedSince, also when another import brought
    one of the orders meanwhile."""
    known.require_resolved(batch, "orders", "customer")
    batch.execute(_OURS)
    if batch.value("SELECT EXISTS (SELECT 1 FROM import_ours)"):
        raise known.ChangedSince()
    batch.execute("DROP TABLE import_ours")
    _find_partners(batch)
    known.find_named(batch, "orders", NAMED)
    known.settle_currency(batch, "orders")


def _find_partners(batch: Batch) -> None:
    """Give the staged orders columns with our payers, receivers and agents; one that nobody may see is none."""
    for name in PARTNERS:
        batch.execute(f"ALTER TABLE import_orders ADD COLUMN IF NOT EXISTS {name}_id bigint")
        if not batch.maps("orders", name):
            continue
        known.refer(batch, "orders", name)
        ids = [row[0] for row in batch.rows(f"SELECT DISTINCT {name}_id FROM import_orders WHERE {name}_id > 0")]
        seen = list(customer_policies.visible_to(batch.actor).filter(pk__in=ids).values_list("pk", flat=True))
        batch.execute(
            f"UPDATE import_orders SET {name}_id = NULL WHERE {name}_id <> ALL(%(seen)s::bigint[])", seen=seen
        )


def _report_unknown_partners(batch: Batch) -> None:
    for name in PARTNERS:
        if batch.maps("orders", name):
            where = (
                f"r.{name} IS NOT NULL AND r.{name}_id IS NULL"
                f" AND NOT EXISTS (SELECT 1 FROM import_customers c WHERE c.key = r.{name})"
            )
            batch.report_where("orders", "unknown_code", where, field=name, words=f"'value', r.{name}")


def _report_no_rate(batch: Batch) -> None:
    """A currency without a rate, where the file names none either; order entry looks for itself."""
    if batch.mode != "drafts":
        batch.report_where(
            "orders",
            "no_rate",
            "r.exchange_rate IS NULL AND r.currency <> %(base)s AND NOT EXISTS (SELECT 1 FROM common_exchangerate x"
            " WHERE x.currency_id = r.currency AND x.valid_from <= r.order_date)",
            field="currency",
            words="'currency', r.currency",
            base=currencies.base(),
        )


def _report_not_yours(batch: Batch) -> None:
    actor: User = batch.actor
    ids = [row[0] for row in batch.rows("SELECT DISTINCT customer_id FROM import_orders WHERE customer_id > 0")]
    allowed = list(customer_policies.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    if len(allowed) < len(ids):
        where = "r.customer_id IS NOT NULL AND r.customer_id <> ALL(%(allowed)s::bigint[])"
        batch.report_where("orders", "not_yours", where, field="customer", allowed=allowed)


# known by its key in an earlier import of this source or, whatever the source was called, by number, customer
# and date of an imported order
_OURS = """
    CREATE TEMP TABLE import_ours ON COMMIT DROP AS
    SELECT r.row_id, r.key, coalesce(k.object_id, o.id) AS object_id FROM import_orders r
    LEFT JOIN common_importedkey k ON k.source = %(source)s AND k.entity = 'orders' AND k.key = r.key
    LEFT JOIN LATERAL (
        SELECT min(o.id) AS id FROM orders_order o
        WHERE o.source_number = r.source_number AND o.source_number <> '' AND o.customer_id = r.customer_id
            AND o.order_date = r.order_date AND o.origin <> 'NATIVE'
    ) o ON true
    WHERE coalesce(k.object_id, o.id) IS NOT NULL
"""


def _report_imported(batch: Batch) -> None:
    batch.execute(_OURS)
    batch.know("orders", "SELECT key, object_id FROM import_ours")
    batch.report(
        "orders",
        "imported_already",
        f"""SELECT r.row_id, '' AS "column", {shown("r.key")} AS value, i.object_id,
            jsonb_build_object('number', coalesce(o.number, '#' || o.id)) AS parameters
        FROM import_orders r JOIN import_ours i ON i.row_id = r.row_id JOIN orders_order o ON o.id = i.object_id""",
        drop=SKIPPED,
        object_id="object_id",
    )
    batch.execute("DROP TABLE import_ours")


def summarise(batch: Batch) -> dict[str, Any]:
    """Figures to hold against the source: orders, customers, span of days, sums of the amounts taken."""
    names = ("orders", "customers", "first", "last", "net", "tax", "freight", "total", "computed", "difference")
    row = batch.rows(
        """SELECT count(*), count(DISTINCT customer), min(order_date), max(order_date), sum(net_amount),
            sum(tax_amount), sum(coalesce(freight, 0)), sum(total_amount), sum(computed_total),
            sum(total_amount - computed_total) FROM import_orders"""
    )[0]
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
