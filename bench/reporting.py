"""Measure figures: ``python -m bench.reporting 100000 [--folder DIR] [--calls 5]``.

Fills (or uses again) the database of ``bench.run``, derives the facts, then asks every axis over several periods as
three people: the order desk (all), the head of a department, a salesperson; questions that sums answer, and such that
only the facts can; beside them a total in bare SQL over the orders themselves. Prints p50 and p95 in ms and where the
answers come from.
"""

import time
from collections.abc import Callable
from typing import Any

from bench.site import filled, parser

PERIODS = ("this_month", "this_year", "last_12_months", "last_3_years")
PEOPLE = ("desk", "head", "0")
BARE = """
    SELECT l.product_id, sum(l.ordered), sum(round((l.net + l.tax) * o.exchange_rate, 2))
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id JOIN orders_ordertype t ON t.id = o.order_type_id
    WHERE t.counts AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') GROUP BY 1
"""


def derive() -> None:
    """Bring the facts up to now; says how long it took and how many rows there are."""
    from django.db import connection

    from common import clock
    from reports.facts import operations

    begun, done = time.monotonic(), 0
    while found := operations.keep_up(at=clock.now(), most=200):
        done += found
    print(f"{done} orders derived in {time.monotonic() - begun:.0f} s", flush=True)
    with connection.cursor() as cursor:
        for table in ("reports_flow", "reports_summary", "reports_ordermoments"):
            cursor.execute(f"ANALYZE {table}")
            cursor.execute(f"SELECT count(*), pg_size_pretty(pg_total_relation_size('{table}')) FROM {table}")
            print(table, *cursor.fetchone(), flush=True)


def ask(name: str, calls: int) -> None:
    """Every axis over every period, as one person."""
    from bench.world import people_by_name
    from common import clock, dates
    from reports.figures.dimensions import AXES

    actor, today = people_by_name(f"bench-{name}"), dates.business_day(clock.now())
    times: dict[str, list[float]] = {"sums": [], "facts": []}
    slow: list[tuple[float, str]] = []
    for code in AXES:
        for period in PERIODS:
            given = {"measures": "orders,amount,quantity", "rows": code, "period": period, "top": "50"}
            given |= {"order_by": "amount"} if code not in ("day", "week", "month", "quarter", "year") else {}
            is_kept, found = _timed(actor, given, today, calls)
            times["sums" if is_kept else "facts"] += found
            slow.append((found[len(found) // 2], f"{code} {period} {'sums' if is_kept else 'facts'}"))
    for kind, found in times.items():
        if found:
            print(f"{name:5} {kind:6} {_shown(sorted(found))}", flush=True)
    print("      slowest:", "; ".join(f"{words} {ms:.0f} ms" for ms, words in sorted(slow)[-6:]), flush=True)


TABLES = (
    *(("customer", "month", "last_12_months"), ("product", "region", "last_12_months")),
    *(("category", "salesperson", "last_12_months"), ("region", "month", "last_12_months")),
    *(("supplier", "month", "last_3_years"), ("product", "supplier", "last_3_years")),
    *(("supplier", "region", "last_3_years"), ("supplier", "salesperson", "last_3_years")),
)


def ask_tables(calls: int) -> None:
    """Two axes at once: what one kind of sums answers, and what only facts do."""
    from bench.world import people_by_name
    from common import clock, dates

    actor, today = people_by_name("bench-desk"), dates.business_day(clock.now())
    for row, column, period in TABLES:
        measures = "amount,quantity,orders" if "supplier" in (row, column) else "amount,quantity"
        given = {"measures": measures, "rows": row, "column": column, "period": period, "top": "50"}
        is_kept, found = _timed(actor, given | {"order_by": "amount"}, today, calls)
        print(f"desk  {row} × {column} {period} ({'sums' if is_kept else 'facts'}) {_shown(found)}", flush=True)


def _timed(actor: Any, given: dict[str, str], today: Any, calls: int) -> tuple[bool, list[float]]:
    from reports.figures import parameters, queries

    asked = parameters.read(given, today)
    answer = queries.ask(actor=actor, asked=asked, today=today)
    found = []
    for _n in range(calls):
        begun = time.monotonic()
        queries.ask(actor=actor, asked=asked, today=today)
        found.append((time.monotonic() - begun) * 1000)
    return answer.is_kept, sorted(found)


def _shown(times: list[float]) -> str:
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    return f"p50 {times[len(times) // 2]:7.1f}  p95 {p95:7.1f} ms  ({len(times)} calls)"


def bare(calls: int) -> None:
    """The whole by product, in bare SQL over the orders themselves."""
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            cursor.fetchall()

    print(f"bare SQL over orders, by product: {_shown(_times(run, calls))}", flush=True)


def _times(run: Callable[[], None], calls: int) -> list[float]:
    run()
    found = []
    for _n in range(calls):
        begun = time.monotonic()
        run()
        found.append((time.monotonic() - begun) * 1000)
    return sorted(found)


def main() -> None:
    """Parse, build, measure."""
    chosen = parser(__doc__, 5).parse_args()
    with filled(chosen.orders, chosen.folder):
        derive()
        bare(chosen.calls)
        for name in PEOPLE:
            ask(name, chosen.calls)
        ask_tables(chosen.calls)


if __name__ == "__main__":
    main()
