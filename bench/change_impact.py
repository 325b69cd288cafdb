"""Measure the impact sheet of a change: ``python -m bench.change_impact 100000 [--folder DIR] [--lines 200]``.

Fills (or uses again) the database of ``bench.run``, makes an effective order of so many lines and a request that raises
every quantity far above what is there, so that every line lacks goods and there are alternatives. Reads the sheet over
the API (in process, all middlewares), beside the order itself and the projection alone.
Aim: 2 s for 200 lines with 100,000 orders in the house.
"""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.client import Figures
from bench.site import filled, parser

WARM = 2
POINTS = ("CONTACT", "ITEMS", "PRICE", "QUANTITY", "DELIVERY")  # of the shipped checklist


class Bench:
    """An order of many lines and a request to change it, at the application's addresses."""

    def __init__(self, calls: int, lines: int):
        from django.test import Client

        from bench.world import people_by_name

        self.calls, self.lines = calls, lines
        self.clients = {}
        for name in ("0", "head", "desk"):
            self.clients[name] = Client(SERVER_NAME="localhost")
            self.clients[name].force_login(people_by_name(f"bench-{name}"))
        self.codes = self.make_scarce()
        self.order = self.make_order()
        self.change = self.make_request()

    def call(self, who: str, path: str, body: Any = None) -> Any:
        """A GET, or a POST of ``body``, over the API; raises on an unexpected answer."""
        if body is None:
            answer = self.clients[who].get(f"/api/v1/{path}")
        else:
            key = {"Idempotency-Key": uuid.uuid4().hex}
            answer = self.clients[who].post(f"/api/v1/{path}", json.dumps(body), "application/json", headers=key)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:500]!r}")
        return answer.json()

    def make_scarce(self) -> list[str]:
        """So many products of which orders hold nearly all there is, and that take three weeks to make."""
        from django.db.models import F

        from accounts.people import queries as people
        from common import operation
        from products.catalogue.models import Product
        from products.stock.models import StockRow

        rows = Product.objects.filter(is_active=True, is_service=False).order_by("id")
        keys = list(rows.values_list("pk", flat=True)[: self.lines])

        def make() -> None:
            Product.objects.filter(pk__in=keys).update(lead_time_days=21)
            StockRow.objects.filter(product__in=keys).update(on_hand=F("reserved") + 5)

        operation.in_operation(people.system_user().pk, make)
        return list(rows.filter(pk__in=keys).values_list("code", flat=True))

    def make_order(self) -> str:
        """An effective order of these products, two pieces each."""
        from bench.world import people_by_name
        from customers.models import Customer

        seller = people_by_name("bench-0")
        customer = Customer.objects.filter(owner=seller, is_active=True, is_blocked=False).order_by("id").first()
        head = {
            "customer": customer.code,  # type: ignore[union-attr]
            "contact_name": "王工",
            "ship_address": "杭州",
            "requested_date": time.strftime("%Y-12-31"),
            "lines": [{"product": code, "quantity": "2"} for code in self.codes],
        }
        number = self.call("0", "orders/", {**head, "submit": True})["reference"]
        self.call("desk", f"orders/{number}/verify/", {"answers": [{"code": one, "is_ok": True} for one in POINTS]})
        self.call("head", f"orders/{number}/approve/", {})
        return number

    def make_request(self) -> str:
        """A draft that asks for far more of every line, as soon as goods could be there from stock."""
        items = [{"path": f"lines.{n}.quantity", "value": "5000"} for n in range(1, self.lines + 1)]
        soon = time.strftime("%Y-%m-%d", time.localtime(time.time() + 8 * 24 * 3600))
        items.append({"path": "requested_date", "value": soon})
        return self.call("0", "change-requests/", {"order": self.order, "items": items})["reference"]

    def project(self, _n: int) -> None:
        """The order as it would be, alone."""
        from bench.world import people_by_name
        from common import clock
        from orders.changes import projecting, queries
        from orders.order import queries as orders

        actor = people_by_name("bench-0")
        request = queries.get_request(actor=actor, reference=self.change)
        order = orders.get_order_by_id(actor=actor, order_id=request.order_id)
        projecting.project(order, orders.lines_of(order), queries.items_of(request), actor=actor, at=clock.now())

    def run(self, name: str, call: Callable[[int], Any], *bases: Figures) -> Figures:
        """Measure one workload and print its row."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        figures = Figures(name)
        for n in range(WARM):
            with CaptureQueriesContext(connection) as captured:
                call(n)
        figures.statements = len(captured)
        started = time.monotonic()
        for n in range(self.calls):
            begun = time.monotonic()
            call(WARM + n)
            figures.times.append(time.monotonic() - begun)
        figures.wall = time.monotonic() - started
        print(figures.line(*bases), flush=True)
        return figures


def main() -> None:
    """Parse, build, measure."""
    asking = parser(__doc__, 20)
    asking.add_argument("--lines", type=int, default=200)
    chosen = asking.parse_args()
    with filled(chosen.orders, chosen.folder):
        bench = Bench(chosen.calls, chosen.lines)
        order = bench.run("order by API", lambda _n: bench.call("0", f"orders/{bench.order}/"))
        alone = bench.run("projection alone", bench.project)
        sheet = bench.call("head", f"change-requests/{bench.change}/impact/")
        print(f"{len(sheet['lines'])} lines, {len(sheet['broken'])} broken, {len(sheet['alternatives'])} alternatives")
        bench.run(
            "impact sheet", lambda _n: bench.call("head", f"change-requests/{bench.change}/impact/"), order, alone
        )


if __name__ == "__main__":
    main()
