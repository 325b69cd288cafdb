"""What imported lines and orders are worth (SEMANTICS 1, 4; RELIABILITY 3.5).

History keeps the amounts of the file to the digit; where the file is silent they are worked out by the
rules of an order entered here. Open orders are worked out to the cent. Differences are reported.
"""

from common.imports.batch import Batch
from common.money import TaxMode
from orders.entry import grid

_COLUMNS = """
    ALTER TABLE import_orders ADD COLUMN IF NOT EXISTS lines_amount numeric,
        ADD COLUMN IF NOT EXISTS computed_total numeric;
    ALTER TABLE import_lines ADD COLUMN IF NOT EXISTS goods numeric, ADD COLUMN IF NOT EXISTS mode text,
        ADD COLUMN IF NOT EXISTS reduction numeric DEFAULT 0, ADD COLUMN IF NOT EXISTS is_told boolean;
"""
_DEFAULTS = """
    UPDATE import_orders SET tax_mode = coalesce(tax_mode, %(default)s), freight = coalesce(freight, 0),
        reduction = coalesce(reduction, 0);
    UPDATE import_lines l SET mode = o.tax_mode, discount = coalesce(l.discount, 0),
        is_gift = coalesce(l.is_gift, false), is_told = l.net IS NOT NULL OR l.tax IS NOT NULL
    FROM import_orders o WHERE o.key = l."order"
"""
# an open order goes on here, so a rate that the file does not say is the product's
_RATES = """
    UPDATE import_lines l SET tax_rate = coalesce(
        (SELECT p.tax_rate FROM products_product p WHERE p.id = l.product_id),
        (SELECT p.tax_rate FROM import_products p WHERE p.key = l.product LIMIT 1), 0.13)
    WHERE tax_rate IS NULL AND tax IS NULL AND (net IS NULL OR amount IS NULL)
"""
# the price that is missing comes from the amount; ``goods`` is what price and quantity give: net of tax in
# exclusive mode, with tax in inclusive mode
_PRICES = """
    UPDATE import_lines SET price = round(CASE
        WHEN discount >= 1 OR coalesce(net, amount) IS NULL THEN 0
        WHEN mode = 'EXCLUSIVE' THEN coalesce(net, amount - tax, amount / (1 + coalesce(tax_rate, 0)))
        ELSE coalesce(amount, net + tax, net * (1 + coalesce(tax_rate, 0))) END
        / quantity / (1 - CASE WHEN discount >= 1 THEN 0 ELSE discount END), 6)
    WHERE price IS NULL;
    UPDATE import_lines SET goods = round(quantity * price * (1 - discount), 2)
"""
_NETS = """
    UPDATE import_lines SET
        net = CASE
            WHEN net IS NOT NULL THEN net
            WHEN mode = 'EXCLUSIVE' THEN coalesce(amount - tax, round(amount / (1 + tax_rate), 2), amount, goods)
            ELSE coalesce(amount, goods) - coalesce(
                tax, round(coalesce(amount, goods) * coalesce(tax_rate, 0) / (1 + coalesce(tax_rate, 0)), 2)) END;
    UPDATE import_lines SET tax = coalesce(amount - net,
        CASE WHEN mode = 'INCLUSIVE' AND NOT is_told THEN goods - net END, round(net * tax_rate, 2))
    WHERE tax IS NULL
"""
# tax that only the order states is spread over its lines by net value; the largest takes what rounding leaves
_SPREAD_TAX = """
    WITH bare AS MATERIALIZED (
        SELECT l."order", sum(l.net) AS net, o.tax_amount AS whole
        FROM import_lines l JOIN import_orders o ON o.key = l."order" AND o.tax_amount IS NOT NULL
        GROUP BY l."order", o.tax_amount HAVING bool_and(l.tax IS NULL) AND sum(l.net) > 0
    ), shares AS (
        SELECT l.row_id, b.whole, round(b.whole * l.net / b.net, 6) AS share,
            sum(round(b.whole * l.net / b.net, 6)) OVER (PARTITION BY l."order") AS given,
            row_number() OVER (PARTITION BY l."order" ORDER BY l.net DESC, l.row_id) AS place
        FROM import_lines l JOIN bare b ON b."order" = l."order"
    )
    UPDATE import_lines l SET tax = s.share + CASE WHEN s.place = 1 THEN s.whole - s.given ELSE 0 END
    FROM shares s WHERE s.row_id = l.row_id
"""
_AMOUNTS = """
    UPDATE import_lines SET tax = coalesce(tax, 0), amount = coalesce(amount, net + coalesce(tax, 0)),
        tax_rate = coalesce(tax_rate,
            CASE WHEN net > 0 THEN least(round(coalesce(tax, 0) / net, 4), 0.9999) ELSE 0 END)
"""
_CENTS = """
    UPDATE import_lines SET tax = round(tax, 2), amount = round(amount, 2), net = round(amount, 2) - round(tax, 2)
"""
# the order's reduction, by largest remainder (SEMANTICS 4); net and tax follow where the file did not say them
_SPREAD_REDUCTION = """
    WITH parts AS (
        SELECT l.row_id, o.reduction, floor(o.reduction * l.amount / t.amount * 100) / 100 AS share,
            o.reduction * l.amount / t.amount * 100 %% 1 AS rest, o.key
        FROM import_lines l JOIN import_orders o ON o.key = l."order" AND o.reduction > 0
        JOIN (SELECT "order", sum(amount) AS amount FROM import_lines GROUP BY 1) t
            ON t."order" = o.key AND t.amount > 0
    ), shares AS (
        SELECT row_id, share + CASE WHEN row_number() OVER (PARTITION BY key ORDER BY rest DESC, row_id)
            <= round((reduction - sum(share) OVER (PARTITION BY key)) * 100) THEN 0.01 ELSE 0 END AS share
        FROM parts
    )
    UPDATE import_lines l SET reduction = s.share FROM shares s WHERE s.row_id = l.row_id;
    UPDATE import_lines SET tax = round((amount - reduction) * tax_rate / (1 + tax_rate), 2),
        net = amount - reduction - round((amount - reduction) * tax_rate / (1 + tax_rate), 2)
    WHERE reduction > 0 AND NOT (is_told AND %(history)s)
"""
_ORDERS = """
    UPDATE import_orders o SET
        net_amount = CASE WHEN %(history)s
            THEN coalesce(o.net_amount, o.total_amount - o.tax_amount - o.freight, s.net) ELSE s.net END,
        tax_amount = CASE WHEN %(history)s THEN coalesce(o.tax_amount, s.tax) ELSE s.tax END,
        total_amount = CASE WHEN %(history)s THEN
            coalesce(o.total_amount, o.net_amount + coalesce(o.tax_amount, s.tax) + o.freight, s.amount + o.freight
                - o.reduction) ELSE s.amount + o.freight - o.reduction END,
        computed_total = s.computed + o.freight - o.reduction
    FROM (
        SELECT "order", sum(net) AS net, sum(tax) AS tax, sum(amount) AS amount,
            sum(CASE mode WHEN 'EXCLUSIVE' THEN goods + tax ELSE goods END) AS computed
        FROM import_lines GROUP BY "order"
    ) s WHERE s."order" = o.key;
    UPDATE import_orders SET lines_amount = greatest(0, total_amount - freight + reduction)
"""


def work_out(batch: Batch) -> None:
    """Fill price, discount, tax rate, net, tax, reduction and amount of every line and order; adds ``goods``
    (recomputed) to lines and ``lines_amount``, ``computed_total`` to orders."""
    default = str(batch.profile.options.get("tax_mode", TaxMode.INCLUSIVE)).upper()
    is_history = batch.mode == "history"
    batch.execute(_COLUMNS)
    if batch.mode == "drafts":  # order entry knows prices and rates
        return
    batch.execute(_DEFAULTS, default=default if default == TaxMode.EXCLUSIVE else TaxMode.INCLUSIVE)
    if not is_history:
        batch.execute(_RATES)
    batch.execute(_PRICES)
    batch.execute(_NETS)
    batch.execute(_SPREAD_TAX)
    batch.execute(_AMOUNTS)
    if not is_history:
        batch.execute(_CENTS)
    if batch.maps("orders", "reduction"):
        batch.execute(_SPREAD_REDUCTION, history=is_history)
    batch.execute(_ORDERS, history=is_history)


def report_overlarge_lines(batch: Batch) -> None:
    """Lines worth more than an order may be, by quantity and price or as the file says, are refused."""
    worth = "r.quantity * greatest(r.price, r.unit_cost)"
    batch.report_where("lines", "too_large", f"{worth} > %(most)s", field="quantity", most=grid.MOST)
    for name in ("amount", "net", "tax"):
        if batch.maps("lines", name):
            batch.report_where("lines", "too_large", f"abs(r.{name}) > %(most)s", field=name, most=grid.MOST)


def report_overlarge_orders(batch: Batch) -> None:
    """Orders worth more than one may be, in their currency or the company's, are refused. Call after
    ``work_out``; the entry of drafts asks that itself."""
    if batch.mode == "drafts":
        return
    amounts = "greatest(abs(r.total_amount), abs(r.net_amount), abs(r.tax_amount), abs(r.freight), abs(r.reduction))"
    where = f"{amounts} * greatest(1, r.exchange_rate) > %(most)s"
    batch.report_where("orders", "too_large", where, value="r.total_amount::text", most=grid.MOST)


def report_lines_without(batch: Batch) -> None:
    """Lines that say neither price nor amount: a gift costs nothing, and order entry knows the price of a
    draft; the others are refused."""
    if batch.mode == "drafts":
        return
    batch.report(
        "lines",
        "no_amount",
        """SELECT row_id, %(column)s AS "column", '' AS value, NULL::jsonb AS parameters FROM import_lines
        WHERE price IS NULL AND amount IS NULL AND net IS NULL AND NOT coalesce(is_gift, false)""",
        column=batch.column("lines", "price"),
    )


def report_reductions(batch: Batch) -> None:
    """Orders reduced by more than their lines are worth are refused. Call after ``work_out``."""
    if batch.mode == "drafts" or not batch.maps("orders", "reduction"):
        return
    batch.report_where(
        "orders",
        "reduction_too_large",
        "r.reduction > l.amount",
        field="reduction",
        joins='JOIN (SELECT "order", sum(amount) AS amount FROM import_lines GROUP BY 1) l ON l."order" = r.key',
        words="'reduction', r.reduction::text, 'lines', l.amount::text",
    )


_LINE_DIFFERS = """
    SELECT row_id, %(column)s AS "column", base::text AS value, jsonb_build_object(
        'file', base::text, 'computed', goods::text, 'difference', (base - goods)::text) AS parameters
    FROM (SELECT row_id, goods, CASE mode WHEN 'EXCLUSIVE' THEN net ELSE amount END AS base FROM import_lines) l
    WHERE abs(base - goods) > %(tolerance)s::numeric
"""
_ORDER_DIFFERS = """
    SELECT o.row_id, %(column)s AS "column", f.said::text AS value, jsonb_build_object(
        'file', f.said::text, 'computed', f.sum::text, 'difference', (f.said - f.sum)::text) AS parameters
    FROM import_orders o JOIN (
        SELECT o.row_id, (s.data->>'{name}')::numeric AS said, {sum} AS sum
        FROM import_orders o JOIN common_importrow s ON s.id = o.row_id
        JOIN (SELECT "order", sum(net) AS net, sum(tax) AS tax, sum(amount) AS amount
            FROM import_lines GROUP BY "order") l ON l."order" = o.key
    ) f ON f.row_id = o.row_id
    WHERE abs(f.said - f.sum) > %(tolerance)s::numeric
"""
_SUMS = {"net_amount": "l.net", "tax_amount": "l.tax", "total_amount": "l.amount + o.freight - o.reduction"}


def report_differences(batch: Batch) -> None:
    """Lines whose amount is not quantity × price × (1 − discount), and orders whose amounts are not the sum of
    their lines, beyond the profile's ``tolerance`` (default 0.01)."""
    if batch.mode == "drafts":
        return
    tolerance = str(batch.profile.options.get("tolerance", "0.01"))
    column = batch.column("lines", "net" if batch.maps("lines", "net") else "amount")
    batch.report("lines", "amount_differs", _LINE_DIFFERS, column=column, tolerance=tolerance)
    for name, total in _SUMS.items():
        if batch.maps("orders", name):
            batch.report(
                "orders",
                "amount_differs",
                _ORDER_DIFFERS.format(name=name, sum=total),
                column=batch.column("orders", name),
                tolerance=tolerance,
            )
