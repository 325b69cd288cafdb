"""Staged lines: their order and product, their amounts, and what a refused line means for its order."""

from typing import Any

from common.imports import known
from common.imports.batch import Batch, quoted, shown
from orders.intake.imports import amounts

_ORDER = shown("l." + quoted("order"))


def check(batch: Batch) -> None:
    """Refuse lines without order or product; leave out orders that are empty or lost a line; work out amounts."""
    batch.refer("lines", "order")
    batch.skip("lines", "order_id IS NOT NULL")  # its order is in the system already and was reported
    batch.report_orphans("lines", "order")
    batch.refer("lines", "product")
    batch.report_orphans("lines", "product")
    _report_discounts(batch)
    amounts.report_lines_without(batch)
    _report_broken_orders(batch)
    amounts.work_out(batch)
    amounts.report_differences(batch)


def resolve(batch: Batch) -> None:
    """The same again for the commit. Raises ChangedSince when a product is gone."""
    known.require_resolved(batch, "lines", "product")
    amounts.work_out(batch)
    batch.execute('CREATE INDEX ON import_lines ("order"); ANALYZE import_lines')


def _report_discounts(batch: Batch) -> None:
    batch.report(
        "lines",
        "too_large",
        'SELECT row_id, %(column)s AS "column", discount::text AS value, NULL::jsonb AS parameters'
        " FROM import_lines WHERE discount > 1",
        column=batch.column("lines", "discount"),
    )


def _report_broken_orders(batch: Batch) -> None:
    """An order one of whose lines was refused is left out whole, unless the profile accepts that; so is an
    order without lines."""
    batch.report(
        "orders",
        "line_refused",
        f"SELECT o.row_id, '' AS \"column\", {shown('o.key')} AS value, jsonb_build_object('count', b.lines) AS parameters"
        " FROM import_orders o JOIN (SELECT data->>'order' AS key, count(*) AS lines FROM common_importrow s"
        " WHERE s.run_id = %(run)s AND s.entity = 'lines' AND (s.verdict = 2 OR EXISTS"
        " (SELECT 1 FROM import_dropped d WHERE d.row_id = s.id AND d.verdict = 2))"
        " GROUP BY 1) b ON b.key = o.key",
    )
    batch.report(
        "orders",
        "empty_order",
        f"SELECT o.row_id, '' AS \"column\", {shown('o.key')} AS value, NULL::jsonb AS parameters FROM import_orders o"
        ' WHERE NOT EXISTS (SELECT 1 FROM import_lines l WHERE l."order" = o.key)',
    )
    batch.report(
        "lines",
        "orphan_refused",
        f'SELECT l.row_id, %(column)s AS "column", {_ORDER} AS value,'
        " jsonb_build_object('target', %(label)s, 'key', "
        f"{_ORDER}) AS parameters FROM import_lines l"
        ' WHERE NOT EXISTS (SELECT 1 FROM import_orders o WHERE o.key = l."order")',
        column=batch.column("lines", "order"),
        label=str(known.label_of("orders")),
    )


def summarise(batch: Batch) -> dict[str, Any]:
    """Lines, pieces and money taken."""
    names = ("lines", "pieces", "products", "net", "tax", "amount")
    row = batch.rows(
        "SELECT count(*), sum(quantity), count(DISTINCT product), sum(net), sum(tax), sum(amount) FROM import_lines"
    )[0]
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
