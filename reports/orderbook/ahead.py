"""What is to be delivered when, and whether it can be (R129, R246): open lines by the month that they are promised for,
what is held for them in full, what still lacks goods, what is late already. Read from the lines themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from orders.order.models import OrderType
from reports.facts.reading import fetched
from reports.figures import naming, narrowing
from reports.figures.dimensions import AXES, Time
from reports.figures.forest import Forest
from reports.figures.question import Question, next_start, start_of
from reports.figures.sql import Sql
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text
from reports.orderbook import cells
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
BY = (
    (str(Time.MONTH), gettext_lazy("Promised month")),
    *((code, AXES[code].label) for code in ("department", "salesperson", "customer", "product", "category")),
)
READY, SHORT, LATE = "ready", "short", "late"
LABELS: dict[str, Text] = {
    READY: pgettext_lazy("backlog", "Ready"),
    SHORT: pgettext_lazy("backlog", "Lacks goods"),
    LATE: pgettext_lazy("backlog", "Late"),
}
BEFORE, LATER, NEVER = date.min, date.max, None

# the worth of what is open, as the facts of the backlog have it; what needs no stock of ours is not held up by stock
_LINES = """
    SELECT {key}, CASE WHEN l.promised_date < %s THEN 'late'
            WHEN l.reserved >= w.open OR l.is_service OR l.supply_mode = 'DIRECT' THEN 'ready' ELSE 'short' END,
        count(*), sum(w.open),
        sum(round(round((l.net + l.tax) * o.exchange_rate, 2) * least(w.open, l.ordered) / l.ordered, 2))
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    JOIN orders_ordertype t ON t.id = o.order_type_id AND t.counts
    JOIN products_product p ON p.id = l.product_id
    CROSS JOIN LATERAL (SELECT greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) AS open) w
    CROSS JOIN LATERAL (
        SELECT o.customer_id, o.department_id, o.salesperson_id, l.product_id, p.category_id
    ) x
    WHERE l.closure = 'OPEN' AND o.status = 'EFFECTIVE' AND w.open > 0
"""
_KEYS = {
    str(Time.MONTH): "date_trunc('month', l.promised_date)::date",
    "product": "l.product_id",
    "category": "coalesce(p.category_id, 0)",
    **{code: f"coalesce(o.{code}_id, 0)" for code in ("department", "salesperson", "customer")},
}


@dataclass
class Open:
    """What is open of one member: by state its amount; lines and pieces of all."""

    lines: int = 0
    pieces: Decimal = ZERO
    worth: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(LABELS, ZERO))
    parts: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(LABELS, ZERO))

    def add(self, state: str, lines: int, pieces: Decimal, worth: Decimal) -> None:
        """Count lines of one state."""
        self.lines += lines
        self.pieces += pieces
        self.parts[state] += pieces
        self.worth[state] += worth

    @property
    def total(self) -> Decimal:
        """What all of it is worth."""
        return sum(self.worth.values(), ZERO)

    def cells(self, *, with_amounts: bool) -> tuple[Cell, ...]:
        """As they stand in a row behind its name."""
        worth = [*self.worth.values(), self.total] if with_amounts else [None] * (len(LABELS) + 1)
        return (*worth, *self.parts.values(), self.pieces, self.lines)


def make(wanted: Wanted) -> Paper:
    """The table with its chart, of the orders that he may see."""
    found = _read(wanted)
    with_amounts = cells.sees_amount(wanted.actor)
    keys, others = _keys(wanted, found)
    names = _names(wanted, keys)
    counted = list(OrderType.objects.filter(counts=True).values_list("code", flat=True))
    rows = [
        Row(
            (names[key], *found[key].cells(with_amounts=with_amounts)),
            key=str(key),
            links=cells.links({"lines": _way(wanted, counted, key)}),
            is_unfinished=False,
        )
        for key in keys
    ]
    if others:
        rest = _together(found[key] for key in others).cells(with_amounts=with_amounts)
        rows.append(
            Row((pgettext("rows of a report", "%(count)s others") % {"count": len(others)}, *rest), key="~others")
        )
    whole = _together(found.values())
    drawn = "worth" if with_amounts else "pieces"
    return Paper(
        title=_("Backlog ahead"),
        columns=tuple(_columns(wanted, with_amounts)),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *whole.cells(with_amounts=with_amounts)),
        charts=(Chart(Shape.STACK, _("What is to be delivered"), "member",
                      tuple(Series(f"{drawn}_{state}") for state in LABELS)),),
        definitions=tuple(_definitions()),
        problem="" if found else _("Nothing is open."),
    )  # fmt: skip


def _read(wanted: Wanted) -> dict[Any, Open]:
    sql = Sql().add(_LINES.format(key=_KEYS[wanted.by]), wanted.today)
    sql += narrowing.orders_seen(wanted.actor, "l.order_id")
    sql += conditions.narrowed(wanted, "x")
    nodes = _nodes(wanted) if wanted.by == "category" else {}
    found: dict[Any, Open] = {}
    for key, state, *figures in fetched(sql.add(" GROUP BY 1, 2").text, sql.given):
        for member in nodes.get(key, (0,)) if nodes else (_month(wanted, key) if wanted.by == Time.MONTH else key,):
            found.setdefault(member, Open()).add(state, *figures)
    return found


def _nodes(wanted: Wanted) -> dict[int, tuple[int, ...]]:
    """Category → the members shown in which it counts."""
    filters = {"category": (str(wanted.category),)} if wanted.category else {}
    asked = Question(("lines",), wanted.since, wanted.until, rows=("category",), filters=filters)
    return {one: (node,) for node, below in Forest().tree(asked).nodes.items() for one in below}


def _month(wanted: Wanted, month: date | None) -> date | None:
    if month is None:
        return NEVER
    first, last = _span(wanted)
    if month < first:
        return BEFORE
    return LATER if month > last else month


def _span(wanted: Wanted) -> tuple[date, date]:
    """The first and the last month that stands by itself."""
    first = start_of(Time.MONTH, wanted.today)
    return first, first.replace(year=first.year + 1)


def _together(parts: Any) -> Open:
    whole = Open()
    for one in parts:
        whole.lines += one.lines
        whole.pieces += one.pieces
        for state in LABELS:
            whole.worth[state] += one.worth[state]
            whole.parts[state] += one.parts[state]
    return whole


def _keys(wanted: Wanted, found: Mapping[Any, Open]) -> tuple[list[Any], list[Any]]:
    if wanted.by == Time.MONTH:
        return sorted(found, key=lambda key: (key is NEVER, key or LATER)), []
    sees = cells.sees_amount(wanted.actor)
    keys = sorted(found, key=lambda key: (-(found[key].total if sees else found[key].pieces), str(key)))
    return (keys[: wanted.top], keys[wanted.top :]) if wanted.top else (keys, [])


def _names(wanted: Wanted, keys: Sequence[Any]) -> dict[Any, str]:
    if wanted.by != Time.MONTH:
        return naming.names_of(AXES[wanted.by], keys)
    odd = {BEFORE: _("Before this month"), LATER: pgettext("months", "Later"), NEVER: _("No promised day")}
    return {key: odd[key] if key in odd else naming.stretch(Time.MONTH, key) for key in keys}


def _columns(wanted: Wanted, with_amounts: bool) -> Iterator[Column]:
    yield Column("member", next(label for code, label in BY if code == wanted.by))
    words = [*LABELS.items(), ("all", pgettext("sums of a pivot", "Total"))]
    for code, label in words:
        yield Column(f"worth_{code}", label, Form.MONEY, group=_("Amount"), is_hidden=not with_amounts)
    for code, label in words:
        yield Column(f"pieces_{code}", label, Form.QUANTITY, group=_("Quantity"))
    yield Column("lines", _("Open lines"), Form.COUNT)


def _way(wanted: Wanted, counted: list[str], key: Any) -> str:
    """The list of these lines, of types that count; "" for what no list can be asked for (no day, somebody unnamed, a
    category)."""
    query: dict[str, Any] = {"closure": "OPEN", "status": "EFFECTIVE", "order_type": counted}
    if wanted.category or wanted.region or wanted.department or key in (NEVER, 0) or wanted.by == "category":
        return ""
    for code in ("salesperson", "customer", "product"):
        query[code] = getattr(wanted, code)
    if wanted.by == Time.MONTH:
        first, last = _span(wanted)
        query["promised_from"] = "" if key == BEFORE else next_start(Time.MONTH, last) if key == LATER else key
        if key != LATER:
            query["promised_to"] = (first if key == BEFORE else next_start(Time.MONTH, key)) - timedelta(days=1)
    else:
        query[wanted.by] = key
    return cells.way(wanted, "orders:line-list", **query)


def _definitions() -> Iterator[Definition]:
    not_counted = _("Types that do not count (samples, loans); freight")
    yield Definition(
        pgettext("backlog", "Backlog"),
        _("What is ordered and not delivered: the line's amount for the pieces that are open."),
        _("Line amount including tax, in the company's currency × open pieces ÷ ordered pieces"),
        exclusions=not_counted,
    )
    yield Definition(
        LABELS[READY], _("Held in full, or in need of no stock of ours: services, goods sent by suppliers.")
    )
    yield Definition(LABELS[SHORT], _("Not all pieces that are open are held for the line yet."))
    yield Definition(LABELS[LATE], _("The promised day is over, whether goods are held or not."))
