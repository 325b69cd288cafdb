"""Real, public data brought in whole, held against the reference answers that came with it.

The data is not part of the project: without ``../shared/data`` these tests are skipped.
"""

import os
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from common.imports.models import ImportRun
from customers.models import Customer
from orders.fulfilment.models import OutboundDocument
from orders.intake.imports.tests.builders import bring_in, broken_invariants, dry_run
from orders.order.models import Order, OrderLine
from products.catalogue.models import Product
from products.stock.models import StockRow

DATA = settings.BASE_DIR.parent / "shared" / "data"
PROFILES = settings.BASE_DIR / "tests" / "profiles"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not DATA.exists(), reason="the public data set ../shared/data is not here"),
]
SECONDS, MEGABYTES = 180, 700


def files(name):
    return sorted((DATA / name).glob("*.csv.gz"))


class TreeWatch(threading.Thread):
    """The largest sum of resident memory of a process and everything it started, sampled."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self.is_done = pid, 0, False

    def run(self):
        while not self.is_done:
            self.peak = max(self.peak, sum(map(_resident, _tree(self.pid))))
            time.sleep(0.05)


def _tree(pid):
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _resident(pid):
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def run_command(*arguments):
    """``manage.py import_data`` against the test database: (output, seconds, peak MB of its processes)."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    place, _mark, query = url.partition("?")
    own = f"{place.rpartition('/')[0]}/{name}?{query}".rstrip("?")
    environment = {**os.environ, "DATABASE_URL": own, "ORDERS_PROCESS": "command"}
    started = time.monotonic()
    command = [sys.executable, "manage.py", "import_data", "--quiet", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    watch = TreeWatch(process.pid)
    watch.start()
    output = process.communicate(timeout=SECONDS * 3)[0].decode()
    watch.is_done = True
    assert process.returncode == 0, output
    return output, time.monotonic() - started, watch.peak // 1024


@pytest.mark.django_db(transaction=True)
def test_adventureworks_comes_in_whole_in_three_minutes_under_700_megabytes():
    output, seconds, megabytes = run_command(
        "--profile", PROFILES / "adventureworks.toml", *files("adventureworks"), "--commit"
    )
    print(f"\n{output}\nAdventureWorks: {seconds:.1f} s, {megabytes} MB in all processes of the import")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES

    sums = Order.objects.aggregate(
        orders=Count("id"),
        net=Sum("net_amount"),
        tax=Sum("tax_amount"),
        freight=Sum("freight"),
        total=Sum("total_amount"),
    )
    assert sums == {
        "orders": 31_465,
        "net": Decimal("109846381.4039"),
        "tax": Decimal("10186974.4602"),
        "freight": Decimal("3183430.2518"),
        "total": Decimal("123216786.1159"),
    }
    lines = OrderLine.objects.aggregate(
        lines=Count("id"), units=Sum("ordered"), products=Count("product", distinct=True)
    )
    assert lines == {"lines": 121_317, "units": 274_914, "products": 266}
    by_year = Order.objects.annotate(y=ExtractYear("order_date")).values_list("y").annotate(n=Count("id")).order_by("y")
    assert list(by_year) == [(2011, 1607), (2012, 3915), (2013, 14182), (2014, 11761)]
    by_channel = dict(Order.objects.values_list("channel").annotate(n=Count("id")).order_by())
    assert by_channel == {"WEB": 27_659, "SALESPERSON": 3_806}

    assert (Customer.objects.count(), Product.objects.count(), OutboundDocument.objects.count()) == (
        19_820,
        504,
        31_465,
    )
    assert StockRow.objects.count() >= 1_065
    best = Customer.objects.annotate(sum=Sum("orders__net_amount")).filter(sum__gt=0).order_by("-sum")[:3]
    assert [(one.name, round(one.sum, 2)) for one in best] == [
        ("Brakes and Gears", Decimal("877107.19")),
        ("Excellent Riding Supplies", Decimal("853849.18")),
        ("Vigorous Exercise Company", Decimal("841908.77")),
    ]
    assert Customer.objects.get(code="AW00011000").name == "JON YANG"
    first = Order.objects.get(source_number="SO43659")
    assert (first.number, first.total_amount) == ("SO20110531-0001", Decimal("23153.2339"))
    assert first.lines.count() == 12
    assert str(first.lines.first().last_ship_date) == "2011-06-07"
    assert not broken_invariants()

    output, _seconds, _megabytes = run_command(
        "--profile", PROFILES / "adventureworks.toml", *files("adventureworks"), "--commit"
    )
    assert "nothing was changed" in output
    assert Order.objects.count() == 31_465


@pytest.mark.django_db
def test_the_superstore_is_recognised_as_4985_orders():
    run = bring_in(files("superstore_cn"), (PROFILES / "superstore_cn.toml").read_text(encoding="utf-8"))
    assert (Order.objects.count(), OrderLine.objects.count(), Customer.objects.count()) == (4_985, 10_000, 790)
    counted = {(row["entity"], row["code"]): row["count"] for row in run.summary["issues"]}
    assert counted[("products", "differs")] == 22
    assert counted[("remarks", "ambiguous_reference")] == 153
    figures = run.summary["figures"]["remarks"]
    assert int(figures["orders_meant"]) + 143 == 553
    assert run.summary["written"]["remarks"] == 143
    assert not broken_invariants()


@pytest.mark.django_db
def test_keyed_by_the_number_alone_the_superstore_is_noticed_to_be_ambiguous():
    text = (PROFILES / "superstore_cn.toml").read_text(encoding="utf-8")
    text = text.replace('["订单 ID", "客户 ID", "订单日期"]', '"订单 ID"')
    run = dry_run(files("superstore_cn"), text)
    found = run.summary["ambiguous"]["orders"]
    assert (found["keys"], found["objects"]) == (1_409, 4_985)
    assert found["better"] == ["订单 ID", "客户 ID", "订单日期"]
    assert run.state == ImportRun.State.CHECKED
    assert not Order.objects.exists()
