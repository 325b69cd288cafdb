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
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.site import peak_of, servers

ORDERS = 26_000  # of four lines on average
COLUMNS = (
    *("number", "line_no", "customer", "customer_code", "order_territory", "order_date", "salesperson"),
    *("product_code", "product_name", "specification", "ordered", "unit", "shipped", "currency", "amount"),
    *("promised_date", "last_ship_date", "days_late", "row_closed", "status"),
)


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
    """The order-line list as it is registered, with twenty of its columns, cut after ``rows``."""
    from dataclasses import replace
    from itertools import islice

    from django.http import QueryDict

    from accounts.people import queries as people
    from common import clock
    from common.exports.lists import Asked, lists

    asked = Asked(QueryDict("view=all&sort=-order_date"), clock.now(), COLUMNS)
    whole = lists["order-lines"].open(people.system_user(), asked)

    def count(exactly: bool) -> tuple[int, bool]:
        found, is_estimate = whole.count(exactly)
        return min(found, rows), is_estimate

    return replace(whole, rows=lambda: islice(whole.rows(), rows), count=count)


if __name__ == "__main__":
    main()
