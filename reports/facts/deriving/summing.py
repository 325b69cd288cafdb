"""Sums of flows as SQL: by dimension, kind, day or month and department, and those of each salesperson by month. Rows
of flows have a ``sign``: what goes is taken off, what comes is added.
"""

from collections.abc import Collection
from dataclasses import dataclass

from reports.facts.choices import BY_MONTH_ONLY, OF_OWN, Dimension, Grain, Kind

MEASURES = ("orders", "lines", "hits", "quantity", "amount", "net", "cost")
TARGET = ("dimension", "kind", "grain", "day", "key", "department_id", *MEASURES)
OWN_TARGET = ("salesperson_id", "dimension", "kind", "day", "key", "department_id", *MEASURES)

# how each dimension reads its key; sums of products, their categories and suppliers count an order once, whatever lines
# it has of them
_DIRECT = {
    Dimension.TOTAL: "0",
    Dimension.CUSTOMER: "f.customer_id",
    Dimension.SALESPERSON: "f.salesperson_id",
    Dimension.ORDER_TYPE: "f.order_type_id",
    Dimension.CHANNEL: "f.channel",
    Dimension.AGENT: "f.agent_id",
    Dimension.BAND: "f.band",
}
TREE = """
    tree AS MATERIALIZED (
        WITH RECURSIVE path (id, node) AS (
            SELECT id, id FROM products_productcategory
            UNION SELECT p.id, c.parent_id FROM path p JOIN products_productcategory c ON c.id = p.node
            WHERE c.parent_id IS NOT NULL
        )
        SELECT id, node FROM path UNION ALL SELECT 0, 0
    )
"""
_SUPPLIER = "LEFT JOIN reports_countedsupplier w ON w.product_id = f.product_id"
_ORDERED = int(Kind.ORDERED)  # on one day for each order; of other kinds no orders are counted by product
_REST = ", ".join(f"sum(f.sign * f.{name}) AS {name}" for name in MEASURES[1:])
_ALL = ", ".join(f"sum(f.sign * f.{name}) AS {name}" for name in MEASURES)
_ADDED = ", ".join(f"{name} = s.{name} + excluded.{name}" for name in MEASURES)
_ANY = " OR ".join(f"{name} <> 0" for name in MEASURES)
_MONTH = "date_trunc('month', f.day)::date"


@dataclass(frozen=True)
class Flows:
    """Where rows with a sign are: what ``moved``, and all that these orders ``ordered`` before (−1) and order now (1):
    whether an order has a product is not told by the lines that moved."""

    moved: str = "moved"
    ordered: str = "moved"


def _signed(flows: Flows, dimensions: Collection[Dimension], day: str = "f.day", whose: str = "") -> str:
    """Rows (whose,) dimension, kind, day, key, department and measures, over flows of whoever is named."""
    mine, theirs = (f"f.{whose}, ", f"x.{whose}, ") if whose else ("", "")
    only = f"f.{whose} <> 0" if whose else "TRUE"
    found = []
    if direct := ", ".join(f"({int(one)}::smallint, ({_DIRECT[one]})::bigint)" for one in dimensions if one in _DIRECT):
        found.append(f"""
        SELECT {mine}d.dimension, f.kind, {day} AS day, d.key, f.department_id, {_ALL}
        FROM {flows.moved} f CROSS JOIN LATERAL (VALUES {direct}) d (dimension, key) WHERE {only}
        GROUP BY {mine}d.dimension, f.kind, {day}, d.key, f.department_id""")
    each = ", ".join(f"sum(x.{name})" for name in MEASURES)
    for one, key, join in (
        (Dimension.PRODUCT, "f.product_id", ""),
        (Dimension.CATEGORY, "t.node", "JOIN tree t ON t.id = f.category_id"),
        (Dimension.SUPPLIER, "coalesce(w.supplier_id, 0)", _SUPPLIER),
    ):
        if one in dimensions:
            found.append(f"""
        SELECT {theirs}{int(one)}::smallint, x.kind, x.day, x.key, x.department_id, {each}
        FROM (
            SELECT {mine}f.kind, {day} AS day, {key} AS key, f.department_id, sum(DISTINCT f.sign) AS orders, {_REST}
            FROM {flows.ordered} f {join} WHERE f.kind = {_ORDERED} AND f.product_id <> 0 AND {only}
            GROUP BY {mine}f.kind, {day}, {key}, f.department_id, f.order_id, f.sign
        ) x GROUP BY {theirs}x.kind, x.day, x.key, x.department_id
        UNION ALL
        SELECT {mine}{int(one)}::smallint, f.kind, {day}, {key}, f.department_id, 0, {_REST}
        FROM {flows.moved} f {join} WHERE f.kind <> {_ORDERED} AND f.product_id <> 0 AND {only}
        GROUP BY {mine}f.kind, {day}, {key}, f.department_id""")
    return " UNION ALL ".join(found)


def days(flows: Flows, dimensions: Collection[Dimension] = tuple(Dimension)) -> str:
    """Sums by day."""
    names = ", ".join(("dimension", "kind", "day", "key", "department_id", *MEASURES))
    return f"SELECT * FROM ({_signed(flows, dimensions)}) x ({names}) WHERE {_ANY}"


def by_grain(sums: str, *, into: str = "") -> str:
    """Days, where the dimension keeps them, and months, of sums by day; or the statement that adds them to a table."""
    months = ", ".join(f"sum({name})" for name in MEASURES)
    only = ", ".join(str(int(one)) for one in BY_MONTH_ONLY)
    keys = "dimension, kind, {grain}::smallint, {day}, key, department_id"
    names = ", ".join(MEASURES)
    return _any(
        f"""
        SELECT {keys.format(grain=int(Grain.DAY), day="day")}, {names} FROM {sums} WHERE dimension NOT IN ({only})
        UNION ALL
        SELECT {keys.format(grain=int(Grain.MONTH), day="date_trunc('month', day)::date")}, {months} FROM {sums}
        GROUP BY dimension, kind, date_trunc('month', day), key, department_id""",
        TARGET,
        into,
    )


def own(flows: Flows, dimensions: Collection[Dimension] = OF_OWN, *, into: str = "") -> str:
    """Sums of each salesperson by month; or the statement that adds them to a table."""
    return _any(_signed(flows, dimensions, _MONTH, "salesperson_id"), OWN_TARGET, into)


def _any(rows: str, target: tuple[str, ...], into: str) -> str:
    """Those that are not zero. Added in the order of their keys, so that two writers never wait for each other
    crosswise."""
    names, keys = ", ".join(target), target[: -len(MEASURES)]
    found = f"SELECT * FROM ({rows}) y ({names}) WHERE {_ANY}"
    if not into:
        return found
    return f"""
        INSERT INTO {into} AS s ({names}) {found} ORDER BY {", ".join(str(n + 1) for n in range(len(keys)))}
        ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {_ADDED}
    """


def expected(dimensions: Collection[Dimension] = tuple(Dimension)) -> str:
    """What the sums by day and month should be, from the flows as they stand."""
    return f"""
    WITH {TREE}, moved AS NOT MATERIALIZED (SELECT 1 AS sign, * FROM reports_flow),
    days AS MATERIALIZED ({days(Flows(), dimensions)})
    {by_grain("days")}
    """


def expected_own(dimensions: Collection[Dimension] = OF_OWN) -> str:
    """What the sums of salespeople should be."""
    flows = "moved AS NOT MATERIALIZED (SELECT 1 AS sign, * FROM reports_flow)"
    return f"WITH {TREE}, {flows} {own(Flows(), dimensions)}"
