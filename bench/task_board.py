"""Measure the screens of tasks: ``python -m bench.task_board 2000 [--open 2000] [--done 20000] [--folder DIR]``.

Fills (or uses again) the database of ``bench.run``, gives its effective orders so many open tasks and so many done
ones, and reads the pages in process with all middlewares: the board as the order desk sees it (all) and as a
salesperson does (his orders'), narrowed to what is late, the next cards of a column; the screen of an order with 40
tasks; a month of a person; two weeks of loads. Beside the times: statements, and how large the page is. Aim: 2,000 open
tasks on a board without lag.
"""

import itertools
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.client import Figures
from bench.site import filled, parser

WARM = 2
ON_SCREEN = 40  # tasks of the order whose screen is read
_ELEMENT = re.compile(r"<[a-zA-Z]")


def make_tasks(number: int, done: int) -> str:
    """Tasks for the effective orders, and ``ON_SCREEN`` of one with a chain of links; returns its reference."""
    from accounts.people import queries as people
    from accounts.people.models import Department, User
    from common import clock, dates, operation
    from orders.order.models import Order
    from tasks.task.models import Phase, Task, TaskLink

    at, today = clock.now(), dates.business_day(clock.now())
    if Task.objects.exists():
        return Order.objects.get(pk=TaskLink.objects.values_list("successor__order_id", flat=True)[0]).reference
    orders = list(Order.objects.filter(status="EFFECTIVE").order_by("pk")[: max(1, number // 5)])
    departments = list(Department.objects.filter(is_active=True).order_by("pk"))
    staff = list(User.objects.filter(is_active=True, is_system=False).order_by("pk")[:60])
    phases = list(Phase.objects.order_by("rank"))
    states = ("OPEN", "OPEN", "RUNNING", "OPEN", "BLOCKED")

    def task(n: int, order: Order, state: str) -> Task:
        start = today + timedelta(n % 40 - 10)
        return Task(
            order=order,
            title=f"Task {n}: 装配与标定 {n % 97} 套",
            phase=phases[n % len(phases)],
            department=departments[n % len(departments)],
            owner=staff[n % len(staff)],
            is_picked=n % 5 != 0,
            state=state,
            planned_hours=4 + n % 20,
            planned_start=start,
            planned_end=start + timedelta(n % 6),
            department_due_date=start + timedelta(n % 6),
            block_reason="SUPPLIER" if state == "BLOCKED" else "",
            is_critical=n % 3 == 0,
            key_reasons=["CRITICAL"] if n % 3 == 0 else [],
            progress=100 if state == "DONE" else 0,
            done_at=at - timedelta(days=n % 400) if state == "DONE" else None,
            released_at=at,
            created_by=staff[0],
            created_at=at,
            updated_at=at,
        )

    def make() -> None:
        rows = [task(n, orders[n % len(orders)], states[n % len(states)]) for n in range(number)]
        rows += [task(n, orders[n % len(orders)], "DONE") for n in range(done)]
        Task.objects.bulk_create(rows, batch_size=2000)
        chain = Task.objects.bulk_create([task(n, orders[0], states[n % 5]) for n in range(ON_SCREEN)])
        TaskLink.objects.bulk_create([TaskLink(predecessor=a, successor=b) for a, b in itertools.pairwise(chain)])

    operation.in_operation(people.system_user().pk, make)
    return orders[0].reference


class Bench:
    """The pages, as two people read them."""

    def __init__(self, calls: int):
        from django.test import Client

        from bench.world import people_by_name

        self.calls = calls
        self.clients = {}
        for name in ("0", "desk"):
            self.clients[name] = Client(SERVER_NAME="localhost")
            self.clients[name].force_login(people_by_name(f"bench-{name}"))

    def read(self, who: str, path: str, part: str = "") -> str:
        """A page; raises on an unexpected answer."""
        headers = {"HX-Request": "true", "HX-Target": part} if part else {}
        answer = self.clients[who].get(path, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:500]!r}")
        return answer.content.decode()

    def run(self, name: str, call: Callable[[], str]) -> None:
        """Measure one page and print its row."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        figures = Figures(name)
        page = ""
        for _n in range(WARM):
            with CaptureQueriesContext(connection) as captured:
                page = call()
        figures.statements = len(captured)
        started = time.monotonic()
        for _n in range(self.calls):
            begun = time.monotonic()
            call()
            figures.times.append(time.monotonic() - begun)
        figures.wall = time.monotonic() - started
        print(f"{figures.line()}  {len(page) // 1024:4} kB  {len(_ELEMENT.findall(page)):5} elements", flush=True)


def main() -> None:
    """Parse, build, measure."""
    asking = parser(__doc__, 20)
    asking.add_argument("--open", type=int, default=2000)
    asking.add_argument("--done", type=int, default=20000)
    chosen = asking.parse_args()
    with filled(chosen.orders, chosen.folder):
        reference = make_tasks(chosen.open, chosen.done)
        measure(Bench(chosen.calls), reference)


def measure(bench: Bench, reference: str) -> None:
    """Every page."""
    board = bench.read("desk", "/tasks/board/")
    found: Any = re.search(r'class="so-kmore" href="([^"]+)"', board)
    more = found[1].replace("&amp;", "&")
    bench.run("board, sees all", lambda: bench.read("desk", "/tasks/board/"))
    bench.run("board, sees his orders'", lambda: bench.read("0", "/tasks/board/"))
    bench.run("board, late ones", lambda: bench.read("desk", "/tasks/board/?late=true"))
    bench.run("next cards of a column", lambda: bench.read("desk", more, part="lane"))
    bench.run(f"screen of an order, {ON_SCREEN} tasks", lambda: bench.read("desk", f"/orders/{reference}/tasks/"))
    bench.run("calendar, a month", lambda: bench.read("desk", "/tasks/calendar/"))
    bench.run("loads of two weeks", lambda: bench.read("desk", "/tasks/load/"))


if __name__ == "__main__":
    main()
