"""Fill a database with N orders (4 lines on average, 5,000 customers, 2,000 products, 3 years), server-side.

Everything is INSERT … SELECT over generate_series, in bulk mode of the audit triggers, and consistent: nine
tenths are history (closed), the rest live orders of the last weeks in every state, so that `check_invariants`
finds nothing. Deterministic: the same N gives the same rows.
"""

import json
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection, models

from bench import loading
from orders.credit.models import CreditExposure
from orders.deltas.models import LineDelta
from orders.order.models import Order, OrderLine, OrderStep
from orders.settlement.models import PlanRow
from products.stock.models import StockMovement, StockRow

CUSTOMERS, PRODUCTS, DAYS = 5_000, 2_000, 3 * 365
LIVE_SHARE = 0.1


def _literal(field: models.Field) -> str:
    """What a column holds that nobody names: its default, else NULL or an empty text."""
    if field.has_default():
        value = field.get_default()
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(field, models.JSONField):
            return f"'{json.dumps(value)}'::jsonb"
        if isinstance(value, list):
            return "'{}'"
        return f"'{value}'"
    return "NULL" if field.null else "''"


def insert_select(model: type[models.Model], source: str, **columns: str) -> int:
    """INSERT … SELECT into a model's table; ``columns`` maps attribute to SQL over ``source``."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        if field.attname == "id" and "id" not in columns:
            continue
        names.append(f'"{field.column}"')
        values.append(columns.get(field.attname) or _literal(field))
    sql = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


AMOUNT = "round(quantity * price, 2)"
TAX = "round(round(quantity * price, 2) * 0.13 / 1.13, 2)"


def orders(count: int, user_ids: list[int], department_id: int, type_id: int, term_id: int, today: Any) -> None:
    """The orders, oldest first: order i has 1 + i·7919 mod 7 lines; its day grows with i."""
    _plan(count, user_ids, today)
    with loading.bare(Order, OrderLine, OrderStep, PlanRow, LineDelta):
        _order_rows(department_id, type_id, term_id)
        _line_rows()
        steps()
        money()
        with connection.cursor() as cursor:
            movements = import_module("orders.migrations.0014_what_stood").MOVEMENTS
            cursor.execute(movements, [settings.BUSINESS_TIME_ZONE])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_daycounter (series, day, last) SELECT 'SO', day, count(*) FROM plan GROUP BY day"
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('orders_order', 'id'), (SELECT max(id) FROM orders_order))"
        )
        cursor.execute("DROP TABLE plan, planned_lines")


def _plan(count: int, user_ids: list[int], today: Any) -> None:
    """Two temporary tables: an order a row, a line a row."""
    live_from = int(count * (1 - LIVE_SHARE))
    people = ",".join(map(str, user_ids))
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM customers_customer")
        first_customer = cursor.fetchone()[0]
        cursor.execute("SELECT min(id) FROM products_product")
        first_product = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(max(id), 0) FROM orders_order")
        base = cursor.fetchone()[0]
        cursor.execute(
            f"""
            CREATE TEMP TABLE plan AS
            SELECT {base} + i AS id, i, day, live,
                pg_temp.number_of(day, row_number() OVER (PARTITION BY day ORDER BY i)) AS number,
                CASE WHEN NOT live THEN 'CLOSED' WHEN i % 10 = 0 THEN 'SUBMITTED' ELSE 'EFFECTIVE' END AS status,
                {first_customer} + (i::bigint * 48271 % 2147483647 % {CUSTOMERS})::int AS customer_id,
                (ARRAY[{people}])[1 + i % {len(user_ids)}] AS user_id, 1 + (i::bigint * 7919 % 7)::int AS line_count
            FROM (SELECT i, i > {live_from} AS live,
                DATE '{today}' - ((1 - i::numeric / {count}) * {DAYS})::int AS day FROM generate_series(1, {count}) i) s
            """
        )
        cursor.execute("ANALYZE plan")
        cursor.execute(
            f"""
            CREATE TEMP TABLE planned_lines AS
            SELECT p.id AS order_id, p.live, p.status, p.day, n AS line_no, pr.id AS product_id, pr.text_id,
                pr.code, pr.name, pr.specification, pr.auxiliary_attribute,
                1 + (p.i::bigint * n * 31 % 20)::int AS quantity, pr.list_price AS price, pr.unit_cost AS cost
            FROM plan p CROSS JOIN LATERAL generate_series(1, p.line_count) n
            JOIN products_product pr ON pr.id = {first_product} + (p.i::bigint * 101 + n * 37) % {PRODUCTS}
            """
        )


def _order_rows(department_id: int, type_id: int, term_id: int) -> None:
    """The orders of the plan with their sums."""
    totals = f"""(SELECT order_id, sum({AMOUNT}) AS amount, sum({TAX}) AS tax, sum(quantity * cost) AS cost
        FROM planned_lines GROUP BY order_id) t"""
    insert_select(
        Order,
        f"plan p JOIN {totals} ON t.order_id = p.id ORDER BY p.id",
        id="p.id",
        number="p.number",
        source_number="CASE WHEN live THEN '' ELSE 'H' || p.i END",
        origin="CASE WHEN live THEN 'NATIVE' ELSE 'HISTORY' END",
        order_type_id=str(type_id),
        status="p.status",
        customer_id="p.customer_id",
        payment_term_id=str(term_id),
        territory="(SELECT c.territory FROM customers_customer c WHERE c.id = p.customer_id)",
        salesperson_id="p.user_id",
        executing_owner_id="p.user_id",
        created_by_id="p.user_id",
        department_id=str(department_id),
        currency_id="'CNY'",
        lines_amount="t.amount",
        total_amount="t.amount",
        due_amount="t.amount",
        tax_amount="t.tax",
        net_amount="t.amount - t.tax",
        cost_amount="t.cost",
        shipped_amount="CASE WHEN live THEN 0 ELSE t.amount END",
        unshipped_amount="CASE WHEN live THEN t.amount ELSE 0 END",
        signed_amount="CASE WHEN live THEN 0 ELSE t.amount END",
        received_amount="CASE WHEN live THEN 0 ELSE t.amount END",
        line_count="p.line_count",
        fulfilment="CASE WHEN live THEN 'NONE' ELSE 'FULL' END",
        signing="CASE WHEN live THEN 'NONE' ELSE 'FULL' END",
        settlement="CASE WHEN live THEN 'NONE' ELSE 'PAID' END",
        stage="CASE WHEN NOT live THEN 'COMPLETE' ELSE 'PLACING' END",
        order_date="p.day",
        requested_date="p.day + 20",
        promised_date="CASE WHEN p.status = 'EFFECTIVE' THEN p.day + 18 END",
        submitted_at="p.day + interval '2 hours'",
        effective_at="CASE WHEN p.status <> 'SUBMITTED' THEN p.day + interval '5 hours' END",
        closed_at="CASE WHEN NOT live THEN p.day + interval '20 days' END",
        created_at="p.day + interval '1 hour'",
        updated_at="p.day + interval '5 hours'",
    )


def _line_rows() -> None:
    """The lines of the plan."""
    shipped = "CASE WHEN live THEN 0 ELSE quantity END"
    insert_select(
        OrderLine,
        "planned_lines ORDER BY order_id, line_no",
        order_id="order_id",
        line_no="line_no",
        product_id="product_id",
        text_id="text_id",
        product_code="code",
        product_name="name",
        specification="specification",
        auxiliary_attribute="auxiliary_attribute",
        unit="'台'",
        ordered="quantity",
        original="CASE WHEN status = 'SUBMITTED' THEN 0 ELSE quantity END",
        shipped=shipped,
        signed=shipped,
        price="price",
        tax_rate="0.13",
        amount=AMOUNT,
        tax=TAX,
        net=f"{AMOUNT} - {TAX}",
        unit_cost="cost",
        requested_date="day + 20",
        promised_date="CASE WHEN status = 'EFFECTIVE' THEN day + 18 END",
        first_promised_date="CASE WHEN status = 'EFFECTIVE' THEN day + 18 END",
        first_ship_date="CASE WHEN NOT live THEN day + 10 END",
        last_ship_date="CASE WHEN NOT live THEN day + 10 END",
        closure="CASE WHEN live THEN 'OPEN' ELSE 'AUTO' END",
        row_closed="NOT live",
    )


def steps() -> None:
    """History has one step; live orders were submitted and, mostly, approved."""
    for where, move, before, after in (
        ("NOT live", "import", "", "CLOSED"),
        ("live", "submit", "DRAFT", "SUBMITTED"),
        ("live AND status = 'EFFECTIVE'", "approve", "SUBMITTED", "EFFECTIVE"),
    ):
        insert_select(
            OrderStep,
            f"plan WHERE {where}",
            order_id="id",
            move=f"'{move}'",
            from_status=f"'{before}'",
            to_status=f"'{after}'",
            actor_id="user_id",
            at="day + interval '3 hours'",
        )


def money() -> None:
    """A plan row for each effective order, and the exposure of every credit holder."""
    insert_select(
        PlanRow,
        "plan p JOIN orders_order o ON o.id = p.id WHERE p.status = 'EFFECTIVE'",
        order_id="p.id",
        sequence="1",
        percent="100",
        amount="o.total_amount",
        basis="'SHIP'",
        days="30",
    )
    insert_select(
        CreditExposure,
        "(SELECT customer_id, sum(total_amount) AS owed FROM orders_order WHERE origin <> 'HISTORY'"
        " AND status IN ('SUBMITTED', 'EFFECTIVE') GROUP BY customer_id) s",
        holder_id="customer_id",
        on_order="owed",
    )


def stock(warehouse_id: int, actor_id: int) -> None:
    """Plenty of every product, so that approvals reserve."""
    insert_select(
        StockRow, "products_product", product_id="id", warehouse_id=str(warehouse_id), on_hand="1000000", reserved="0"
    )
    insert_select(
        StockMovement,
        "products_stockrow",
        stock_row_id="id",
        kind="'OPENING'",
        quantity="1000000",
        actor_id=str(actor_id),
        at="now()",
    )


NUMBER_OF = """
    CREATE OR REPLACE FUNCTION pg_temp.number_of(day date, counter bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT 'SO' || to_char(day, 'YYYYMMDD') || '-' || lpad(counter::text, greatest(4, length(counter::text)), '0') $$
"""
