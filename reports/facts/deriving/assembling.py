"""One statement that takes the flows of some orders away, derives them anew and adds the difference to the sums.

One statement sees one state of the database: what a person changes meanwhile is seen by the next.
"""

from reports.facts.choices import Kind
from reports.facts.deriving import goods, ground, money, quality, summing
from reports.facts.deriving.summing import MEASURES

COLUMNS = ("order_id", "line_no", "kind", "day", "product_id", *MEASURES)
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
        FROM (SELECT * FROM base UNION ALL {goods.EVENED} UNION ALL {money.UNBILLED}) f ({", ".join(COLUMNS)})
        JOIN o ON o.id = f.order_id LEFT JOIN products_product p ON p.id = f.product_id
    )
"""
NEW_FLOWS = f"{DERIVED} SELECT {', '.join(STORED)} FROM derived"
NEW_MOMENTS = f"WITH {ground.ORDERS}, {ground.LINES} {quality.MOMENTS}"

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

_MOVED = summing.Flows("moved", "ordered")

# Only what differs is written: the rest stays known since it was. Sorted, so that two writers of other tables never
# wait for each other crosswise; zeros change nothing.
REFRESH = f"""
    {DERIVED}, {summing.TREE},
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
    ordered AS MATERIALIZED (
        SELECT -1 AS sign, {_STORED} FROM old WHERE kind = {Kind.ORDERED}
        UNION ALL SELECT 1, {_STORED} FROM fresh WHERE kind = {Kind.ORDERED}
    ),
    own AS (
        {summing.own(_MOVED, into="reports_ownsummary")}
    ),
    days AS MATERIALIZED ({summing.days(_MOVED)})
    {summing.by_grain("days", into="reports_summary")}
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
