"""Planned receipts come in from the workbooks of purchasing and production."""

import pytest

from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from products.stock.supply.models import PlannedReceipt
from products.tests.builders import make_product, make_supplier

pytestmark = pytest.mark.django_db

FIELDS = {"product": "product", "quantity": "qty", "expected_date": "day", "kind": "kind", "supplier": "supplier"}
PLAN = masters(["planned"], section("planned", external_id="no", provider="from", warehouse="place", **FIELDS))


def test_a_workbook_of_purchasing_plans_and_a_later_one_moves_the_days(tmp_path):
    make_product(code="A1")
    make_supplier(code="S7")
    head = "product,qty,day,kind,supplier,no,from,place\n"
    bring_in(write(tmp_path, planned=f"{head}A1,20,2026-12-10,PURCHASE,S7,7/1,erp,\n"), PLAN)
    later = PLAN.replace("[files]", 'title = "2"\n[files]')
    bring_in(write(tmp_path, planned=f"{head}A1,20,2026-12-17,PURCHASE,S7,7/1,erp,\nA1,3,2026-12-20,,,,,\n"), later)
    found = PlannedReceipt.objects.order_by("pk").values_list("quantity", "expected_date", "supplier__code")
    assert [(int(quantity), day.day, code) for quantity, day, code in found] == [(20, 17, "S7"), (3, 20, None)]
    rows = ["X,1,2026-12-10,,,,,", "A1,0.5,2026-12-10,,,,,", *2 * ["A1,1,2026-12-10,,,9,,"], "A1,1,2026-12-10,,,,,NO"]
    bad = head + "\n".join(rows) + "\n"
    run = dry_run(write(tmp_path, planned=bad), PLAN.replace("[files]", 'title = "3"\n[files]'))
    assert {(code, line) for _entity, code, line in issues(run)} == {
        ("orphan", 2),
        ("not_whole_pieces", 3),
        ("repeated", 5),
        ("unknown_warehouse", 6),
    }
