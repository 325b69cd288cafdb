"""Measure standard reports: ``python -m bench.standard 1000000 [--folder DIR] [--calls 3] [--only CODE]``.

Fills (or uses again) the database of ``bench.run`` with the history that reports of work read (``bench.history``),
derives the facts, then makes every standard report in every way it can be told (``by``), as the order desk (sees all),
the head of a department and a salesperson. Prints seconds of the first making and the median of the further ones,
processor seconds of database and Python together, statements, rows, how many counts of all lines (``REFERENCE``, asked
in the same minute) it takes, and the load of the machine: on a busy one only the last two and the processor can be
compared.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.site import filled, parser

PEOPLE = ("desk", "head", "0")
REFERENCE = "SELECT count(*) FROM orders_orderline"
LIMIT = 3.0  # seconds


@dataclass(frozen=True)
class Made:
    """A report that was made: ``counts`` is its time in counts of all lines."""

    name: str
    first: float
    median: float
    processor: float
    statements: int
    rows: int
    counts: float

    def __str__(self) -> str:
        late = " *" if self.median > LIMIT else ""
        return (
            f"{self.name:44} first {self.first:6.2f}  then {self.median:6.2f} s  cpu {self.processor:6.2f}"
            f"  statements {self.statements:3}  rows {self.rows:5}  counts {self.counts:6.2f}"
            f"  load {os.getloadavg()[0]:4.1f}{late}"
        )


class Clock:
    """Processor time of this process and of its session of the database with the workers that ended for it."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._session = int(cursor.fetchone()[0])
        self._server = int(_stat(self._session)[1])

    def now(self) -> float:
        """Seconds since somewhen."""
        own, children = _stat(self._session)[11:13], _stat(self._server)[13:15]
        ticks = sum(int(part) for part in (*own, *children))
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def ways(only: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Every report in every way that it can be told, what it must be told of picked."""
    from customers.models import Customer
    from products.catalogue.models import Product
    from reports.standard.reports import Control, standard

    customer = Customer.objects.order_by("pk").values_list("pk", flat=True)[17]
    product = Product.objects.order_by("pk").values_list("pk", flat=True)[17]
    for code, one in standard.items():
        if only and only not in code:
            continue
        for by, _words in one.choices or (("", ""),):
            yield one, {"by": by} if by else {}
        if code == "customer-analysis":
            yield one, {"customer": str(customer)}
        if code == "related-products" and Control.PRODUCT in one.controls:
            yield one, {"product": str(product)}


def make(name: str, calls: int, only: str) -> list[Made]:
    """All of them as one person."""
    from bench.world import people_by_name
    from common import clock, dates, errors
    from reports.standard import queries

    actor, today = people_by_name(f"bench-{name}"), dates.business_day(clock.now())
    watch, made = Clock(), []
    for one, given in ways(only):
        words = " ".join((one.code, *given.values()))

        def run(code: str = one.code, given: dict[str, str] = given) -> Any:
            return queries.made(actor, code, given, today, here="/reports/standard/x/")

        try:
            found = _made(f"{name} {words}", run, calls, watch)
        except errors.NotAllowed:
            print(f"{name} {words}: not his", flush=True)
            continue
        print(found, flush=True)
        made.append(found)
    return made


def _made(name: str, run: Callable[[], Any], calls: int, watch: Clock) -> Made:
    first, _paper, _statements = _timed(run)
    unit, since = _reference(), watch.now()
    again = [_timed(run) for _n in range(calls)]
    processor = (watch.now() - since) / calls
    median = statistics.median(seconds for seconds, _paper, _count in again)
    _seconds, paper, statements = again[-1]
    rows = len(paper.rows) + sum(len(part.rows) for part in paper.parts)
    return Made(name, first, median, processor, statements, rows, median / unit)


def _timed(run: Callable[[], Any]) -> tuple[float, Any, int]:
    from django.db import connection

    count = 0

    def counted(execute: Any, *given: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*given)

    begun = time.monotonic()
    with connection.execute_wrapper(counted):
        paper = run()
    return time.monotonic() - begun, paper, count


def _reference() -> float:
    from django.db import connection

    begun = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(REFERENCE)
    return time.monotonic() - begun


def main() -> None:
    """Parse, fill, make, tell the slowest."""
    asked = parser(__doc__, 3)
    asked.add_argument("--only", default="", help="reports whose code has this in it")
    asked.add_argument("--people", default=",".join(PEOPLE))
    chosen = asked.parse_args()
    with filled(chosen.orders, chosen.folder):
        from bench import history, reporting
        from common import clock, dates

        history.build(dates.business_day(clock.now()))
        reporting.derive()
        for name in chosen.people.split(","):
            made = make(name, chosen.calls, chosen.only)
            late = [one for one in made if one.median > LIMIT]
            print(f"{name}: {len(made)} made, {len(late)} took longer than {LIMIT:g} s", flush=True)
            for one in sorted(made, key=lambda one: -one.median)[:8]:
                print("   ", one, flush=True)


if __name__ == "__main__":
    main()
