"""Invariants of the order itself (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from orders.order.states import MOVES, Move

# 5: sums of native and taken-over orders; historical ones keep the amounts of their file
SUMS = """
    SELECT o.id, o.number, o.total_amount, o.lines_amount, o.freight, o.reduction
    FROM orders_order o
    LEFT JOIN (
        SELECT order_id, sum(amount) AS amount, sum(reduction) AS reduction, sum(tax) AS tax, sum(net) AS net
        FROM orders_orderline GROUP BY order_id
    ) l ON l.order_id = o.id
    WHERE o.origin <> 'HISTORY' AND (
        o.total_amount <> o.lines_amount + o.freight - o.reduction OR o.lines_amount <> coalesce(l.amount, 0)
        OR o.reduction <> coalesce(l.reduction, 0) OR o.tax_amount <> coalesce(l.tax, 0)
        OR o.net_amount <> coalesce(l.net, 0))
"""
LINE_AMOUNTS = """
    SELECT id, order_id, line_no, amount, reduction, tax, net FROM (
        SELECT l.*, o.tax_mode, round(l.ordered * l.price * (1 - l.discount), 2) AS goods
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id WHERE o.origin = 'NATIVE'
    ) l
    WHERE l.amount - l.reduction <> l.net + l.tax
        OR l.amount <> l.goods + CASE l.tax_mode WHEN 'EXCLUSIVE' THEN round(l.goods * l.tax_rate, 2) ELSE 0 END
        OR l.tax <> CASE WHEN l.tax_mode = 'EXCLUSIVE' AND l.reduction = 0 THEN round(l.goods * l.tax_rate, 2)
            ELSE round((l.amount - l.reduction) * l.tax_rate / (1 + l.tax_rate), 2) END
"""

# 6
FLOATS = """
    SELECT c.oid::bigint AS id, c.relname AS table_name, a.attname AS column_name
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND a.atttypid IN ('real'::regtype, 'double precision'::regtype)
        AND c.relname ~ '^(common|accounts|segments|customers|products|orders)_'
"""

# 8: what ``derive`` decides, said once more in SQL
ROW_CLOSED = """
    SELECT l.id, l.order_id, l.line_no, l.shipped, l.ordered, l.row_closed FROM orders_orderline l
    WHERE l.row_closed <> (l.shipped >= l.ordered)
"""
STATES = """
    SELECT o.id, o.number, o.status, o.fulfilment, o.line_count, f.expected, f.lines FROM orders_order o
    JOIN (
        SELECT l.order_id, count(*) AS lines,
            CASE WHEN NOT bool_or(l.shipped - l.reship > 0) THEN 'NONE'
                WHEN bool_and(l.closure = 'AUTO' OR greatest(l.shipped - l.reship, 0) >= l.ordered - l.short_closed)
                THEN 'FULL' ELSE 'PARTIAL' END AS expected
        FROM orders_orderline l GROUP BY l.order_id
    ) f ON f.order_id = o.id
    WHERE o.fulfilment <> f.expected OR o.line_count <> f.lines
        OR (o.status = 'CLOSED') AND EXISTS (
            SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.closure = 'OPEN')
"""

# beside it: what a line shows is what its text says, for lines are found by it; texts of a merged product stay its own
TEXTS = """
    SELECT l.id, l.order_id, l.line_no, l.product_code, l.product_name, t.code, t.name FROM orders_orderline l
    JOIN products_producttext t ON t.id = l.text_id JOIN products_product p ON p.id = t.product_id
    WHERE (coalesce(p.merged_into_id, p.id), t.code, t.name, t.specification, t.auxiliary_attribute)
        <> (l.product_id, l.product_code, l.product_name, l.specification, l.auxiliary_attribute)
"""

# 9: every series that is drawn from the day counter; documents are never deleted, so no counter is missing
NUMBERED = (
    *(("SO", "orders_order"), ("OB", "orders_outbounddocument")),
    ("RC", "(SELECT number FROM orders_receipt WHERE kind <> 'REFUND') r"),
    ("RF", "(SELECT number FROM orders_receipt WHERE kind = 'REFUND') r"),
    *(("IV", "orders_invoice"), ("FB", "orders_freightbill")),
)
_NUMBER_ROWS = " UNION ALL ".join(
    f"SELECT '{series}' AS series, number FROM {table} WHERE number IS NOT NULL" for series, table in NUMBERED
)
GAPLESS = f"""
    WITH drawn AS (
        SELECT series, to_date(substr(number, 3, 8), 'YYYYMMDD') AS day, split_part(number, '-', 2)::int AS counter
        FROM ({_NUMBER_ROWS}) numbers WHERE number ~ '^[A-Z]{{2}}[0-9]{{8}}-[0-9]{{4,}}$'
    ), days AS (
        SELECT series, day, count(DISTINCT counter) AS numbers, min(counter) AS first, max(counter) AS last
        FROM drawn GROUP BY series, day
    )
    SELECT coalesce(c.series, d.series) || ' ' || coalesce(c.day, d.day) AS id, d.numbers, d.first, d.last,
        c.last AS counter
    FROM days d FULL JOIN (
        SELECT * FROM common_daycounter WHERE series IN ({", ".join(repr(series) for series, _t in NUMBERED)})
    ) c ON c.series = d.series AND c.day = d.day
    WHERE d.first IS DISTINCT FROM 1 OR d.numbers IS DISTINCT FROM d.last OR c.last IS DISTINCT FROM d.last
"""
MALFORMED = f"""
    SELECT series || ' ' || number AS id FROM ({_NUMBER_ROWS}) numbers
    WHERE number !~ ('^' || series || '[0-9]{{8}}-[0-9]{{4,}}$')
"""

# 10
NUMBER_KEPT = """
    SELECT o.id, o.number, e.subject_number AS was FROM orders_order o
    JOIN common_event e ON e.subject_type = 'orders.order' AND e.subject_id = o.id
    WHERE e.subject_number ~ '^SO[0-9]{8}-' AND e.subject_number IS DISTINCT FROM o.number
"""
NUMBER_PRESENT = """
    SELECT o.id, o.status FROM orders_order o WHERE o.number IS NULL AND (
        o.status NOT IN ('DRAFT', 'VOID')
        OR EXISTS (SELECT 1 FROM orders_orderstep s WHERE s.order_id = o.id AND s.move IN ('submit', 'import')))
"""

# 15: the status is where the last step led, each step starts where the one before it ended, on an edge of the ladder
_STEPS = """
    WITH edges(from_status, move, to_status) AS (VALUES {edges}),
    steps AS (
        SELECT s.*, lag(s.to_status) OVER line AS before, lead(s.id) OVER line AS after, row_number() OVER line AS place
        FROM orders_orderstep s WINDOW line AS (PARTITION BY s.order_id ORDER BY s.id)
    )
    SELECT s.order_id AS id, s.id AS step, s.move, s.from_status, s.to_status, o.status
    FROM steps s JOIN orders_order o ON o.id = s.order_id
    WHERE s.from_status <> coalesce(s.before, CASE s.move WHEN '{imported}' THEN '' ELSE 'DRAFT' END)
        OR (s.after IS NULL AND s.to_status <> o.status)
        OR (s.move = '{imported}' AND s.place > 1)
        OR (s.move <> '{imported}' AND NOT EXISTS (
            SELECT 1 FROM edges e WHERE e.from_status = s.from_status AND e.move = s.move
                AND e.to_status = s.to_status))
    UNION ALL
    SELECT o.id, NULL, NULL, NULL, NULL, o.status FROM orders_order o
    WHERE o.status <> 'DRAFT' AND NOT EXISTS (SELECT 1 FROM orders_orderstep s WHERE s.order_id = o.id)
"""


def steps_sql() -> str:
    """Invariant 15 with the ladder's edges written in from ``states.MOVES``."""
    edges = ", ".join(f"('{origin}', '{verb}', '{target}')" for (origin, verb), target in MOVES.items())
    return _STEPS.format(edges=edges, imported=Move.IMPORT)


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("order.sums", Invariant(5, _("Order total = lines + freight − reduction"), SUMS))
    invariants.register("order.line_amounts", Invariant(5, _("Each line's amounts recompute"), LINE_AMOUNTS))
    invariants.register("order.floats", Invariant(6, _("No floating-point column"), FLOATS))
    invariants.register("order.row_closed", Invariant(8, _("Row-close flag agrees with what was shipped"), ROW_CLOSED))
    invariants.register("order.states", Invariant(8, _("Derived states agree with the lines"), STATES))
    invariants.register("order.texts", Invariant(25, _("Lines are found by the texts they show"), TEXTS))
    invariants.register("order.gapless", Invariant(9, _("Numbers are unique and gapless per series and day"), GAPLESS))
    invariants.register("order.malformed", Invariant(9, _("Numbers have the form of their series"), MALFORMED))
    invariants.register("order.number_kept", Invariant(10, _("A number never changes"), NUMBER_KEPT))
    invariants.register("order.numbered", Invariant(10, _("Whatever was submitted has a number"), NUMBER_PRESENT))
    title = _("Every step is an edge of the ladder, without a gap")
    invariants.register("order.steps", Invariant(15, title, steps_sql))
