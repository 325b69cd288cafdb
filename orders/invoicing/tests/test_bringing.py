"""Invoices of the tax system as a file: once, equal to the cent, every reason told by the dry run."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.invoicing import operations
from orders.invoicing.models import Invoice
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

COLUMNS = {
    "tax_serial": "serial",
    "invoice_date": "day",
    "amount": "sum",
    "tax_number": "buyer",
    "order": "no",
    "line_no": "pos",
    "quantity": "qty",
    "number": "ours",
}
PROFILE = masters(["tax_invoices"], section("tax_invoices", **COLUMNS))
HEAD = ",".join(COLUMNS.values())


@pytest.fixture
def order(db):
    """Three pieces for 100.00 and freight, two delivered."""
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, tax_number="91330108MA27X0AB1C")
    lines = [builders.line(products.make_product(stock=100), 3, "100")]
    order = builders.make_effective(cast.owner, customer=customer, lines=lines, freight=D(7))
    flow.make_shipped(order, 2, ship_date=TODAY)
    return order


def file(folder, *rows):
    return write(folder, tax_invoices="\n".join([HEAD, *rows]) + "\n")


def test_rows_of_a_number_are_one_invoice_and_it_comes_once(order, tmp_path):
    day, no = TODAY.isoformat(), order.number
    files = file(tmp_path, f"26001,{day},100,,{no},1,1,", f"26002,{day},107,91330108MA27X0AB1C,{no},,,")
    run = dry_run(files, PROFILE)
    assert issues(run) == [] and not Invoice.objects.exists(), "the dry run leaves nothing"
    bring_in(files, PROFILE)
    told = list(Invoice.objects.order_by("pk").values_list("tax_serial", "amount", "status", "tax_state"))
    assert told == [("26001", D(100), "ISSUED", "MADE"), ("26002", D(107), "ISSUED", "MADE")]
    assert builders.lines_of(order)[0].invoiced == 2 and flow.broken_invariants() == {}
    longer = file(tmp_path, f"26001,{day},100,,{no},1,1,", f"26002,{day},107,,{no},,,", f"26003,{day},100,,{no},1,1,")
    run = dry_run(longer, PROFILE)
    assert [(code, line) for _entity, code, line in issues(run)] == [
        ("known_already", 2),
        ("known_already", 3),
        ("not_invoiced", 4),
    ]
    assert Invoice.objects.count() == 2


def test_the_dry_run_says_why(order, tmp_path):
    day, no = TODAY.isoformat(), order.number
    files = file(
        tmp_path,
        f"1,{day},99,,{no},1,1,",
        f"2,{day},300,,{no},1,3,",
        f"3,{day},100,91000000000000000X,{no},1,1,",
        f"4,{day},55,91330108MA27X0AB1C,,,,",
        f"5,2027-01-01,100,,{no},1,1,",
        f"6,{day},100,,SO20200101-0001,1,1,",
        f"7,{day},200,,{no},1,2,",
    )
    run = dry_run(files, PROFILE)
    assert [(code, line) for _entity, code, line in issues(run)] == [("not_invoiced", line) for line in range(2, 8)]


def test_the_number_goes_to_the_invoice_it_fits(order, tmp_path):
    system, line = people.system_user(), builders.lines_of(order)[0]
    made = []
    for _turn in range(2):
        drafted = operations.draft_invoice(actor=system, lines=[(line.pk, D(1))], at=AT)
        made.append(operations.issue_invoice(actor=system, invoice_id=drafted.pk, at=AT))
    day = TODAY.isoformat()
    files = file(tmp_path, f"A1,{day},100,91330108MA27X0AB1C,,,,")
    assert [code for _entity, code, _line in issues(dry_run(files, PROFILE))] == ["not_invoiced"], "two fit"
    files = file(tmp_path, f"A1,{day},100,,,,,{made[0].number}", f"A2,{day},100,91330108MA27X0AB1C,,,,")
    bring_in(files, PROFILE)
    assert list(Invoice.objects.order_by("pk").values_list("tax_serial", "tax_state")) == [
        ("A1", "MADE"),
        ("A2", "MADE"),
    ]
