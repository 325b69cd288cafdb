"""One statement that takes the flows of some orders away, derives them anew and adds the difference to the sums.

One statement sees one state of the database: what a person changes meanwhile is seen by the next.
"""

from reports.facts.choices import BY_MONTH_ONLY, Dimension, Grain, Kind
from reports.facts.deriving import goods, ground, money, quality

COLUMNS = (
    *("order_id", "line_no", "kind", "day", "product_id"),
    *("orders", "lines", "hits", "quantity", "amount", "net", "cost"),
)
MEASURES = COLUMNS[5:]
OWNERSHIP = ("customer_id", "department_id", "salesperson_id", "order_type_id", "agent_id", "channel", "band")
STORED = (*COLUMNS, "category_id", *OWNERSHIP)
_FLOWS = (
    *(goods.ORDERED, goods.SHIPPED, goods.SIGNED, goods.RETURNED, goods.RESHIPPED, goods.BACKLOG),
    *(money.INVOICED, money.RECEIVED, money.DUE),
    *(quality.PROMISED, quality.FIRST_PROMISED, quality.REQUESTED, quality.SUBMITTED, quality.CHECKED),
    *(quality.FINISHED, quality.EXCEPTION, quality.COMPLAINT, quality.CHANGE_REQUEST, quality.ANSWER),
)

_NUMBERS = {"orders": "integer", "lines": "integer", "hits": "integer"}
_SUMS = ", ".join(f"coalesce(sum(f.{name}), 0) AS {name}" for name in MEASURES)

# flows as they are now, with product's category and the order's ownership
DERIVED = f"""
    WITH {ground.ORDERS}, {ground.LINES},
    base AS MATERIALIZED (
        SELECT * FROM ({" UNION ALL ".join(_FLOWS)}) f ({", ".join(COLUMNS)}) WHERE day IS NOT NULL
    ),
    {goods.MOVES},
    derived AS (
        SELECT f.*, coalesce(p.category_id, 0) AS category_id, {", ".join(f"o.{name}" for name in OWNERSHIP)},
            o.booked, o.origin
        FROM (SELECT * FROM base UNION ALL {goods.EVENED}) f ({", ".join(COLUMNS)})
        JOIN o ON o.id = f.order_id LEFT JOIN products_product p ON p.id = f.product_id
    )
"""
NEW_FLOWS = f"{DERIVED} SELECT {', '.join(STORED)} FROM derived"
NEW_MOMENTS = f"WITH {ground.ORDERS}, {ground.LINES} {quality.MOMENTS}"

# how each dimension reads its key; sums of products and categories count an order once, whatever lines it has of them
_DIRECT = {
    Dimension.TOTAL: "0",
    Dimension.CUSTOMER: "f.customer_id",
    Dimension.SALESPERSON: "f.salesperson_id",
    Dimension.ORDER_TYPE: "f.order_type_id",
    Dimension.CHANNEL: "f.channel",
    Dimension.AGENT: "f.agent_id",
    Dimension.BAND: "f.band",
}
_TREE = """
    tree AS MATERIALIZED (
        WITH RECURSIVE path (id, node) AS (
            SELECT id, id FROM products_productcategory
            UNION SELECT p.id, c.parent_id FROM path p JOIN products_productcategory c ON c.id = p.node
            WHERE c.parent_id IS NOT NULL
        )
        SELECT id, node FROM path UNION ALL SELECT 0, 0
    )
"""


def _signed(flows: str) -> str:
    """Sums by dimension, kind, day, key and department over rows ``flows`` that have a ``sign``."""
    values = ", ".join(f"sum(f.sign * f.{name}) AS {name}" for name in MEASURES)
    direct = ", ".join(f"({int(one)}::smallint, ({column})::bigint)" for one, column in _DIRECT.items())
    once = f"sum(DISTINCT CASE WHEN f.kind = {Kind.ORDERED} THEN f.sign END)"  # an order has one day
    rest = ", ".join(f"sum(f.sign * f.{name}) AS {name}" for name in MEASURES[1:])
    return f"""
        SELECT d.dimension, f.kind, f.day, d.key, f.department_id, {values}
        FROM {flows} f CROSS JOIN LATERAL (VALUES {direct}) d (dimension, key)
        GROUP BY d.dimension, f.kind, f.day, d.key, f.department_id
        UNION ALL
        SELECT {int(Dimension.PRODUCT)}::smallint, x.kind, x.day, x.key, x.department_id, sum(x.orders), {_each("x")}
        FROM (
            SELECT f.kind, f.day, f.product_id AS key, f.department_id, coalesce({once}, 0) AS orders, {rest}
            FROM {flows} f WHERE f.product_id <> 0
            GROUP BY f.kind, f.day, f.product_id, f.department_id, f.order_id, f.sign
        ) x GROUP BY x.kind, x.day, x.key, x.department_id
        UNION ALL
        SELECT {int(Dimension.CATEGORY)}::smallint, x.kind, x.day, x.key, x.department_id, sum(x.orders), {_each("x")}
        FROM (
            SELECT f.kind, f.day, t.node AS key, f.department_id, coalesce({once}, 0) AS orders, {rest}
            FROM {flows} f JOIN tree t ON t.id = f.category_id WHERE f.product_id <> 0
            GROUP BY f.kind, f.day, t.node, f.department_id, f.order_id, f.sign
        ) x GROUP BY x.kind, x.day, x.key, x.department_id
    """


def _each(alias: str) -> str:
    return ", ".join(f"sum({alias}.{name})" for name in MEASURES[1:])


def _by_grain(sums: str) -> str:
    """Days, where the dimension keeps them, and months."""
    months = ", ".join(f"sum({name})" for name in MEASURES)
    only = ", ".join(str(int(one)) for one in BY_MONTH_ONLY)
    keys = "dimension, kind, {grain}::smallint, {day}, key, department_id"
    names = ", ".join(MEASURES)
    return f"""
        SELECT {keys.format(grain=int(Grain.DAY), day="day")}, {names} FROM {sums} WHERE dimension NOT IN ({only})
        UNION ALL
        SELECT {keys.format(grain=int(Grain.MONTH), day="date_trunc('month', day)::date")}, {months} FROM {sums}
        GROUP BY dimension, kind, date_trunc('month', day), key, department_id
    """


_TARGET = ("dimension", "kind", "grain", "day", "key", "department_id", *MEASURES)
_ADDED = ", ".join(f"{name} = s.{name} + excluded.{name}" for name in MEASURES)
_ANY = " OR ".join(f"{name} <> 0" for name in MEASURES)

_STORED = ", ".join(STORED)
_SAME = " AND ".join(f"fresh.{name} = old.{name}" for name in STORED) + " AND fresh.copy = old.copy"
_PLANNED = ", ".join(str(int(one)) for one in (Kind.DUE, Kind.PROMISED, Kind.FIRST_PROMISED, Kind.REQUESTED))
# since when it is known: since ``known``, the day of the change. What stood before facts were kept, history that came
# in, and what was only put right (``known`` empty) is taken as known since it happened, a plan since its order
_KNOWN_FROM = f"""
    CASE WHEN %(known)s::date IS NULL
            OR (%(is_build)s OR fresh.origin = 'HISTORY') AND fresh.order_id NOT IN (SELECT order_id FROM old)
        THEN least(fresh.day, CASE WHEN fresh.kind IN ({_PLANNED}) THEN fresh.booked END, %(known)s::date)
        ELSE %(known)s::date END
"""

# Only what differs is written: the rest stays known since it was. Sorted, so that two writers of other tables never
# wait for each other crosswise; zeros change nothing.
REFRESH = f"""
    {DERIVED}, {_TREE},
    old AS MATERIALIZED (
        SELECT id, {_STORED}, row_number() OVER (PARTITION BY {_STORED}) AS copy
        FROM reports_flow WHERE order_id = ANY(%(orders)s::bigint[])
    ),
    fresh AS MATERIALIZED (
        SELECT {_STORED}, booked, origin, row_number() OVER (PARTITION BY {_STORED}) AS copy FROM derived
    ),
    gone AS (
        DELETE FROM reports_flow f USING old
        WHERE f.id = old.id AND NOT EXISTS (SELECT 1 FROM fresh WHERE {_SAME})
        RETURNING {", ".join(f"f.{name}" for name in STORED)}, f.known_from
    ),
    past AS (
        INSERT INTO reports_pastflow ({_STORED}, known_from, known_until)
        SELECT {_STORED}, known_from, %(known)s::date FROM gone
        WHERE known_from < %(known)s::date OR (known_from IS NULL AND %(known)s::date IS NOT NULL)
    ),
    come AS (
        INSERT INTO reports_flow ({_STORED}, known_from)
        SELECT {", ".join(f"fresh.{name}" for name in STORED)}, {_KNOWN_FROM} FROM fresh
        WHERE NOT EXISTS (SELECT 1 FROM old WHERE {_SAME})
        RETURNING {_STORED}
    ),
    moved AS MATERIALIZED (
        SELECT -1 AS sign, {_STORED} FROM gone UNION ALL SELECT 1, {_STORED} FROM come
    ),
    days AS MATERIALIZED (
        SELECT * FROM ({_signed("moved")}) x (dimension, kind, day, key, department_id, {", ".join(MEASURES)})
        WHERE {_ANY}
    )
    INSERT INTO reports_summary AS s ({", ".join(_TARGET)})
    SELECT * FROM ({_by_grain("days")}) y ({", ".join(_TARGET)}) WHERE {_ANY}
    ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (dimension, kind, grain, day, key, department_id) DO UPDATE SET {_ADDED}
"""

MOMENTS = (
    *("order_id", *OWNERSHIP, "booked_date", "amount", "submitted_at", "effective_at"),
    *("first_ship_date", "full_ship_date", "signed_date", "paid_date"),
)
REFRESH_MOMENTS = f"""
    WITH {ground.ORDERS}, {ground.LINES},
    fresh AS ({quality.MOMENTS}),
    gone AS (
        DELETE FROM reports_ordermoments m WHERE order_id = ANY(%(orders)s::bigint[])
            AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.order_id = m.order_id)
    )
    INSERT INTO reports_ordermoments ({", ".join(MOMENTS)}) SELECT {", ".join(MOMENTS)} FROM fresh
    ON CONFLICT (order_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in MOMENTS[1:])}
"""

# what the sums should be, from the flows as they stand: for the nightly comparison and for summing anew
EXPECTED = f"""
    WITH {_TREE},
    moved AS (SELECT 1 AS sign, * FROM reports_flow),
    days AS MATERIALIZED (
        SELECT * FROM ({_signed("moved")}) x (dimension, kind, day, key, department_id, {", ".join(MEASURES)})
        WHERE {_ANY}
    )
    SELECT * FROM ({_by_grain("days")}) y ({", ".join(_TARGET)}) WHERE {_ANY}
"""
TARGET = _TARGET
