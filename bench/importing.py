"""Measure an import of real data (docs/import.md): ``python -m bench.importing [--folder DIR] [--data DIR]``.

AdventureWorks whole (31,465 orders, 121,317 lines, 19,820 customers) by ``manage.py import_data``, dry run and commit,
into a database of its own: seconds, the peak memory of all processes of the import together, and whether what stands in
the database afterwards adds up to the reference answers that came with the data. A second import must change nothing.
"""

import argparse
import os
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

from bench.site import servers

ROOT = Path(__file__).resolve().parent.parent
ORDERS = {
    "orders": 31_465,
    "net": Decimal("109846381.4039"),
    "tax": Decimal("10186974.4602"),
    "freight": Decimal("3183430.2518"),
    "total": Decimal("123216786.1159"),
}
LINES = {"lines": 121_317, "units": 274_914, "products": 266}
YEARS = {2011: 1607, 2012: 3915, 2013: 14182, 2014: 11761}
CHANNELS = {"WEB": 27_659, "SALESPERSON": 3_806}
OTHERS = (19_820, 504, 31_465)  # customers, products, outbound documents
BEST = [
    ("Brakes and Gears", Decimal("877107.19")),
    ("Excellent Riding Supplies", Decimal("853849.18")),
    ("Vigorous Exercise Company", Decimal("841908.77")),
]


class TreeWatch(threading.Thread):
    """The largest sum of resident memory of a process and everything it started, sampled, in MB."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self.is_done = pid, 0.0, False

    def run(self) -> None:
        while not self.is_done:
            self.peak = max(self.peak, sum(map(_resident, _tree(self.pid))))
            time.sleep(0.05)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, IndexError):
        return 0.0


def main() -> None:
    """Start the servers, import twice, compare with the reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench-importing"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    asked = parser.parse_args()
    files = sorted((asked.data / "adventureworks").glob("*.csv.gz"))
    asked.folder.mkdir(parents=True, exist_ok=True)
    with servers(asked.folder.resolve()):
        import django
        from django.core.management import call_command

        os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
        django.setup()
        call_command("prepare")
        output, seconds, megabytes = _import(files)
        print(output)
        print(f"AdventureWorks: {seconds:.1f} s, {megabytes:.0f} MB in all processes of the import")
        faults = _faults()
        output, seconds, _megabytes = _import(files)
        print(f"once more: {seconds:.1f} s")
        faults += [] if "nothing was changed" in output else ["the second import changed something"]
        print("\n".join(faults) if faults else "everything adds up")
        sys.exit(bool(faults))


def _import(files: list[Path]) -> tuple[str, float, float]:
    """``manage.py import_data``: (output, seconds, peak MB of its processes)."""
    profile = ROOT / "tests" / "profiles" / "adventureworks.toml"
    command = [sys.executable, "manage.py", "import_data", "--quiet", "--profile", profile, *files, "--commit"]
    began = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "ORDERS_PROCESS": "command"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = TreeWatch(process.pid)
    watch.start()
    output = process.communicate()[0]
    watch.is_done = True
    if process.returncode:
        raise SystemExit(output)
    return output, time.monotonic() - began, watch.peak


def _faults() -> list[str]:
    """Where the database differs from the reference."""
    from django.db.models import Count, Sum
    from django.db.models.functions import ExtractYear

    from customers.models import Customer
    from orders.models import Order, OrderLine, OutboundDocument
    from products.models import Product

    orders = Order.objects.aggregate(
        orders=Count("id"),
        net=Sum("net_amount"),
        tax=Sum("tax_amount"),
        freight=Sum("freight"),
        total=Sum("total_amount"),
    )
    lines = OrderLine.objects.aggregate(
        lines=Count("id"), units=Sum("ordered"), products=Count("product", distinct=True)
    )
    years = Order.objects.annotate(year=ExtractYear("order_date")).values_list("year").annotate(Count("id"))
    channels = Order.objects.values_list("channel").annotate(Count("id")).order_by()
    best = Customer.objects.annotate(sum=Sum("orders__net_amount")).filter(sum__gt=0).order_by("-sum")[:3]
    found = (
        ("orders", orders, ORDERS),
        ("lines", lines, LINES),
        ("years", dict(years.order_by()), YEARS),
        ("channels", dict(channels), CHANNELS),
        (
            "customers, products, shipments",
            (Customer.objects.count(), Product.objects.count(), OutboundDocument.objects.count()),
            OTHERS,
        ),
        ("best customers", [(one.name, round(one.sum, 2)) for one in best], BEST),
    )
    return [f"{name}: {is_} instead of {wanted}" for name, is_, wanted in found if is_ != wanted]


if __name__ == "__main__":
    main()
