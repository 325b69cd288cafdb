"""Questions as SQL: over the sums kept, where they can answer, else over the facts themselves (docs/adr/0091). Pure:
text and parameters, no database.

Each statement gives a row for each group: its keys, then a column for each term asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.facts.choices import BY_MONTH_ONLY, Dimension, Grain, Kind
from reports.figures.days import pieces
from reports.figures.dimensions import AXES, OF_LINES, Axis, Source, Time
from reports.figures.measures import Measure, Side
from reports.figures.question import Question
from reports.figures.sql import Sql
from reports.figures.within import Within, is_by_month, is_own, orders_within

Key = tuple[int, str]
_BYTES = ' COLLATE "C"'  # texts told apart by their bytes take a fraction of the time that a language's order does
ORDERS: Key = (int(Kind.ORDERED), "orders")


@dataclass(frozen=True)
class Tree:
    """The categories shown: node → it and all below it."""

    nodes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    with_direct: int = 0  # the picked one has products of its own: shown as a member under its own key


def base_of(question: Question) -> Dimension | None:
    """The one dimension whose sums can answer, None where only the facts can."""
    if question.segment or question.as_of:
        return None
    axes = [*question.axes, *(AXES[code] for code in question.filters)]
    if any(one.source is Source.ORDER for one in axes):
        return None
    bases = {one.base for one in axes if one.base != Dimension.TOTAL}
    if bases == {Dimension.PRODUCT, Dimension.SUPPLIER}:
        bases = {Dimension.PRODUCT}  # each product has one supplier
    if len(bases) > 1:
        return None
    base = next(iter(bases), Dimension.TOTAL)
    if base in BY_MONTH_ONLY and question.time in (Time.DAY, Time.WEEK):
        return None
    return base


def counts_twice(question: Question, base: Dimension | None) -> bool:
    """Whether adding kept sums up would count an order more than once: it may have several of the products, categories
    or suppliers that are added up, where these are neither told apart nor only one is picked."""
    if base not in OF_LINES or any(is_member(one, base) for one in question.axes):
        return False
    picked = [keys for code, keys in question.filters.items() if is_member(AXES[code], base)]
    return not any(len(keys) == 1 for keys in picked)


def is_member(axis: Axis, base: Dimension | None) -> bool:
    """Whether its members are those of the kept sums, not what several of them have in common."""
    return axis.base == base and (axis.source in (Source.FACT, Source.TREE) or base == Dimension.SUPPLIER)


def keys_of(asked: Sequence[Measure]) -> list[Key]:
    """The terms to be added up, each once."""
    return list(dict.fromkeys(term.key for one in asked for term in one.terms))


def is_by_line(question: Question) -> bool:
    """Whether it tells lines apart: then an order may be in several members, and freight is in none."""
    return any(AXES[code].base in OF_LINES for code in (*(one.code for one in question.axes), *question.filters))


# --- over the sums ----------------------------------------------------------------------------


def over_sums(question: Question, base: Dimension, within: Within, tree: Tree, terms: Sequence[Key]) -> Sql:
    """``within``: all orders, or one of its ``parts``: departments; people for what is told by nobody or by them."""
    sql = Sql("SELECT ")
    keys = [_sum_key(one, base) for one in question.axes]
    sql.add("".join(f"{key}, " for key in keys))
    sql.add(", ".join(_term(key, "s") for key in terms))
    sql.add(" FROM (")
    kinds = sorted({kind for kind, _column in terms})
    for number, (grain, since, until) in enumerate(pieces(question, by_month=is_by_month(within, base))):
        sql.add(" UNION ALL " if number else "")
        sql += _kept(base, within, kinds, grain).add(" AND day BETWEEN %s AND %s", since, until)
        if base == Dimension.CATEGORY:
            sql.add(" AND key = ANY(%s)", sorted(tree.nodes))
    sql.add(") s")
    sql += _joins(question, "s.key", "s.key", "s.key", base)
    sql += _where(question, own="s.key", department="s.department_id", base=base)
    return _grouped(sql, len(keys))


def _kept(base: Dimension, within: Within, kinds: Sequence[int], grain: Grain) -> Sql:
    """The kept sums of a part."""
    if is_own(within, base):
        return Sql().add(
            "SELECT * FROM reports_ownsummary WHERE salesperson_id = ANY(%s) AND dimension = %s AND kind = ANY(%s)"
            " AND department_id <> ALL(%s)",
            list(within.people), int(base), kinds, list(within.without),
        )  # fmt: skip
    sql = Sql().add(
        "SELECT * FROM reports_summary WHERE dimension = %s AND kind = ANY(%s) AND grain = %s",
        int(Dimension.SALESPERSON if within.people else base), kinds, int(grain),
    )  # fmt: skip
    if within.departments:
        sql.add(" AND department_id = ANY(%s)", list(within.departments))
    if within.people:
        sql.add(" AND key = ANY(%s) AND department_id <> ALL(%s)", list(within.people), list(within.without))
    return sql


def _sum_key(axis: Axis, base: Dimension) -> str:
    if axis.source is Source.TIME:
        return f"date_trunc('{axis.code}', s.day)::date"
    if axis.code == "department":
        return "s.department_id"
    return _joined_key(axis, base) or "s.key"


def _joined_key(axis: Axis, base: Dimension | None = None) -> str:
    """What is looked up beside facts or sums, "" where they have it themselves."""
    if is_member(axis, base):
        return ""
    if axis.source is Source.CUSTOMER:
        return f"coalesce(c.{axis.column}, ''){_BYTES}"
    if axis.source is Source.TAGS:
        return f"coalesce(t.tag, ''){_BYTES}"
    if axis.source is Source.AGENT:
        return f"coalesce(a.{axis.column}, ''){_BYTES}"
    if axis.source is Source.ORDER:
        return f"coalesce(o.{axis.column}, ''){_BYTES}" if axis.is_text else f"coalesce(o.{axis.column}, 0)"
    if axis.source is Source.PRODUCT:
        return f"coalesce(p.{axis.column}, ''){_BYTES}" if axis.is_text else f"coalesce(p.{axis.column}, 0)"
    return ""


# --- over the facts ---------------------------------------------------------------------------


def over_facts(
    question: Question, within: Within, tree: Tree, terms: Sequence[Key], *, by_line: bool, is_go: bool = False
) -> Sql:
    """The same of the facts themselves: of any orders, by anything. ``by_line``: only of lines, an order once;
    ``is_go``: of one of several goes over a long period, which looks at its own orders only, not at all there are."""
    kinds = sorted({kind for kind, _column in terms})
    keys = [_fact_key(one, tree) for one in question.axes]
    sql = Sql("SELECT ").add("".join(f"{key}, " for key in keys))
    sql.add(", ".join(_term(key, "f", distinct=by_line) for key in terms))
    sql += Sql(_ORDERS_ALONE) if list(terms) == [ORDERS] and not by_line and not question.as_of else _known(question)
    sql += _of_tree(tree)
    sql += _joins(question, "f.customer_id", "f.product_id", "f.agent_id", kinds_of_go=kinds if is_go else ())
    sql += _where(question, own="", department="f.department_id")
    sql += facts_within(question, within, kinds, by_line=by_line)
    return _grouped(sql, len(keys))


def each_fact(question: Question, within: Within, tree: Tree, terms: Sequence[Key], *, by_line: bool) -> Sql:
    """The facts themselves that a figure counts, those that add nothing to it left out: keys, days, columns. Order and
    limit may follow."""
    sql = Sql(
        "SELECT f.id, f.day, f.kind, f.order_id, f.line_no, f.product_id, f.customer_id, f.orders, f.lines, f.hits,"
    )
    sql.add(" f.quantity, f.amount, f.net, f.cost")
    sql += _known(question)
    sql += _of_tree(tree)
    sql += _joins(question, "f.customer_id", "f.product_id", "f.agent_id")
    sql += _where(question, own="", department="f.department_id")
    sql += facts_within(question, within, sorted({kind for kind, _column in terms}), by_line=by_line)
    adds = " OR ".join(f"(f.kind = {kind} AND f.{'lines' if by_line and column == 'orders' else column} <> 0)"
                       for kind, column in terms)  # fmt: skip
    sql.add(" AND f.hits = 0" if question.side is Side.MISSED else "")
    return sql.add(f" AND ({adds})")


_COLUMNS = (
    "order_id, line_no, kind, day, product_id, category_id, customer_id, department_id, salesperson_id, order_type_id,"
    " agent_id, channel, band, orders, lines, hits, quantity, amount, net, cost"
)


# how many orders there are is told by a row for each (``OrderMoments``), not by those of their lines too
_ORDERS_ALONE = (
    f" FROM (SELECT order_id, booked_date AS day, {int(Kind.ORDERED)} AS kind, 1 AS orders, customer_id, department_id,"
    " salesperson_id, order_type_id, agent_id, channel, band FROM reports_ordermoments) f"
)


def _known(question: Question) -> Sql:
    """The facts as they are known now, or were on a past day; former ones go by their key below zero."""
    if question.as_of is None:
        return Sql(" FROM reports_flow f")
    then = "known_from IS NULL OR known_from <= %s"
    return Sql().add(
        f" FROM (SELECT id, {_COLUMNS} FROM reports_flow WHERE {then} UNION ALL"
        f" SELECT -id, {_COLUMNS} FROM reports_pastflow WHERE ({then}) AND known_until > %s) f",
        question.as_of, question.as_of, question.as_of,
    )  # fmt: skip


def _of_tree(tree: Tree) -> Sql:
    if not tree.nodes:
        return Sql()
    return Sql().add(
        " JOIN unnest(%s::bigint[], %s::bigint[]) n (node, category) ON n.category = f.category_id",
        [node for node, below in tree.nodes.items() for _one in below],
        [one for below in tree.nodes.values() for one in below],
    )


def facts_within(question: Question, within: Within, kinds: Sequence[int], *, by_line: bool) -> Sql:
    """The conditions on the facts that any look at them has: kinds, days, lines, whose orders."""
    sql = Sql().add(" AND f.kind = ANY(%s) AND f.day BETWEEN %s AND %s", list(kinds), question.since, question.until)
    if by_line:
        sql.add(" AND f.product_id <> 0")
    sql += orders_within(within, "f")
    return sql


def _fact_key(axis: Axis, tree: Tree) -> str:
    if axis.source is Source.TIME:
        return f"date_trunc('{axis.code}', f.day)::date"
    if axis.source is Source.TREE:
        return "n.node"
    return _joined_key(axis) or f"f.{axis.column}"


# --- both -------------------------------------------------------------------------------------


def _term(key: Key, alias: str, *, distinct: bool = False) -> str:
    kind, column = key
    if distinct and key == ORDERS:
        return f"count(DISTINCT {alias}.order_id) FILTER (WHERE {alias}.kind = {kind})"
    return f"coalesce(sum({alias}.{column}) FILTER (WHERE {alias}.kind = {kind}), 0)"


def _joins(
    question: Question,
    customer: str,
    product: str,
    agent: str,
    base: Dimension | None = None,
    kinds_of_go: Sequence[int] = (),
) -> Sql:
    asked = (*question.axes, *(AXES[code] for code in question.filters))
    sources = {one.source for one in asked if not is_member(one, base)}
    sql = Sql()
    if sources & {Source.CUSTOMER, Source.TAGS}:
        sql.add(f" LEFT JOIN customers_customer c ON c.id = {customer}")
    if any(one.source is Source.TAGS for one in question.axes):
        sql.add(" LEFT JOIN LATERAL unnest(c.tags) t (tag) ON true")
    if Source.AGENT in sources:
        sql.add(f" LEFT JOIN customers_customer a ON a.id = {agent}")
    if Source.ORDER in sources:  # only asked of the facts
        sql += _orders_of_go(question, kinds_of_go) if kinds_of_go else Sql(" LEFT JOIN orders_order o")
        sql.add(" ON o.id = f.order_id")
    if Source.PRODUCT in sources:
        sql.add(f" LEFT JOIN products_product p ON p.id = {product}")
    return sql


def _orders_of_go(question: Question, kinds: Sequence[int]) -> Sql:
    """The orders of its days, looked up by key: hashing all orders for each go takes longer than the go."""
    return Sql().add(
        " LEFT JOIN (SELECT * FROM orders_order WHERE id = ANY(ARRAY(SELECT DISTINCT order_id FROM reports_flow"
        " WHERE kind = ANY(%s) AND day BETWEEN %s AND %s AND product_id <> 0))) o",
        list(kinds), question.since, question.until,
    )  # fmt: skip


def _where(question: Question, *, own: str, department: str, base: Dimension | None = None) -> Sql:
    """The filters. ``own``: the column of the kept sums' key; "" over facts, whose columns have their own names."""
    sql = Sql(" WHERE TRUE")
    for code, keys in question.filters.items():
        axis = AXES[code]
        if axis.source is Source.TREE:
            continue  # the tree holds only what is picked
        if axis.is_text and axis.source is Source.TAGS:
            sql.add(" AND c.tags && %s::varchar[]", list(keys))
        elif axis.is_text:
            sql.add(f" AND {_joined_key(axis)} = ANY(%s)", list(keys))
        else:
            column = department if code == "department" else _joined_key(axis, base) or own or f"f.{axis.column}"
            sql.add(f" AND {column} = ANY(%s::bigint[])", [int(one) for one in keys])
    return sql


def _grouped(sql: Sql, keys: int) -> Sql:
    if keys:
        sql.add(f" GROUP BY {', '.join(str(number) for number in range(1, keys + 1))}")
    return sql


def is_additive(question: Question, key: Key) -> bool:
    """Whether a term's parts make its whole. Orders of picked products are asked for once more."""
    return adds_over(question.axes, key) and not (key == ORDERS and is_by_line(question))


def adds_over(axes: Iterable[Axis], key: Key) -> bool:
    """Whether the members of these axes have nothing in common: an order with several products, a customer with several
    tags is in several of them."""
    axes = list(axes)
    if any(one.source is Source.TAGS for one in axes):
        return False
    return not (key == ORDERS and any(one.base in OF_LINES for one in axes))
