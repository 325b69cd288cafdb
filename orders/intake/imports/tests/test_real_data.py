"""Real, public data brought in, held against what its files say by themselves.

The data is not part of the project: without ``../shared/data`` these tests are skipped. AdventureWorks comes here with
its first year; ``bench.importing`` brings it in whole and measures.
"""

import csv
import gzip
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum

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


def files(name):
    return sorted((DATA / name).glob("*.csv.gz"))


def run_command(*arguments):
    """``manage.py import_data`` against the test database: what it says."""
    name = connection.settings_dict["NAME"]
    place, _mark, query = os.environ["DATABASE_URL"].partition("?")
    own = f"{place.rpartition('/')[0]}/{name}?{query}".rstrip("?")
    done = subprocess.run(
        [sys.executable, "manage.py", "import_data", "--quiet", *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": own, "ORDERS_PROCESS": "command"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows_of(name):
    with gzip.open(DATA / "adventureworks" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_year(folder):
    """The files of AdventureWorks with the orders of 2011 only and their customers: (files, headers, lines)."""
    headers = [row for row in rows_of("sales_order_header") if row["OrderDate"] < "2012"]
    numbers, buyers = ({row[key] for row in headers} for key in ("SalesOrderID", "CustomerID"))
    lines = [row for row in rows_of("sales_order_detail") if row["SalesOrderID"] in numbers]
    kept = {
        "sales_order_header": headers,
        "sales_order_detail": lines,
        "customer": [row for row in rows_of("customer") if row["CustomerID"] in buyers],
        "individual_customer_names": [
            row for row in rows_of("individual_customer_names") if row["CustomerID"] in buyers
        ],
    }
    for name, rows in kept.items():
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    whole = [path for path in files("adventureworks") if path.name.removesuffix(".csv.gz") not in kept]
    return [*sorted(folder.glob("*.csv.gz")), *whole], headers, lines


@pytest.mark.django_db(transaction=True)
def test_the_first_year_of_adventureworks_comes_in_whole_and_only_once(tmp_path):
    paths, headers, lines = first_year(tmp_path)
    run_command("--profile", PROFILES / "adventureworks.toml", *paths, "--commit")

    def told(key):
        return sum(Decimal(row[key]) for row in headers)

    assert Order.objects.aggregate(
        orders=Count("id"),
        net=Sum("net_amount"),
        tax=Sum("tax_amount"),
        freight=Sum("freight"),
        total=Sum("total_amount"),
    ) == {
        "orders": 1_607,
        "net": told("SubTotal"),
        "tax": told("TaxAmt"),
        "freight": told("Freight"),
        "total": told("TotalDue"),
    }
    assert OrderLine.objects.aggregate(
        lines=Count("id"), units=Sum("ordered"), products=Count("product", distinct=True)
    ) == {
        "lines": len(lines),
        "units": sum(int(row["OrderQty"]) for row in lines),
        "products": len({row["ProductID"] for row in lines}),
    }
    by_channel = dict(Order.objects.values_list("channel").annotate(n=Count("id")).order_by())
    online = Counter(row["OnlineOrderFlag"] for row in headers)
    assert by_channel == {"WEB": online["1"], "SALESPERSON": online["0"]}
    buyers = {row["CustomerID"] for row in headers}
    assert (Customer.objects.count(), Product.objects.count(), OutboundDocument.objects.count()) == (
        len(buyers),
        504,
        1_607,
    )
    assert StockRow.objects.count() >= 1_065
    spent = Counter()
    for row in headers:
        spent[row["CustomerID"]] += Decimal(row["SubTotal"])
    best = Customer.objects.annotate(sum=Sum("orders__net_amount")).order_by("-sum")[:3]
    assert [one.sum for one in best] == [amount for _buyer, amount in spent.most_common(3)]
    first = Order.objects.get(source_number="SO43659")
    assert (first.number, first.total_amount) == ("SO20110531-0001", Decimal("23153.2339"))
    assert first.lines.count() == 12
    assert str(first.lines.first().last_ship_date) == "2011-06-07"
    assert not broken_invariants()

    output = run_command("--profile", PROFILES / "adventureworks.toml", *paths, "--commit")
    assert "nothing was changed" in output
    assert Order.objects.count() == 1_607


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
