"""Cost against plan (SEMANTICS 15): what the goods of orders were to cost when they were offered, what they were booked
at, and what else the orders cost by what the house writes down: changes, exceptions, errors, goods lost, freight."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common import dates
from orders.order.models import Order
from reports.facts.reading import fetched
from reports.figures import naming, narrowing, papers, parameters, queries
from reports.figures.dimensions import AXES, Time
from reports.figures.measures import measures
from reports.figures.question import Question
from reports.figures.sql import Sql
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, share
from reports.orderbook import cells
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
MOST_ORDERS = 20
BY = (
    (str(Time.MONTH), pgettext_lazy("period", "Month")),
    *((code, AXES[code].label) for code in ("department", "salesperson", "customer")),
)
QUOTED = "quoted"
EXTRAS: dict[str, Text] = {
    "changes": pgettext_lazy("cost", "Changes"),
    "exceptions": gettext_lazy("Exceptions"),
    "errors": pgettext_lazy("cost", "Errors"),
    "lost": gettext_lazy("Goods lost"),
    "freight": pgettext_lazy("cost", "Freight"),
}

# order → what it cost more; a loss of goods that an exception put a cost on is in that cost
_EXTRA = """
    SELECT c.order_id, 'changes' AS what, round(c.extra_cost * o.exchange_rate, 2) AS amount
    FROM orders_changerequest c JOIN orders_order o ON o.id = c.order_id
    WHERE c.state = 'EFFECTIVE' AND c.effective_at >= %(since)s AND c.extra_cost <> 0
    UNION ALL
    SELECT order_id, 'exceptions', cost FROM orders_exceptioncase
    WHERE raised_at >= %(since)s AND cost <> 0 AND order_id IS NOT NULL
    UNION ALL
    SELECT order_id, 'errors', round(cost, 2) FROM orders_ordererror
    WHERE found_at >= %(since)s AND cost <> 0 AND dismissed_at IS NULL
    UNION ALL
    SELECT r.order_id, 'lost', round(r.scrapped * l.unit_cost, 2)
    FROM orders_returndocument d JOIN orders_returnline r ON r.document_id = d.id
    JOIN orders_orderline l ON l.id = r.order_line_id
    WHERE d.status IN ('RECEIVED', 'SETTLED') AND d.received_at >= %(since)s AND r.scrapped <> 0
        AND NOT EXISTS (SELECT 1 FROM orders_exceptioncase e WHERE e.returned_id = d.id AND e.cost IS NOT NULL)
    UNION ALL
    SELECT b.order_id, 'lost', round(b.reship * l.unit_cost, 2)
    FROM orders_outbounddocument d JOIN orders_outboundline b ON b.document_id = d.id
    JOIN orders_orderline l ON l.id = b.order_line_id
    WHERE d.signed_at >= %(since)s AND d.status = 'SIGNED' AND b.reship <> 0
        AND NOT EXISTS (SELECT 1 FROM orders_exceptioncase e WHERE e.document_id = d.id AND e.cost IS NOT NULL)
    UNION ALL
    SELECT s.order_id, 'freight', round(s.freight / count(*) OVER (PARTITION BY s.document_id), 2)
    FROM (
        SELECT DISTINCT b.document_id, b.order_id, d.freight - d.freight_charged AS freight
        FROM orders_outbounddocument d JOIN orders_outboundline b ON b.document_id = d.id
        WHERE d.audited_at >= %(since)s AND d.status IN ('AUDITED', 'SIGNED') AND d.freight <> d.freight_charged
    ) s
    UNION ALL
    SELECT l.order_id, 'quoted', round(l.ordered * (l.unit_cost - q.unit_cost), 2)
    FROM orders_orderline l JOIN orders_quotationline q ON q.id = l.quotation_line_id
    WHERE l.quotation_line_id IS NOT NULL AND l.unit_cost <> q.unit_cost AND q.unit_cost <> 0
""".replace("%(since)s", "(SELECT since FROM begin)")
_KEYS = {
    str(Time.MONTH): "date_trunc('month', m.booked_date)::date",
    **{code: f"m.{code}_id" for code in ("department", "salesperson", "customer")},
}


@dataclass
class Cost:
    """Of a member: what its orders earn before cost, what the goods were booked at, what else there was. ``extra`` has
    the dearer goods (since the quotation) under QUOTED."""

    net: Decimal = ZERO
    booked: Decimal = ZERO
    extra: dict[str, Decimal] = field(default_factory=dict)

    @property
    def planned(self) -> Decimal:
        """As offered; where nothing was offered, as booked."""
        return self.booked - self.extra.get(QUOTED, ZERO)

    @property
    def actual(self) -> Decimal:
        """As booked, and what else was written down."""
        return self.booked + sum((self.extra.get(code, ZERO) for code in EXTRAS), ZERO)

    def cells(self) -> tuple[Cell, ...]:
        """As they stand in a row behind its name."""
        over = self.actual - self.planned
        return (
            *(self.net, self.planned, self.extra.get(QUOTED, ZERO)),
            *(self.extra.get(code, ZERO) for code in EXTRAS),
            *(self.actual, over, share(over, self.planned)),
            *(share(self.net - self.planned, self.net), share(self.net - self.actual, self.net)),
        )


def make(wanted: Wanted) -> Paper:
    """By member, and the orders that cost most above their plan. Raises NotAllowed (``Standard.fields`` keeps costs
    from who may not see them)."""
    found, dearest = _read(wanted)
    whole = _together(found.values())
    is_time = wanted.by == Time.MONTH
    keys = sorted(found) if is_time else sorted(found, key=lambda key: (-found[key].actual, str(key)))
    shown, others = (keys, []) if is_time or not wanted.top else (keys[: wanted.top], keys[wanted.top :])
    names = naming.names_of(AXES[wanted.by], shown)
    rows = [Row((names[key], *found[key].cells()), key=str(key), links=_links(wanted, key)) for key in shown]
    if others:
        rest = _together(found[key] for key in others)
        rows.append(
            Row(
                (pgettext("rows of a report", "%(count)s others") % {"count": len(others)}, *rest.cells()),
                key="~others",
            )
        )
    return Paper(
        title=_("Cost against plan"),
        columns=(Column("member", next(label for code, label in BY if code == wanted.by)), *_columns()),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *whole.cells()),
        charts=(Chart(Shape.BARS, _("Planned and actual cost"), "member", (Series("planned"), Series("actual"))),),
        definitions=tuple(_definitions(whole)),
        notes=(
            _("The goods themselves are known at the unit cost that was frozen when the order was submitted: what they"
              " were bought or made for later is not written down here. Hours of work have no price either."),
        ),
        problem="" if found else _("Nothing was found in this period."),
        parts=tuple(_dearest(wanted, dearest)),
    )  # fmt: skip


# --- reading ----------------------------------------------------------------------------------


def _read(wanted: Wanted) -> tuple[dict[Any, Cost], dict[int, dict[str, Decimal]]]:
    """Member → its cost; order → what it cost more, of those that cost most above their plan."""
    asked = Question(("net", "cost"), wanted.since, wanted.until, rows=(wanted.by,), filters=conditions.filters(wanted))
    answer = queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)
    net, booked = measures["net"], measures["cost"]
    found = {
        key: Cost(net.value(group.sums) or ZERO, booked.value(group.sums) or ZERO)
        for (key,), group in answer.groups.items()
    }
    dearest: dict[int, dict[str, Decimal]] = {}
    for key, order_id, what, amount in _extras(wanted):
        if order_id is None:
            found.setdefault(key, Cost()).extra[what] = amount
        else:
            dearest.setdefault(order_id, {})[what] = amount
    return found, dearest


def _extras(wanted: Wanted) -> list[tuple[Any, int | None, str, Decimal]]:
    """(member, nothing, kind, amount) and, of the dearest orders, (nothing, order, kind, amount), of orders that took
    effect in the period: nothing of theirs is older than that."""
    sql = Sql().add("WITH begin AS (SELECT %s::timestamptz AS since)", dates.day_start(wanted.since))
    sql.add(f", each AS MATERIALIZED (SELECT {_KEYS[wanted.by]} AS member, m.order_id, x.what, sum(x.amount) AS amount")
    sql.add(f" FROM ({_EXTRA}) x")
    sql.add(" JOIN reports_ordermoments m ON m.order_id = x.order_id WHERE m.booked_date BETWEEN %s AND %s",
            wanted.since, wanted.until)  # fmt: skip
    sql += narrowing.facts_seen(wanted.actor, "m")
    sql += conditions.narrowed(wanted, "m")
    sql.add(" GROUP BY 1, 2, 3) SELECT member, NULL, what, sum(amount) FROM each GROUP BY 1, 3 UNION ALL")
    sql.add(" SELECT NULL, order_id, what, amount FROM each WHERE order_id IN (")
    sql.add("SELECT order_id FROM each GROUP BY 1 ORDER BY sum(amount) DESC, order_id LIMIT %s)", MOST_ORDERS)
    return [(key, order_id, what, amount) for key, order_id, what, amount in fetched(sql.text, sql.given)]


def _together(parts: Any) -> Cost:
    whole = Cost()
    for one in parts:
        whole.net += one.net
        whole.booked += one.booked
        for what, amount in one.extra.items():
            whole.extra[what] = whole.extra.get(what, ZERO) + amount
    return whole


def _dearest(wanted: Wanted, extra: dict[int, dict[str, Decimal]]) -> Iterator[Paper]:
    """The orders whose cost went furthest above the plan."""
    keys = sorted(extra, key=lambda key: (-sum(extra[key].values(), ZERO), key))
    if not keys:
        return
    rows = []
    known = Order.objects.select_related("customer").in_bulk(keys)
    for order in (known[key] for key in keys):
        net = round(order.net_amount * order.exchange_rate, 2)
        one = Cost(net, round(order.cost_amount, 2), extra[order.pk])
        page = cells.way(wanted, "orders:order-detail", order.reference)
        rows.append(Row((order.reference, order.customer.short_name or order.customer.name, *one.cells()),
                        key=str(order.pk), links=cells.links({"order": page})))  # fmt: skip
    head = (Column("order", _("Order")), Column("customer", _("Customer")))
    yield Paper(title=_("Orders furthest above their plan"), columns=(*head, *_columns()), rows=rows)


# --- the paper --------------------------------------------------------------------------------


def _columns() -> Iterator[Column]:
    above = pgettext("cost", "Above the plan")
    yield Column("net", measures["net"].label, Form.MONEY)
    yield Column("planned", _("Planned cost"), Form.MONEY)
    yield Column(QUOTED, _("Goods since the quotation"), Form.MONEY, group=above)
    for code, label in EXTRAS.items():
        yield Column(code, label, Form.MONEY, group=above)
    yield Column("actual", _("Actual cost"), Form.MONEY)
    yield Column("over", pgettext("cost", "Deviation"), Form.MONEY)
    yield Column("over_share", _("Of the plan"), Form.GROWTH)
    yield Column("planned_margin", _("Planned margin"), Form.SHARE)
    yield Column("margin", _("Actual margin"), Form.SHARE)


def _links(wanted: Wanted, key: Any) -> dict[str, str]:
    if not wanted.here or wanted.by == Time.MONTH:
        return {}
    filters = {**conditions.filters(wanted), wanted.by: (str(key),)}
    asked = Question(("net",), wanted.since, wanted.until, filters=filters)
    return {"net": parameters.address(papers.ROWS, asked)}


def _definitions(whole: Cost) -> Iterator[Definition]:
    yield Definition(
        _("Planned cost"),
        _("What the goods were to cost: as the quotation says where the line came from one, else as frozen when the"
          " order was submitted."),
        _("Ordered pieces × unit cost of the quotation, else of the order"),
        exclusions=measures["cost"].exclusions,
    )  # fmt: skip
    yield Definition(
        _("Actual cost"),
        _("The goods at the unit cost of the order, and what else is written down."),
        _("Goods + changes + exceptions + errors + goods lost + freight"),
        figures=f"{whole.booked:,.2f} + {whole.actual - whole.booked:,.2f} = {whole.actual:,.2f}",
    )
    for label, meaning in (
        (EXTRAS["changes"], _("Extra cost that departments entered in changes that took effect.")),
        (EXTRAS["exceptions"], _("What exceptions and complaints cost.")),
        (EXTRAS["errors"], _("What errors in orders cost; dismissed ones left out.")),
        (EXTRAS["lost"], _("Returned goods that were scrapped and pieces lost on the way that were shipped again, at"
                           " unit cost; not where an exception puts a cost on them.")),
        (EXTRAS["freight"], _("Freight of shipments less what was charged on; of a shipment for several orders in equal"
                              " parts.")),
    ):  # fmt: skip
        yield Definition(label, meaning)
    yield Definition(
        _("Of the plan"), _("By which part of the planned cost the actual one is above it."),
        pgettext("cost", "Deviation"), _("Planned cost"),
    )  # fmt: skip
