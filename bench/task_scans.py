"""Measure what reads all tasks: ``python -m bench.task_scans 100000 [--folder DIR]``.

Fills (or uses again) the database of ``bench.run`` with ``bench.task_world``, then reads lists and boards as three
people see them: the order desk (all), a salesperson (his orders), the head of a department that has all of them; and
times what the jobs look for. Beside the times: statements, and how much of it was the database.
"""

import time
from collections.abc import Callable
from typing import Any

from bench.site import filled, parser

WARM = 2
PAGES = (
    *("/tasks/", "/tasks/?late=true", "/tasks/?key=true", "/tasks/?state=DONE", "/tasks/mine/", "/tasks/board/"),
    *("/tasks/calendar/", "/tasks/load/", "/checks/", "/checks/?state=MISSED", "/evaluations/", "/requirements/"),
    *("/tasks/ledger/", "/orders/", "/orders/as-of/", "/orders/as-of/owed/", "/stock/past/"),
)


def pages(calls: int) -> None:
    """A line for each page and person."""
    from django.test import Client

    from bench.world import people_by_name

    for name in ("desk", "0", "head"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(people_by_name(f"bench-{name}"))
        for path in PAGES:
            _page(client, name, path, calls)


def _page(client: Any, name: str, path: str, calls: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _n in range(WARM):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
    if answer.status_code != 200:
        print(f"{name:5} {path:26} {answer.status_code}", flush=True)
        return
    asked = sum(float(row["time"]) for row in captured.captured_queries)
    times = []
    for _n in range(calls):
        begun = time.monotonic()
        client.get(path)
        times.append(time.monotonic() - begun)
    times.sort()
    shown = f"best {times[0] * 1000:6.1f}  p50 {times[len(times) // 2] * 1000:6.1f} ms"
    print(f"{name:5} {path:26} {shown}  {len(captured):3} st, {asked * 1000:5.1f} ms of them", flush=True)


def scans() -> None:
    """A line for each job's search, which finds some and does nothing."""
    from common import clock, dates
    from orders.order.models import Order
    from tasks.checks import making
    from tasks.decomposing.operations import proposing_due
    from tasks.evaluation import operations as evaluation
    from tasks.scheduling import loads
    from tasks.task.models import Task
    from tasks.task.states import LIVE

    at = clock.now()
    today = dates.business_day(at)
    done = Task.objects.filter(state="DONE").values("order")
    closed = Order.objects.filter(status__in=evaluation.CLOSED, origin="NATIVE", pk__in=done, evaluation__isnull=True)
    live = Task.objects.filter(state__in=LIVE).values_list("order_id", flat=True).distinct()
    _scan("to be taken apart", lambda: list(proposing_due.waiting(at)[:100]))
    _scan("closed, not evaluated", lambda: list(closed.order_by("pk").values_list("pk", flat=True)[:200]))
    _scan("under way, no check", lambda: list(making.unchecked()))
    _scan("checks past their day", lambda: list(making.past_due(today).values_list("pk", flat=True)[:500]))
    _scan("orders to be judged", lambda: list(live.order_by("order_id")))
    _scan("loads of all departments", lambda: list(loads.of_departments(None, today, today, today=today)))


def _scan(name: str, call: Callable[[], list[Any]]) -> None:
    begun = time.monotonic()
    found = call()
    print(f"{name:26} {len(found):6} found in {(time.monotonic() - begun) * 1000:6.1f} ms", flush=True)


def main() -> None:
    """Parse, build, measure."""
    chosen = parser(__doc__, 5).parse_args()
    with filled(chosen.orders, chosen.folder):
        from bench import task_world

        task_world.make()
        scans()
        pages(chosen.calls)


if __name__ == "__main__":
    main()
