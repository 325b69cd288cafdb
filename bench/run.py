"""Measure the workloads of docs/performance.md at one size: ``python -m bench.run 100000 [--folder DIR]``.

Starts its own PostgreSQL (durable), Redis and two gunicorns of two workers each: the application and, with the
same server settings, the plain views of ``bench.plain``. Prints for each workload p50 and p95, calls a second,
statements of a call and peak memory of a worker, and the ratio of its median to the plain view and to bare SQL
(``bench.sql``) in the same run. The folder is kept: the next run at the same size measures at once, over the
orders that earlier runs entered besides.
"""

import argparse
import itertools
import os
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.client import Client, Connection, Figures, measure, measure_together
from bench.site import Site, servers, web

APP_PORT, PLAIN_PORT = 8231, 8232
LINES = 5
POINTS = ("CONTACT", "ITEMS", "PRICE", "QUANTITY", "DELIVERY")  # of the shipped checklist
TURNS = 5  # of the plain view and ours: what else the machine does meets both


class Bench:
    """The two sites, the database itself, and the report."""

    def __init__(self, world: Any, app: Site, calls: int):
        from bench.sql import BareSql

        self.world, self.app, self.calls = world, app, calls
        self.head = Connection(APP_PORT, {"Authorization": f"Token {world.head_token}"})
        self.page = Connection(APP_PORT, {"Cookie": f"sessionid={world.session}"})
        self.plain = Connection(PLAIN_PORT, {})
        self.sql = BareSql(os.environ["DATABASE_URL"])

    def bases(self, name: str, bare: Callable[[int], Any], plain: Callable[[int], str]) -> tuple[Figures, Figures]:
        """The same work in bare SQL and by the plain view."""
        sql = report(measure(f"bare SQL {name}", self.calls, bare))
        get = measure(f"plain {name}", self.calls, lambda n: self.plain.call("GET", plain(n)), self.plain)
        return report(get, sql), sql

    def ours(self, name: str, client: Connection, path: Callable[[int], str], *bases: Figures) -> Figures:
        """One of our own pages or API calls."""
        self.app.forget_peak()
        figures = measure(name, self.calls, lambda n: client.call("GET", path(n)), client)
        figures.memory = self.app.peak()
        return report(figures, *bases)


def report(figures: Figures, *bases: Figures) -> Figures:
    """Print a row and hand it on."""
    print(figures.line(*bases), flush=True)
    return figures


def reading(bench: Bench) -> None:
    """Lists, an order, search."""
    from common import clock, dates
    from customers.models import Customer
    from orders.order.models import Order

    since = (dates.business_day(clock.now()) - timedelta(days=365)).isoformat()
    customers = list(Customer.objects.order_by("id").values_list("pk", flat=True)[:200])
    newest = Order.objects.filter(number__startswith="SO").order_by("-id").values_list("number", flat=True)
    numbers = list(newest[: 200 * 37 : 37])

    def some(path: str, **query: str) -> Callable[[int], str]:
        return lambda n: f"{path}?{urlencode({**query, 'customer': customers[n % len(customers)]})}"

    bases = bench.bases(
        "list of a customer",
        lambda n: bench.sql.list_of_customer(customers[n % len(customers)], since, "CLOSED"),
        some("/plain/list", **{"from": since, "status": "CLOSED"}),
    )
    mine = {"order_date_from": since, "status": "CLOSED"}
    bench.ours("API list of a customer", bench.head, some("/api/v1/orders/", **mine), *bases)
    bench.ours("HTML list of a customer", bench.page, some("/orders/", **mine), *bases)
    everything = urlencode({"order_date_from": since, "status": "EFFECTIVE"})
    bases = bench.bases(
        "list of all",
        lambda n: bench.sql.list_of_all(since, "EFFECTIVE"),
        lambda n: f"/plain/all?{urlencode({'from': since, 'status': 'EFFECTIVE'})}",
    )
    bench.ours("API list of all", bench.head, lambda n: f"/api/v1/orders/?{everything}", *bases)
    bench.ours("HTML list of all", bench.page, lambda n: f"/orders/?{everything}", *bases)

    def number(n: int) -> str:
        return numbers[n % len(numbers)]

    bases = bench.bases("order", lambda n: bench.sql.order(number(n)), lambda n: f"/plain/open?number={number(n)}")
    bench.ours("API order", bench.head, lambda n: f"/api/v1/orders/{number(n)}/", *bases)
    bench.ours("HTML order", bench.page, lambda n: f"/orders/{number(n)}/", *bases)
    for name, word in (
        *(("number", number(3)[:12]), ("Chinese, a customer", "杭州衡器"), ("Chinese, many customers", "衡器")),
        *(("Chinese, many products", "数字传感器"), ("pinyin", "hzhq"), ("customer code", "33.01")),
        ("product code", "01.2.07.03"),
    ):
        query = urlencode({"q": word})
        bench.ours(f"search by {name}", bench.head, lambda n, q=query: f"/api/v1/orders/?{q}")


def writing(bench: Bench) -> None:
    """Create with five lines and submit in one call, verify and approve in two more; beside the same as bare
    inserts."""
    from customers.models import Customer
    from products.catalogue.models import Product

    world = bench.world
    codes = list(Customer.objects.filter(owner=world.seller_id).order_by("id").values_list("code", flat=True)[:400])
    products = list(Product.objects.order_by("id").values_list("code", flat=True)[:500])
    serial = itertools.count()

    def body(n: int) -> dict:
        lines = [{"product": products[(n * LINES + k) % len(products)], "quantity": "2"} for k in range(LINES)]
        rest = {"contact_name": "王工", "ship_address": "杭州", "requested_date": time.strftime("%Y-12-31")}
        return {"customer": codes[n % len(codes)], "lines": lines, "submit": True, **rest}

    def ours() -> Client:
        seller = Connection(APP_PORT, {"Authorization": f"Token {world.seller_token}"})
        head = Connection(APP_PORT, {"Authorization": f"Token {world.head_token}"})
        desk = Connection(APP_PORT, {"Authorization": f"Token {world.desk_token}"})
        right = {"answers": [{"code": code, "is_ok": True} for code in POINTS]}

        def enter(n: int) -> None:
            key = {"Idempotency-Key": uuid.uuid4().hex}
            number = seller.call("POST", "/api/v1/orders/", body(next(serial)), **key)["number"]
            desk.call("POST", f"/api/v1/orders/{number}/verify/", right, **{"Idempotency-Key": uuid.uuid4().hex})
            head.call("POST", f"/api/v1/orders/{number}/approve/", {}, **{"Idempotency-Key": uuid.uuid4().hex})

        return enter, [seller, head, desk]

    def bare() -> Client:
        plain = Connection(PLAIN_PORT, {})

        def enter(n: int) -> None:
            number = plain.call("POST", "/plain/enter", body(next(serial)))["number"]
            plain.call("POST", f"/plain/approve?number={number}")

        return enter, [plain]

    sql = report(measure("bare SQL entry + approval", bench.calls, lambda n: bench.sql.enter_and_approve(LINES)))
    for clients in (1, 4):
        name = f"entry + approval, {clients} client{'s' * (clients > 1)}"
        base, mine = Figures(f"plain {name}"), Figures(f"API {name}")
        bench.app.forget_peak()
        for _turn in range(TURNS):
            base.add(measure_together(base.name, clients, bench.calls // TURNS, bare, warm=5))
            mine.add(measure_together(mine.name, clients, bench.calls // TURNS, ours, warm=5))
        mine.memory = bench.app.peak()
        report(base, *[sql] * (clients == 1))
        report(mine, base)
        print(f"{'':32} rate {mine.rate / base.rate:.2f} of the plain view's", flush=True)


def main() -> None:
    """Parse, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("orders", type=int)
    parser.add_argument("--folder", type=Path, default=None, help="kept between runs; default var/bench-<orders>")
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--only", choices=["reading", "writing"])
    chosen = parser.parse_args()
    folder = (chosen.folder or Path("var") / f"bench-{chosen.orders}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    size = folder / "orders"
    if size.exists() and int(size.read_text()) != chosen.orders:
        parser.error(f"{folder} holds {size.read_text()} orders")
    with servers(folder):
        os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        from bench import plain, world
        from orders_site.supervisor.postgres import APP

        keys = world.build(chosen.orders)
        size.write_text(str(chosen.orders))
        plain.make_twins(APP)
        with (
            web(APP_PORT, "bench.settings_app", "/healthz") as app,
            web(PLAIN_PORT, "bench.settings_plain", "/plain/ping"),
        ):
            bench = Bench(keys, app, chosen.calls)
            if chosen.only != "writing":
                reading(bench)
            if chosen.only != "reading":
                writing(bench)


if __name__ == "__main__":
    main()
