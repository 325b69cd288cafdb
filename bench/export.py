"""Measure exports (docs/performance.md): ``python -m bench.export [--folder DIR] [--rows 100000]``.

100,000 order lines with twenty columns each, read from PostgreSQL and written as a workbook and as CSV, each by a
process of its own: seconds of the whole export (statement, reading, writing), seconds of its processor, and the peak of
its memory, of which Django alone is told as well. Then the same rows out of memory: what the writers take.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.site import peak_of, servers

ORDERS = 26_000  # of four lines on average


def main() -> None:
    """Start the servers, fill the database once, and measure each form in a child."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench-export"))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--child", choices=("xlsx", "csv"))
    parser.add_argument("--from-memory", action="store_true")
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(_export(asked.child, asked.rows, asked.from_memory)))
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    with servers(asked.folder.resolve()):
        _fill()
        print("| rows from | form | s | s of processor | peak MB (Django alone) | MB of file | rows |")
        print("|---|---|---|---|---|---|---|")
        for source in ("database", "memory"):
            for form in ("xlsx", "csv"):
                found = _in_a_child(form, asked.rows, source == "memory")
                print(
                    f"| {source} | {form} | {found['seconds']:.1f} | {found['processor']:.1f}"
                    f" | {found['peak']:.0f} ({found['before']:.0f}) | {found['size']:.1f} | {found['rows']} |",
                    flush=True,
                )


def _fill() -> None:
    """The bench's database, as ``bench.run`` makes it."""
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
    django.setup()
    call_command("prepare")
    from bench import world

    world.build(ORDERS)


def _in_a_child(form: str, rows: int, from_memory: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.export", "--child", form, "--rows", str(rows)]
    done = subprocess.run(
        [*command, *(["--from-memory"] if from_memory else [])], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _export(form: str, rows: int, from_memory: bool) -> dict[str, Any]:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
    django.setup()
    from django.db import transaction

    from common import clock
    from common.exports import writing
    from common.exports.lists import Sheet

    sheet = _lines(rows)
    if from_memory:
        with transaction.atomic():
            kept = list(sheet.rows())
        sheet = Sheet(sheet.columns, lambda: iter(kept), lambda exactly: (len(kept), False), sums_by=sheet.sums_by)
    before = peak_of(os.getpid())
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"lines.{form}"
        started, used = time.monotonic(), time.process_time()
        sums = writing.write(path, form, sheet, writing.Heading("Order lines", "bench", clock.now()))
        return {
            "seconds": time.monotonic() - started,
            "processor": time.process_time() - used,
            "peak": peak_of(os.getpid()),
            "before": before,
            "size": path.stat().st_size / 1e6,
            "rows": sums.rows,
        }


def _lines(rows: int) -> Any:
    """Order lines with twenty columns of every kind."""
    from common.conditions.kinds import Kind
    from common.exports import plain
    from common.exports.lists import Column
    from common.exports.plain import Plain
    from orders.order.models import OrderLine
    from orders.order.states import Status

    labels = {value: str(label) for value, label in Status.choices}

    def column(key: str, lookup: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
        return Plain(Column(key, key.replace("_", " "), kind, **options), (lookup,))

    def columns() -> Iterator[Plain]:
        yield column("order", "order__number", Kind.CODE)
        yield column("line", "line_no", Kind.NUMBER)
        yield column("order_date", "order__order_date", Kind.DATE)
        yield column("customer_code", "order__customer__code", Kind.CODE)
        yield column("customer", "order__customer__name")
        yield column("salesperson", "order__salesperson__name")
        yield column("territory", "order__territory")
        yield column("product_code", "product_code", Kind.CODE)
        yield column("product", "product_name")
        yield column("specification", "specification")
        yield column("unit", "unit")
        yield column("ordered", "ordered", Kind.NUMBER, is_summed=True)
        yield column("shipped", "shipped", Kind.NUMBER, is_summed=True)
        yield column("currency", "order__currency_id", Kind.CODE)
        yield column("price", "price", Kind.MONEY)
        yield column("amount", "amount", Kind.MONEY, is_summed=True)
        yield column("requested", "requested_date", Kind.DATE)
        yield column("promised", "promised_date", Kind.DATE)
        yield column("row_closed", "row_closed", Kind.FLAG)
        yield Plain(Column("state", "state", Kind.CHOICE), ("order__status",), lambda row: labels[row.order__status])

    last = OrderLine.objects.order_by("pk").values_list("pk", flat=True)[rows - 1]
    found = OrderLine.objects.filter(pk__lte=last).order_by("-order__order_date", "pk")
    return plain.sheet(found, list(columns()), sums_by="currency")


if __name__ == "__main__":
    main()
