"""Measure conditions of one to six rows over lines and orders: ``python -m bench.conditions 100000 [--folder DIR]``.

Fills (or uses again) the database of ``bench.run``, whose products and customers follow the company's method, and
measures in process, as the head of sales sees all orders: the first page of fifty rows with all that it names, and the
count (exact to 10,000, then the planner's estimate). Every call has other values. Prints p50 and p95 of both for every
condition; ``--plans`` adds what the database did for each (EXPLAIN ANALYZE).
"""

import time
from datetime import timedelta
from typing import Any

from bench.client import Figures
from bench.site import filled, parser

# n varies from call to call: {code} is a product group, {day} and {to} a month, {n} a number
LINES = {
    "one row: not closed": "row_closed = N",
    "a month": "order_date between {day} to {to}",
    "requested in a month": "requested_date between {day} to {to}",
    "a month, not closed, one department": "order_date between {day} to {to} AND row_closed = N AND department = BENCH",
    "kits of a region in a month, not closed (3.7.1)": "product_tags has DIGITAL_KIT AND region = 华中地区"
    " AND order_date between {day} to {to} AND row_closed = N AND department = BENCH AND ordered >= 2",
    "promotions shipped in a month (3.7.2)": "(product_tags has BUY1_GET1 OR product_tags has BUY7_GET1)"
    " AND last_ship_date between {day} to {to}",
    "sensors of a brand this quarter (3.7.3)": "brand = 本原 AND tonnage = 30T AND order_date = THIS_QUARTER"
    " AND customer_code starts with 02.",
    "kits by their sensor's structure (3.7.4)": "product_tags has DIGITAL_KIT AND sensor_structure = 桥式"
    " AND sensor_count >= 4",
    "a product group": "product_code starts with 01.2.{code}.",
    "a word of a name and of a customer": "product_name contains 地磅 AND customer_name contains 杭州",
    "customer or product or number": "customer_code starts with 33.01 OR product_code starts with 01.2.{code}."
    " OR order_number starts with SO{number}",
    "all of an old month's shipments": "last_ship_date between {day} to {to}",
    "a common word in a text of every order": "order_territory contains 华东",
    "no order has the word in a text of every order": "order_territory contains 没有",
    "large quantities": "ordered > 19",
    "very large amounts": "line_amount > 100000",
    "one customer": "customer_code = 33.{n}",
    "nearly nothing fits": "ordered > 19 AND discount > 0",
    "nothing fits, six rows": "ordered > 19 AND discount > 0 AND order_notes contains 没有 OR line_notes contains 没有"
    " AND colour = x AND logo is not empty",
    "negations": "product_tags has not DIGITAL_KIT AND region ≠ 华中地区 AND status ≠ CLOSED",
}
ORDERS = {
    "one row: effective": "status = EFFECTIVE",
    "a line not closed": "row_closed = N",
    "requested in a month": LINES["requested in a month"],
    "a month with kits of a region": "order_date between {day} to {to} AND region = 华中地区"
    " AND product_tags has DIGITAL_KIT",
    "kits of a region in a month, not closed (3.7.1)": LINES["kits of a region in a month, not closed (3.7.1)"],
    "promotions shipped in a month (3.7.2)": LINES["promotions shipped in a month (3.7.2)"],
    "a product group": LINES["a product group"],
    "a word of a name and of a customer": LINES["a word of a name and of a customer"],
    "customer or product or number": LINES["customer or product or number"],
    "all of an old month's shipments": LINES["all of an old month's shipments"],
    "a common word in a text of every order": LINES["a common word in a text of every order"],
    "no order has the word in a text of every order": LINES["no order has the word in a text of every order"],
    "large quantities": LINES["large quantities"],
    "total and customer": "total > 20000 AND customer_code starts with 33.",
    "nearly nothing fits": LINES["nearly nothing fits"],
    "nothing fits, six rows": LINES["nothing fits, six rows"],
    "negations": LINES["negations"],
}


class Bench:
    """The head of sales, and how a condition is answered at each level."""

    def __init__(self, calls: int, plans: bool):
        from bench.world import people_by_name
        from common import clock, dates

        self.calls, self.plans = calls, plans
        self.actor, self.today = people_by_name("bench-head"), dates.business_day(clock.now())

    def text(self, condition: str, n: int) -> str:
        """The condition of call ``n``: other months, product groups and customers."""
        day = self.today - timedelta(days=20 + n * 37 % 1000)
        values = {"day": day, "to": day + timedelta(days=30), "number": f"{day:%Y%m%d}"}
        return condition.format(code=f"{n % 20:02d}", n=f"{1 + n % 100:03d}", **values)

    def run(self, name: str, condition: str, level: Any) -> None:
        """Measure one condition and print its row."""
        page, count, found = Figures(name), Figures(name), ""
        for n in range(self.calls):
            rows = self.rows(self.text(condition, n), level)
            started = time.monotonic()
            self.page(rows, level)
            page.times.append(time.monotonic() - started)
            started = time.monotonic()
            number, is_estimate = self.count(rows)
            count.times.append(time.monotonic() - started)
            found = f"{'about ' if is_estimate else ''}{number:,}"
        print(
            f"{level:5} {name:52} page p50 {page.p50 * 1000:7.1f} p95 {page.p95 * 1000:7.1f}   "
            f"count p50 {count.p50 * 1000:7.1f} p95 {count.p95 * 1000:7.1f} ms   {found}",
            flush=True,
        )
        if self.plans:
            print(self.plan(rows, level), flush=True)

    def rows(self, text: str, level: Any) -> Any:
        """The rows that the condition finds among those that the actor sees."""
        from segments import conditions, queries

        condition = conditions.read(self.actor, level, text)
        return queries.rows_seen(self.actor, level).filter(condition.narrow(level, self.today))

    def page(self, rows: Any, level: Any) -> None:
        """The first page, as the list asks for it."""
        from common import keyset
        from orders.lines import queries as lines
        from orders.order import queries as orders
        from segments.fields import Level

        if level is Level.LINE:
            found = keyset.paginate(lines.shown(rows), sorts=lines.SORTS, sort="order_date", is_free=True)
            lines.name_related(found.items)
        else:
            orders.name_related(keyset.paginate(rows, sorts=orders.SORTS, sort="order_date", is_free=True).items)

    def count(self, rows: Any) -> tuple[int, bool]:
        """As the foot of the list asks for it."""
        from common import keyset

        return keyset.count_within(rows, keyset.COUNT_PATIENCE_MS)

    def plan(self, rows: Any, level: Any) -> str:
        """What the database did for the first page of the last call, and for its count."""
        from common import keyset
        from orders.lines import queries as lines
        from segments.fields import Level

        by = "order__order_date" if level is Level.LINE else "order_date"
        shown = lines.shown(rows) if level is Level.LINE else rows
        page = shown.order_by(f"-{by}", "-pk")[: keyset.PAGE + 1]
        count = rows.order_by()[: keyset.COUNT_LIMIT + 1].values("pk")
        return "\n".join(f"    {one}" for asked in (page, count) for one in _explained(asked))


def _explained(rows: Any) -> list[str]:
    """The plan without the lists of columns and keys."""
    return [line[:200] for line in rows.explain(analyze=True, buffers=True, costs=False).split("\n")]


def main() -> None:
    """Parse, build, measure."""
    asking = parser(__doc__, 20)
    asking.add_argument("--level", choices=["LINE", "ORDER"])
    asking.add_argument("--plans", action="store_true")
    chosen = asking.parse_args()
    with filled(chosen.orders, chosen.folder, "orders_site.settings"):
        from segments.fields import Level

        bench = Bench(chosen.calls, chosen.plans)
        for level, conditions in ((Level.LINE, LINES), (Level.ORDER, ORDERS)):
            if chosen.level in (None, level):
                for name, condition in conditions.items():
                    bench.run(name, condition, level)


if __name__ == "__main__":
    main()
