"""Measure how an order comes in and goes on: ``python -m bench.entering 1000000 [--folder DIR]``.

Fills (or uses again) the database of ``bench.run`` and measures in process, through the application's own addresses
with all its middlewares: a paste of a hundred rows read into lines and saved as a draft (two calls), and drafts of five
lines submitted. Aims: paste to saved draft 1.5 s, submission 300 ms at p95.
"""

import itertools
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.client import Figures
from bench.site import filled, parser

ROWS, LINES = 100, 5


class Bench:
    """A seller of the bench database at the application's addresses."""

    def __init__(self, calls: int):
        from django.test import Client

        from bench.world import people_by_name
        from customers.models import Customer
        from products.catalogue.models import Product

        self.calls = calls
        self.seller = people_by_name("bench-0")
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(self.seller)
        rows = Customer.objects.filter(owner=self.seller, is_active=True, is_blocked=False).order_by("id")
        self.customers = list(rows.values_list("code", flat=True)[:200])
        self.products = list(Product.objects.order_by("id").values_list("code", flat=True)[:2000])
        self.serial = itertools.count()

    def call(self, path: str, body: Any) -> Any:
        """A POST over the API; raises on an unexpected answer."""
        key = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self.client.post(f"/api/v1/{path}", json.dumps(body), "application/json", headers=key)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:500]!r}")
        return answer.json()

    def codes(self, count: int) -> list[str]:
        """The next products in turn."""
        start = next(self.serial) * count
        return [self.products[(start + k) % len(self.products)] for k in range(count)]

    def head(self, n: int) -> dict[str, Any]:
        """What every order says."""
        customer = self.customers[n % len(self.customers)]
        rest = {"contact_name": "王工", "ship_address": "杭州", "requested_date": time.strftime("%Y-12-31")}
        return {"customer": customer, **rest}

    def paste(self, n: int) -> None:
        """A hundred rows of a spreadsheet become the lines of a saved draft."""
        head = self.head(n)
        rows = (f"{code}\t{k % 9 + 1}\t第 {k} 行" for k, code in enumerate(self.codes(ROWS)))
        text = "\n".join(["产品代码\t数量\t备注", *rows])
        read = self.call("orders/parse-lines/", {"text": text, "customer": head["customer"]})
        certain = [row for row in read["rows"] if row["product"]]
        lines = [{"product": row["product"], "quantity": row["cells"]["quantity"]} for row in certain]
        if len(lines) != ROWS:
            raise RuntimeError(f"{len(lines)} of {ROWS} rows were read")
        self.call("orders/", {**head, "lines": lines})

    def drafts(self) -> Callable[[int], Any]:
        """Drafts to be submitted, made beforehand; gives the call that submits one."""
        made = []
        for n in range(self.calls + WARM):
            lines = [{"product": code, "quantity": "2"} for code in self.codes(LINES)]
            made.append(self.call("orders/", {**self.head(n), "lines": lines})["reference"])
        return lambda n: self.call(f"orders/{made[n]}/submit/", {})

    def run(self, name: str, aim: str, call: Callable[[int], Any]) -> None:
        """Measure one workload and print its row."""
        figures = Figures(name)
        for n in range(WARM):
            call(n)
        for n in range(self.calls):
            started = time.monotonic()
            call(WARM + n)
            figures.times.append(time.monotonic() - started)
        print(f"{name:40} p50 {figures.p50 * 1000:8.1f}   p95 {figures.p95 * 1000:8.1f} ms   aim {aim}", flush=True)


WARM = 3


def main() -> None:
    """Parse, build, measure."""
    chosen = parser(__doc__, 40).parse_args()
    with filled(chosen.orders, chosen.folder):
        bench = Bench(chosen.calls)
        bench.run("paste of 100 rows to a saved draft", "1500", bench.paste)
        bench.run("submission of 5 lines", "p95 300", bench.drafts())


if __name__ == "__main__":
    main()
