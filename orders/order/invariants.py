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
    WHERE l.row_closed AND l.shipped < l.ordered
        -- where the company says so, what came back takes it along
        OR NOT l.row_closed AND l.shipped >= l.ordered AND l.shipped - l.returned >= l.ordered
"""
_DONE = "l.closure = 'AUTO' OR greatest(l.shipped - l.reship, 0) >= l.ordered - l.short_closed"
STATES = f"""
    SELECT o.id, o.number, o.status, o.line_count, f.lines, o.fulfilment, f.fulfilment AS said_fulfilment, o.signing,
        f.signing AS said_signing, o.invoicing, f.invoicing AS said_invoicing, o.promised_date, f.promised
    FROM orders_order o JOIN (
        SELECT l.order_id, count(*) AS lines, bool_or(l.closure = 'OPEN') AS any_open,
            CASE WHEN NOT bool_or(l.shipped - l.reship > 0) THEN 'NONE'
                WHEN bool_and({_DONE}) THEN 'FULL' ELSE 'PARTIAL' END AS fulfilment,
            CASE WHEN NOT bool_or(l.accepted > 0 OR l.transit_loss > 0) THEN 'NONE'
                WHEN bool_and(l.accepted + l.transit_loss >= l.shipped) AND bool_or(l.shipped - l.reship > 0)
                    AND bool_and({_DONE}) THEN 'FULL' ELSE 'PARTIAL' END AS signing,
            CASE WHEN bool_or(l.invoiced > 0) FILTER (WHERE l.is_charged) IS NOT TRUE THEN 'NONE'
                WHEN bool_and(l.invoiced >= l.due) FILTER (WHERE l.is_charged) THEN 'FULL'
                ELSE 'PARTIAL' END AS invoicing,
            coalesce(max(l.promised_date) FILTER (WHERE l.closure = 'OPEN'), max(l.promised_date)) AS promised
        FROM (
            SELECT *, due <> 0 AND amount <> 0 AS is_charged FROM (
                SELECT *, CASE WHEN is_service THEN shipped ELSE signed END AS accepted,
                    greatest(0, CASE closure WHEN 'AUTO' THEN least(ordered, greatest(shipped - reship, 0))
                        ELSE greatest(ordered - short_closed, 0) END - refunded) AS due
                FROM orders_orderline
            ) columns
        ) l GROUP BY l.order_id
    ) f ON f.order_id = o.id
    WHERE (o.fulfilment, o.signing, o.invoicing, o.line_count) <> (f.fulfilment, f.signing, f.invoicing, f.lines)
        OR o.promised_date IS DISTINCT FROM f.promised
        OR o.status IN ('CLOSED', 'ARCHIVED') AND f.any_open OR o.status = 'EFFECTIVE' AND NOT f.any_open
"""
# how far it is paid and where it stands follow from the order's own columns
_MADE = f"""SELECT bool_and(l.work_done = 100) FROM orders_orderline l
                    WHERE l.order_id = o.id AND l.work_done IS NOT NULL AND NOT ({_DONE})"""
STANDING = f"""
    SELECT o.id, o.number, o.status, o.settlement, s.settlement AS said_settlement, o.stage, s.stage AS said_stage
    FROM orders_order o CROSS JOIN LATERAL (
        SELECT CASE WHEN o.received_amount > o.due_amount THEN 'OVERPAID'
                WHEN o.received_amount = o.due_amount AND (o.received_amount <> 0 OR b.binding) THEN 'PAID'
                WHEN o.received_amount = 0 THEN 'NONE'
                WHEN o.shipped_amount <> 0 THEN 'PARTIAL' ELSE 'ADVANCE' END AS settlement,
            CASE WHEN NOT b.binding THEN 'PLACING'
                WHEN o.status = 'ARCHIVED' OR o.signing = 'FULL' THEN 'COMPLETE'
                WHEN o.status = 'CLOSED' AND (o.origin = 'HISTORY' OR o.fulfilment = 'NONE') THEN 'COMPLETE'
                WHEN o.fulfilment = 'FULL' THEN 'DELIVERY'
                WHEN EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id
                    AND (l.shipped <> 0 OR l.drafted <> 0)) OR ({_MADE}) THEN 'LOGISTICS'
                ELSE 'PREPARING' END AS stage
        FROM (SELECT o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AS binding) b
    ) s WHERE (o.settlement, o.stage) <> (s.settlement, s.stage)
"""

# beside it: what a line shows is what its text says, for lines are found by it; texts of a merged product stay its own
TEXTS = """
    SELECT l.id, l.order_id, l.line_no, l.product_code, l.product_name, t.code, t.name FROM orders_orderline l
    JOIN products_producttext t ON t.id = l.text_id JOIN products_product p ON p.id = t.product_id
    WHERE (coalesce(p.merged_into_id, p.id), t.code, t.name, t.specification, t.auxiliary_attribute)
        <> (l.product_id, l.product_code, l.product_name, l.specification, l.auxiliary_attribute)
"""

# 9: every series that is drawn from the day counter; documents are never deleted, so no counter is missing. Papers of
# the warehouse have an invariant of their own (``products.stock``)
NUMBERED = (
    *(("SO", "orders_order"), ("OB", "orders_outbounddocument"), ("PK", "orders_pickingwave")),
    ("RC", "(SELECT number FROM orders_receipt WHERE amount > 0) r"),
    ("RF", "(SELECT number FROM orders_receipt WHERE amount < 0) r"),
    *(("IV", "orders_invoice"), ("FB", "orders_freightbill"), ("RT", "orders_returndocument")),
    *(("ST", "orders_statement"), ("DN", "orders_dunningletter"), ("EX", "orders_exceptioncase")),
    *(("QT", "orders_quotation"), ("IQ", "orders_inquiry"), ("AG", "orders_agreement")),
    ("CR", "orders_changerequest"),
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

# 10: what events called a document is what it is called
NUMBER_KEPT = " UNION ALL ".join(
    f"""
    SELECT d.id, '{table}' AS document, d.number, e.subject_number AS was FROM {table} d
    JOIN common_event e ON e.subject_type = '{table.replace("_", ".", 1)}' AND e.subject_id = d.id
    WHERE e.subject_number ~ '^[A-Z]{{2}}[0-9]{{8}}-[0-9]{{4,}}$' AND e.subject_number IS DISTINCT FROM d.number
"""
    for table in (*(table for _series, table in NUMBERED if " " not in table), "orders_receipt")
)
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
    invariants.register("order.standing", Invariant(8, _("Settlement and stage agree with the order"), STANDING))
    invariants.register("order.texts", Invariant(8, _("Lines are found by the texts they show"), TEXTS))
    invariants.register("order.gapless", Invariant(9, _("Numbers are unique and gapless per series and day"), GAPLESS))
    invariants.register("order.malformed", Invariant(9, _("Numbers have the form of their series"), MALFORMED))
    invariants.register("order.number_kept", Invariant(10, _("A number never changes"), NUMBER_KEPT))
    invariants.register("order.numbered", Invariant(10, _("Whatever was submitted has a number"), NUMBER_PRESENT))
    title = _("Every step is an edge of the ladder, without a gap")
    invariants.register("order.steps", Invariant(15, title, steps_sql))
