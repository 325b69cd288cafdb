"""Staged orders against what is ours: customers, earlier imports, names, dates."""

from typing import Any

from accounts.people.models import User
from common.imports import known
from common.imports.batch import SKIPPED, Batch, shown
from customers import policies as customer_policies
from customers.imports import LOOKUPS

_PEOPLE = {"salesperson": LOOKUPS["owner"], "executing_owner": LOOKUPS["owner"]}
_TYPES = "SELECT lower(code), id FROM orders_ordertype UNION SELECT lower(name), id FROM orders_ordertype"
NAMED = {**_PEOPLE, "department": LOOKUPS["department"], "payment_term": LOOKUPS["payment_term"], "order_type": _TYPES}


def check(batch: Batch) -> None:
    """Refuse orders without a customer the actor may see; leave alone what was imported before."""
    batch.refer("orders", "customer")
    batch.report_orphans("orders", "customer")
    _report_not_yours(batch)
    _report_imported(batch)
    known.find_named(batch, "orders", NAMED)
    known.report_unnamed(batch, "orders", NAMED)
    known.report_unknown_currency(batch, "orders")
    batch.report(
        "orders",
        "future_date",
        'SELECT row_id, %(column)s AS "column", order_date::text AS value, NULL::jsonb AS parameters'
        " FROM import_orders WHERE order_date > %(day)s",
        column=batch.column("orders", "order_date"),
    )
    _report_dates(batch, "requested_date")
    _report_dates(batch, "promised_date")


def resolve(batch: Batch) -> None:
    """The same references and names again, for the commit. Raises ChangedSince."""
    known.require_resolved(batch, "orders", "customer")
    known.find_named(batch, "orders", NAMED)
    known.settle_currency(batch, "orders")


def _report_not_yours(batch: Batch) -> None:
    actor: User = batch.actor
    visible = customer_policies.visible_to(actor)
    wanted = batch.rows("SELECT DISTINCT customer_id FROM import_orders WHERE customer_id IS NOT NULL")
    ids = [row[0] for row in wanted]
    allowed = list(visible.filter(pk__in=ids).values_list("pk", flat=True))
    if len(allowed) == len(ids):
        return
    batch.report(
        "orders",
        "not_yours",
        f'SELECT row_id, %(column)s AS "column", {shown("customer")} AS value, NULL::jsonb AS parameters'
        " FROM import_orders WHERE customer_id IS NOT NULL AND customer_id <> ALL(%(allowed)s::bigint[])",
        column=batch.column("orders", "customer"),
        allowed=allowed,
    )


def _report_imported(batch: Batch) -> None:
    """An order is known by its key in an earlier import of this source, or, whatever the source was called, by
    number, customer and date of an imported one."""
    batch.execute(
        "CREATE TEMP TABLE import_ours ON COMMIT DROP AS"
        " SELECT r.row_id, r.key, coalesce(k.object_id, o.id) AS object_id FROM import_orders r"
        " LEFT JOIN common_importedkey k ON k.source = %(source)s AND k.entity = 'orders' AND k.key = r.key"
        " LEFT JOIN LATERAL (SELECT min(o.id) AS id FROM orders_order o WHERE o.source_number = r.source_number"
        " AND o.source_number <> '' AND o.customer_id = r.customer_id AND o.order_date = r.order_date"
        " AND o.origin <> 'NATIVE') o ON true WHERE coalesce(k.object_id, o.id) IS NOT NULL"
    )
    batch.know("orders", "SELECT key, object_id FROM import_ours")
    batch.report(
        "orders",
        "imported_already",
        f"SELECT r.row_id, '' AS \"column\", {shown('r.key')} AS value, jsonb_build_object('number', o.number)"
        " AS parameters, i.object_id FROM import_orders r JOIN import_ours i ON i.row_id = r.row_id"
        " JOIN orders_order o ON o.id = i.object_id",
        drop=SKIPPED,
        object_id="object_id",
    )
    batch.execute("DROP TABLE import_ours")


def _report_dates(batch: Batch, name: str) -> None:
    if batch.maps("orders", name):
        batch.report(
            "orders",
            "date_before_order",
            f'SELECT row_id, %(column)s AS "column", "{name}"::text AS value,'
            " jsonb_build_object('order_date', order_date) AS parameters"
            f' FROM import_orders WHERE "{name}" < order_date',
            column=batch.column("orders", name),
        )


def summarise(batch: Batch) -> dict[str, Any]:
    """Figures to hold against the source: orders, customers, span of days, sums of the amounts taken."""
    names = ("orders", "customers", "first", "last", "net", "tax", "freight", "total", "computed", "difference")
    row = batch.rows(
        "SELECT count(*), count(DISTINCT customer), min(order_date), max(order_date), sum(net_amount), sum(tax_amount),"
        " sum(coalesce(freight, 0)), sum(total_amount), sum(computed_total), sum(total_amount - computed_total)"
        " FROM import_orders"
    )[0]
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
