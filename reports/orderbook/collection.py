"""Collection month by month (R272): what fell due, what came in, what was overdue when the month began and when it
ended, and how long sales wait for their money (DSO).

What was overdue when a month ended is worked back from today: what is open still, and what came in since. Both are
found by index, however long the company's history is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies as rights
from common.dates import month_end
from reports.facts.reading import fetched
from reports.figures import naming, narrowing, papers, parameters, queries
from reports.figures.dimensions import Time
from reports.figures.measures import measures
from reports.figures.question import Question, next_start, start_of, stretches
from reports.figures.sql import Sql
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text, share
from reports.orderbook import cells
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
SALES_MONTHS = 3  # whose sales the days are told of

# (month due, month in which the claim came up, month of the money or nothing) → amount: of what is open, or came in
# after a day. A claim comes up with what its day is counted from: that day is the due one less the days of grace.
_CLAIMS = """
    SELECT CASE WHEN x.due >= %s THEN NULL ELSE date_trunc('month', x.due)::date END,
        date_trunc('month', x.claimed)::date, date_trunc('month', x.got)::date, sum(x.amount)
    FROM (
        SELECT {order}, p.due_date AS due, p.due_date - p.days AS claimed, NULL::date AS got,
            round((p.amount - p.received) * o.exchange_rate, 2) AS amount
        FROM orders_planrow p JOIN orders_order o ON o.id = p.order_id
        WHERE p.received < p.amount AND p.due_date IS NOT NULL
        UNION ALL
        SELECT {order}, p.due_date, p.due_date - p.days, r.received_date, round(a.amount * o.exchange_rate, 2)
        FROM orders_receipt r JOIN orders_allocation a ON a.receipt_id = r.id
        JOIN orders_planrow p ON p.id = a.plan_row_id JOIN orders_order o ON o.id = p.order_id
        WHERE r.received_date > %s AND a.revoked_at IS NULL AND p.due_date IS NOT NULL
    ) x JOIN orders_ordertype t ON t.id = x.order_type_id AND t.counts
    WHERE x.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
""".replace("{order}", "o.id, o.customer_id, o.department_id, o.salesperson_id, o.order_type_id, o.status")


@dataclass(frozen=True)
class Claim:
    """Part of a payment plan: when it was due (None: not before today), when it came up, when it was paid (None: not
    yet); by their months."""

    due: date | None
    came_up: date
    paid: date | None
    amount: Decimal


@dataclass(frozen=True)
class Month:
    """``overdue`` and ``owed`` as its last day ended, or now where it runs; ``sales``: what was delivered in the three
    months that end with it, over ``days``."""

    first: date
    opening: Decimal
    due: Decimal
    received: Decimal
    overdue: Decimal
    owed: Decimal
    sales: Decimal
    days: int

    @property
    def settled(self) -> Decimal:
        """What was overdue or fell due and was paid, let go or put off."""
        return self.opening + self.due - self.overdue

    @property
    def rate(self) -> Decimal | None:
        """Received over due."""
        return share(self.received, self.due)

    @property
    def dso(self) -> Decimal | None:
        """For how many days of sales is owed."""
        part = share(self.owed, self.sales)
        return None if part is None else part * self.days


def make(wanted: Wanted) -> Paper:
    """The months of the period until this one. Raises NotAllowed for who may not see receipts or amounts."""
    rights.require(wanted.actor, cells.RECEIPTS)
    months = _months(wanted)
    rows = [_row(wanted, one) for one in months]
    return Paper(
        title=pgettext("report", "Collection"),
        columns=tuple(_columns()),
        rows=rows,
        sums=_foot(months) if months else (),
        charts=tuple(_charts()),
        definitions=tuple(_definitions(months)),
        notes=(_("Due days of plans are those of today: a day that was moved counts where it stands now."),),
        problem="" if any(one.due or one.received or one.owed for one in months) else _("Nothing is to be paid."),
    )


# --- reading ----------------------------------------------------------------------------------


def _months(wanted: Wanted) -> list[Month]:
    until = min(wanted.until, wanted.today)
    firsts = stretches(Time.MONTH, wanted.since, until) if wanted.since <= until else []
    if not firsts:
        return []
    claims = _claims(wanted, firsts[0] - timedelta(days=1))
    due = _by_month(wanted, "due", firsts[0], min(month_end(firsts[-1]), wanted.today - timedelta(days=1)))
    received = _by_month(wanted, "received", firsts[0], month_end(firsts[-1]))
    begin = _back(firsts[0], SALES_MONTHS - 1)
    sales = _by_month(wanted, "shipped", begin, min(month_end(firsts[-1]), wanted.today))
    found, opening = [], _overdue(claims, _back(firsts[0], 1))
    for first in firsts:
        three = [_back(first, n) for n in range(SALES_MONTHS)]
        last = min(month_end(first), wanted.today)
        overdue = _overdue(claims, first)
        found.append(
            Month(
                first, opening, due.get(first, ZERO), received.get(first, ZERO), overdue, _owed(claims, first),
                sum((sales.get(one, ZERO) for one in three), ZERO), (last - three[-1]).days + 1,
            )
        )  # fmt: skip
        opening = overdue
    return found


def _back(first: date, months: int) -> date:
    """The month so many before."""
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _claims(wanted: Wanted, after: date) -> list[Claim]:
    sql = Sql().add(_CLAIMS, wanted.today, after)
    sql += narrowing.orders_seen(wanted.actor, "x.id")
    sql += conditions.narrowed(wanted, "x")
    return [Claim(*row) for row in fetched(sql.add(" GROUP BY 1, 2, 3").text, sql.given)]


def _is_open(one: Claim, first: date) -> bool:
    """Whether it was not paid yet when a month ended."""
    return one.paid is None or one.paid > first


def _overdue(claims: Sequence[Claim], first: date) -> Decimal:
    late = (one.amount for one in claims if one.due is not None and one.due <= first and _is_open(one, first))
    return sum(late, ZERO)


def _owed(claims: Sequence[Claim], first: date) -> Decimal:
    return sum((one.amount for one in claims if one.came_up <= first and _is_open(one, first)), ZERO)


def _by_month(wanted: Wanted, code: str, since: date, until: date) -> dict[Any, Decimal]:
    if until < since:
        return {}
    asked = Question((code,), since, until, rows=(str(Time.MONTH),), filters=conditions.filters(wanted))
    answer = queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)
    return {key: measures[code].value(group.sums) or ZERO for (key,), group in answer.groups.items()}


# --- the paper --------------------------------------------------------------------------------


def _columns() -> Iterator[Column]:
    yield Column("month", pgettext("period", "Month"))
    yield Column("opening", _("Overdue at the beginning"), Form.MONEY)
    yield Column("due", _("Fell due"), Form.MONEY)
    yield Column("settled", _("Paid of both"), Form.MONEY)
    yield Column("overdue", _("Overdue at the end"), Form.MONEY)
    yield Column("received", _("Amount received"), Form.MONEY)
    yield Column("rate", measures["collection"].label, Form.SHARE)
    yield Column("owed", _("Owed at the end"), Form.MONEY)
    yield Column("dso", DSO, Form.DAYS)


DSO: Text = pgettext_lazy("report", "Days sales outstanding")
SALES: Text = gettext_lazy("Shipped amount of the last three months")


def _row(wanted: Wanted, one: Month) -> Row:
    last = next_start(Time.MONTH, one.first) - timedelta(days=1)
    ways = {}
    if wanted.here:
        for code in ("due", "received"):
            asked = Question((code,), one.first, last, filters=conditions.filters(wanted))
            ways[code] = parameters.address(papers.ROWS, asked)
    figures: tuple[Cell, ...] = (
        *(one.opening, one.due, one.settled, one.overdue, one.received, one.rate, one.owed, one.dso),
    )
    is_open = start_of(Time.MONTH, wanted.today) == one.first
    if is_open:
        ways.pop("due", None)  # of the month that runs only what was due before today counts
    return Row(
        (naming.stretch(Time.MONTH, one.first), *figures), key=one.first.isoformat(), links=ways, is_unfinished=is_open
    )


def _foot(months: Sequence[Month]) -> tuple[Cell, ...]:
    due, received = sum((one.due for one in months), ZERO), sum((one.received for one in months), ZERO)
    settled = sum((one.settled for one in months), ZERO)
    first, last = months[0], months[-1]
    return (
        *(pgettext("row of a report", "Total"), first.opening, due, settled, last.overdue, received),
        *(share(received, due), last.owed, last.dso),
    )


def _charts() -> Iterator[Chart]:
    yield Chart(Shape.BARS, _("Due and received"), "month", (Series("due"), Series("received")))
    yield Chart(Shape.LINES, _("Overdue at the end"), "month", (Series("overdue"),))


def _definitions(months: Sequence[Month]) -> Iterator[Definition]:
    yield Definition(
        _("Fell due"),
        measures["due"].meaning,
        measures["due"].numerator,
        exclusions=_("Of the month that runs, what is due from today on"),
    )
    yield Definition(
        _("Paid of both"),
        _("What was overdue at the beginning and what fell due, less what is overdue at the end: paid, written off or"
          " paid ahead of its day."),
    )  # fmt: skip
    yield measures["received"].definition
    yield measures["collection"].definition
    yield Definition(
        _("Overdue at the end"),
        _("What was past its day and not paid when the month ended; of the month that runs, now."),
        exclusions=measures["due"].exclusions,
    )
    last = months[-1] if months else None
    yield Definition(
        DSO,
        _("For how many days of sales customers owe: what is to be paid once it came up by order, shipment, signing or"
          " invoice, due or not."),
        _("Owed at the end × days of these months"),
        SALES,
        _("Parts of plans whose day is not known yet"),
        figures=f"{last.owed:,.2f} × {last.days} ÷ {last.sales:,.2f}" if last and last.sales else "",
    )  # fmt: skip
