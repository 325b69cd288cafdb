"""What imported lines and orders are worth (SEMANTICS 1, 4; RELIABILITY 3.5).

History keeps the amounts of the file to the digit; where the file is silent they are worked out by the
rules of an order entered here. Open orders are worked out to the cent. Differences are reported.
"""

from common.imports.batch import Batch
from common.money import TaxMode

# goods value as an order entered here would have it: net of tax in exclusive mode, with tax in inclusive mode
_GOODS = "round(quantity * price * (1 - discount), 2)"


def report_lines_without(batch: Batch) -> None:
    """Lines that say neither price nor amount: a gift costs nothing, the others are refused."""
    batch.report(
        "lines",
        "no_amount",
        "SELECT row_id, %(column)s AS \"column\", '' AS value, NULL::jsonb AS parameters FROM import_lines"
        " WHERE price IS NULL AND amount IS NULL AND net IS NULL AND NOT coalesce(is_gift, false)",
        column=batch.column("lines", "price"),
    )


def work_out(batch: Batch) -> None:
    """Fill price, discount, tax rate, net, tax and amount of every line and order; adds ``goods`` (recomputed)
    to lines and ``lines_amount``, ``computed_total`` to orders."""
    _modes(batch)
    if batch.mode == "open":
        _default_rates(batch)
    _line_bases(batch)
    _line_taxes(batch)
    _orders(batch)


def _modes(batch: Batch) -> None:
    default = str(batch.profile.options.get("tax_mode", TaxMode.INCLUSIVE)).upper()
    batch.execute(
        "ALTER TABLE import_orders ADD COLUMN IF NOT EXISTS lines_amount numeric,"
        " ADD COLUMN IF NOT EXISTS computed_total numeric;"
        "ALTER TABLE import_lines ADD COLUMN IF NOT EXISTS goods numeric, ADD COLUMN IF NOT EXISTS mode text;"
        "UPDATE import_orders SET tax_mode = coalesce(tax_mode, %(default)s), freight = coalesce(freight, 0),"
        " reduction = coalesce(reduction, 0)",
        default=default if default in (TaxMode.INCLUSIVE, TaxMode.EXCLUSIVE) else TaxMode.INCLUSIVE,
    )
    batch.execute(
        "UPDATE import_lines l SET mode = o.tax_mode, discount = coalesce(l.discount, 0), is_gift = coalesce(l.is_gift, false)"
        ' FROM import_orders o WHERE o.key = l."order"'
    )


def _default_rates(batch: Batch) -> None:
    """An open order goes on here, so a rate that the file does not say is the product's."""
    batch.execute(
        "UPDATE import_lines l SET tax_rate = coalesce((SELECT p.tax_rate FROM products_product p WHERE p.id = l.product_id),"
        " (SELECT p.tax_rate FROM import_products p WHERE p.key = l.product LIMIT 1), 0.13)"
        " WHERE tax_rate IS NULL AND tax IS NULL AND (net IS NULL OR amount IS NULL)"
    )


def _line_bases(batch: Batch) -> None:
    """The price that is missing comes from the amount; ``goods`` is what price and quantity give."""
    batch.execute(
        "UPDATE import_lines SET price = coalesce(price, CASE WHEN is_gift AND net IS NULL AND amount IS NULL THEN 0"
        " WHEN discount >= 1 THEN 0 ELSE round(CASE mode WHEN 'EXCLUSIVE' THEN coalesce(net, amount - tax,"
        " amount / (1 + coalesce(tax_rate, 0))) ELSE coalesce(amount, net + tax, net * (1 + coalesce(tax_rate, 0))) END"
        " / quantity / (1 - discount), 6) END)"
    )
    batch.execute(f"UPDATE import_lines SET goods = {_GOODS}")


def _line_taxes(batch: Batch) -> None:
    """Net, tax and amount of each line; tax that only the order states is spread by net value."""
    batch.execute(
        "UPDATE import_lines SET net = CASE mode WHEN 'EXCLUSIVE' THEN coalesce(net, amount - tax,"
        " CASE WHEN tax_rate IS NOT NULL THEN round(amount / (1 + tax_rate), 2) ELSE amount END, goods)"
        " ELSE coalesce(net, coalesce(amount, goods) - tax,"
        " coalesce(amount, goods) - round(coalesce(amount, goods) * coalesce(tax_rate, 0) / (1 + coalesce(tax_rate, 0)), 2))"
        " END"
    )
    batch.execute(
        "UPDATE import_lines SET tax = coalesce(tax, amount - net,"
        " CASE WHEN mode = 'INCLUSIVE' AND price IS NOT NULL THEN goods - net END, round(net * tax_rate, 2))"
        " WHERE amount IS NOT NULL OR tax IS NOT NULL OR tax_rate IS NOT NULL OR mode = 'INCLUSIVE'"
    )
    batch.execute(
        "WITH bare AS MATERIALIZED ("
        ' SELECT "order", sum(net) AS net, count(*) AS lines FROM import_lines GROUP BY "order" HAVING bool_and(tax IS NULL)),'
        " shares AS (SELECT l.row_id, round(o.tax_amount * l.net / b.net, 6) AS share,"
        " o.tax_amount AS whole, sum(round(o.tax_amount * l.net / b.net, 6)) OVER (PARTITION BY o.key) AS given,"
        " row_number() OVER (PARTITION BY o.key ORDER BY l.net DESC, l.row_id) AS place"
        ' FROM import_lines l JOIN bare b ON b."order" = l."order" JOIN import_orders o ON o.key = l."order"'
        " WHERE o.tax_amount IS NOT NULL AND b.net > 0)"
        " UPDATE import_lines l SET tax = s.share + CASE WHEN s.place = 1 THEN s.whole - s.given ELSE 0 END"
        " FROM shares s WHERE s.row_id = l.row_id"
    )
    batch.execute(
        "UPDATE import_lines SET tax = coalesce(tax, 0), amount = coalesce(amount, net + coalesce(tax, 0)),"
        " tax_rate = coalesce(tax_rate, CASE WHEN net > 0 THEN least(round(coalesce(tax, 0) / net, 4), 0.9999) ELSE 0 END)"
    )


def _orders(batch: Batch) -> None:
    """Sums of the orders: of the file where it says them, else of the lines. Open orders follow their lines."""
    follow = batch.mode != "history"
    if follow:
        batch.execute(
            "UPDATE import_lines SET net = round(amount, 2) - round(tax, 2), tax = round(tax, 2), amount = round(amount, 2)"
        )
    batch.execute(
        "UPDATE import_orders o SET"
        " net_amount = CASE WHEN %(follow)s THEN s.net ELSE coalesce(o.net_amount, o.total_amount - o.tax_amount - o.freight, s.net) END,"
        " tax_amount = CASE WHEN %(follow)s THEN s.tax ELSE coalesce(o.tax_amount, s.tax) END,"
        " total_amount = CASE WHEN %(follow)s THEN s.amount + o.freight - o.reduction"
        " ELSE coalesce(o.total_amount, o.net_amount + coalesce(o.tax_amount, s.tax) + o.freight, s.amount + o.freight - o.reduction) END,"
        " computed_total = s.computed + o.freight - o.reduction"
        ' FROM (SELECT "order", sum(net) AS net, sum(tax) AS tax, sum(amount) AS amount,'
        " sum(CASE mode WHEN 'EXCLUSIVE' THEN goods + tax ELSE goods END) AS computed FROM import_lines GROUP BY \"order\") s"
        ' WHERE s."order" = o.key',
        follow=follow,
    )
    batch.execute("UPDATE import_orders SET lines_amount = greatest(0, total_amount - freight + reduction)")


def report_differences(batch: Batch) -> None:
    """Lines whose amount is not quantity × price × (1 − discount), and orders whose amounts are not the sum of
    their lines, beyond the profile's ``tolerance`` (default 0.01; per line the cents that rounding may cost)."""
    tolerance = str(batch.profile.options.get("tolerance", "0.01"))
    batch.report(
        "lines",
        "amount_differs",
        "SELECT row_id, %(column)s AS \"column\", base::text AS value, jsonb_build_object('file', base::text,"
        " 'computed', goods::text, 'difference', (base - goods)::text) AS parameters FROM"
        " (SELECT row_id, goods, CASE mode WHEN 'EXCLUSIVE' THEN net ELSE amount END AS base FROM import_lines) l"
        " WHERE abs(base - goods) > %(tolerance)s::numeric",
        column=batch.column("lines", "net" if batch.maps("lines", "net") else "amount"),
        tolerance=tolerance,
    )
    for name, source in (("net_amount", "net"), ("tax_amount", "tax"), ("total_amount", "amount")):
        if batch.maps("orders", name):
            _report_order(batch, name, source, tolerance)


def _report_order(batch: Batch, name: str, source: str, tolerance: str) -> None:
    file = f"(s.data->>'{name}')::numeric"
    computed = f"l.{source}" + (" + o.freight - o.reduction" if name == "total_amount" else "")
    batch.report(
        "orders",
        "amount_differs",
        f"SELECT o.row_id, %(column)s AS \"column\", {file}::text AS value, jsonb_build_object('file', {file}::text,"
        f" 'computed', ({computed})::text, 'difference', ({file} - ({computed}))::text) AS parameters"
        " FROM import_orders o JOIN common_importrow s ON s.id = o.row_id"
        f' JOIN (SELECT "order", sum({source}) AS {source} FROM import_lines GROUP BY "order") l ON l."order" = o.key'
        f" WHERE abs({file} - ({computed})) > %(tolerance)s::numeric",
        column=batch.column("orders", name),
        tolerance=tolerance,
    )
