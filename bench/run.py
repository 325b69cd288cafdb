"""Measure the workloads of docs/performance.md at one size: ``python -m bench.run 100000 [--folder DIR]``.

Starts its own PostgreSQL (durable), Redis and two gunicorns of two workers each: the application and, with the
same server settings, the plain views of ``bench.plain``. Prints p50, p95, calls a second and the ratio to the
plain view of the same run. The folder is kept: the next run at the same size measures at once.
"""

import argparse
import itertools
import os
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench.client import Connection, Figures, measure, measure_together

APP_PORT, PLAIN_PORT = 8231, 8232


@contextmanager
def servers(folder: Path) -> Iterator[None]:
    """PostgreSQL and Redis of the bench, their addresses in the environment."""
    from orders_site.supervisor.postgres import OWNER, Postgres
    from orders_site.supervisor.redis import Redis

    postgres = Postgres(folder / "pg", folder / "s", folder / "postgres.log", durable=True)
    redis = Redis(folder / "redis", folder / "redis.log", durable=False)
    postgres.start()
    redis.start()
    os.environ.update(DATABASE_URL=postgres.url(OWNER), REDIS_URL=redis.url, ORDERS_DATA_DIR=str(folder))
    os.environ.update(ORDERS_API_RATE="1000000/min", ORDERS_LOG_LEVEL="WARNING", ORDERS_PROCESS="command")
    try:
        yield
    finally:
        redis.stop()
        postgres.stop()


@contextmanager
def web(port: int, settings: str) -> Iterator[None]:
    """gunicorn with two workers, as the project runs it."""
    environment = dict(os.environ, PORT=str(port), DJANGO_SETTINGS_MODULE=settings, ORDERS_PROCESS="web")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--log-level", "warning"]
    process = subprocess.Popen([*command, "orders_site.wsgi:application"], env=environment)
    try:
        path = "/plain/ping" if settings.endswith("plain") else "/healthz"
        for _ in range(200):
            try:
                Connection(port, {}).call("GET", path)
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(30)


def report(figures: Figures, base: Figures | None = None) -> Figures:
    """Print a row and hand it on."""
    print(figures.line(base), flush=True)
    return figures


def reading(world, calls: int) -> None:
    """Lists, an order, search."""
    from common import clock, dates
    from customers.models import Customer
    from orders.order.models import Order

    head = Connection(APP_PORT, {"Authorization": f"Token {world.head_token}"})
    page = Connection(APP_PORT, {"Cookie": f"sessionid={world.session}"})
    plain = Connection(PLAIN_PORT, {})
    since = (dates.business_day(clock.now()) - timedelta(days=365)).isoformat()
    customers = list(Customer.objects.order_by("id").values_list("pk", flat=True)[:200])
    numbers = list(
        Order.objects.filter(number__startswith="SO").order_by("-id").values_list("number", flat=True)[: 200 * 37 : 37]
    )

    def some(path: str, **query: str) -> Callable[[int], str]:
        return lambda n: f"{path}?{urlencode({**query, 'customer': customers[n % len(customers)]})}"

    mine = {"order_date_from": since, "status": "CLOSED"}
    bare = some("/plain/list", **{"from": since, "status": "CLOSED"})
    base = report(measure("plain list of a customer", calls, lambda n: plain.call("GET", bare(n))))
    api = some("/api/v1/orders/", **mine)
    report(measure("API list of a customer", calls, lambda n: head.call("GET", api(n))), base)
    html = some("/orders/", **mine)
    report(measure("HTML list of a customer", calls, lambda n: page.call("GET", html(n))), base)
    everything = urlencode({"order_date_from": since, "status": "EFFECTIVE"})
    bare_all = urlencode({"from": since, "status": "EFFECTIVE"})
    base = report(measure("plain list of all", calls, lambda n: plain.call("GET", f"/plain/all?{bare_all}")))
    report(measure("API list of all", calls, lambda n: head.call("GET", f"/api/v1/orders/?{everything}")), base)

    def number(n: int) -> str:
        return numbers[n % len(numbers)]

    base = report(measure("plain order", calls, lambda n: plain.call("GET", f"/plain/open?number={number(n)}")))
    report(measure("API order", calls, lambda n: head.call("GET", f"/api/v1/orders/{number(n)}/")), base)
    report(measure("HTML order", calls, lambda n: page.call("GET", f"/orders/{number(n)}/")), base)
    for name, word in (("number", number(3)[:12]), ("Chinese", "衡器"), ("pinyin", "hzhq"), ("code", "33.01")):
        query = urlencode({"q": word})
        report(measure(f"search by {name}", calls, lambda n, q=query: head.call("GET", f"/api/v1/orders/?{q}")))


def writing(world, calls: int) -> None:
    """Create with five lines and submit in one call, approve in a second; beside the same as bare inserts."""
    from customers.models import Customer
    from products.catalogue.models import Product

    codes = list(Customer.objects.filter(owner=world.seller_id).order_by("id").values_list("code", flat=True)[:400])
    products = list(Product.objects.order_by("id").values_list("code", flat=True)[:500])
    serial = itertools.count()

    def body(n: int) -> dict:
        lines = [{"product": products[(n * 5 + k) % len(products)], "quantity": "2"} for k in range(5)]
        rest = {"contact_name": "王工", "ship_address": "杭州", "requested_date": time.strftime("%Y-12-31")}
        return {"customer": codes[n % len(codes)], "lines": lines, "submit": True, **rest}

    def ours(client: int) -> Callable[[int], None]:
        seller = Connection(APP_PORT, {"Authorization": f"Token {world.seller_token}"})
        head = Connection(APP_PORT, {"Authorization": f"Token {world.head_token}"})

        def enter(n: int) -> None:
            key = {"Idempotency-Key": uuid.uuid4().hex}
            number = seller.call("POST", "/api/v1/orders/", body(next(serial)), **key)["number"]
            head.call("POST", f"/api/v1/orders/{number}/approve/", {}, **{"Idempotency-Key": uuid.uuid4().hex})

        return enter

    def bare(client: int) -> Callable[[int], None]:
        plain = Connection(PLAIN_PORT, {})

        def enter(n: int) -> None:
            number = plain.call("POST", "/plain/enter", body(next(serial)))["number"]
            plain.call("POST", f"/plain/approve?number={number}")

        return enter

    for clients in (1, 4):
        base = report(measure_together(f"plain entry + approval, {clients} client(s)", clients, calls, bare))
        mine = report(measure_together(f"API entry + approval, {clients} client(s)", clients, calls, ours), base)
        print(f"{'':34} rate {mine.rate / base.rate:.2f} of the plain view's", flush=True)


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
    with servers(folder):
        os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench import world

        keys = world.build(chosen.orders)
        with web(APP_PORT, "orders_site.settings"), web(PLAIN_PORT, "bench.settings_plain"):
            if chosen.only != "writing":
                reading(keys, chosen.calls)
            if chosen.only != "reading":
                writing(keys, chosen.calls)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
