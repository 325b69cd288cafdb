"""Many orders from one workbook that somebody filled in by hand (R063)."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.tests.builders import make_user
from common import errors
from common.imports.models import ImportRun
from orders.intake.imports import batch_sheet, batching, operations, passes
from orders.intake.imports.tests.builders import AT, issues
from orders.order.models import Order
from orders.order.states import PriceSource, Status
from orders.tests.builders import lines_of, make_buyer, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def goods():
    return make_product(code="P1", list_price=Decimal(113)), make_product(code="P2", list_price=Decimal(50))


def filled(rows, language="en"):
    """The sheet as it is downloaded, with rows: {target: value}."""
    book = load_workbook(BytesIO(batch_sheet.template(language)))
    for row in rows:
        book.worksheets[0].append([row.get(column.target, "") for column in batching.COLUMNS])
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("orders.xlsx", out.getvalue())


def check(actor, file):
    run = operations.start_batch_entry(actor=actor, file=file, at=AT)
    return passes.check_import(actor=actor, run_id=run.pk, at=AT)


def enter(actor, file):
    run = check(actor, file)
    assert run.state == ImportRun.State.CHECKED, (run.error, issues(run))
    return passes.commit_import(actor=actor, run_id=run.pk, at=AT)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_rows_with_one_mark_and_customer_are_one_draft(cast, goods, language):
    first, second = make_buyer(cast.owner), make_buyer(cast.owner)
    rows = [
        {"mark": "1", "customer": first.code, "customer_po_number": "PO-1", "product": "P1", "quantity": 40},
        {
            "mark": "1",
            "customer": first.code,
            "customer_po_number": "PO-1",
            "product": "P2",
            "quantity": 2,
            "price": 45,
        },
        {"mark": "1", "customer": second.code, "product": "P2", "quantity": 12, "discount": 5},
    ]
    enter(cast.owner, filled(rows, language))
    one, two = Order.objects.order_by("pk")
    assert (one.status, one.customer_id, one.customer_po_number) == (Status.DRAFT, first.pk, "PO-1")
    assert [(line.product_code, line.ordered, line.price, line.price_source) for line in lines_of(one)] == [
        ("P1", 40, 113, PriceSource.LIST),
        ("P2", 2, 45, PriceSource.MANUAL),
    ]
    assert [(line.ordered, line.discount) for line in lines_of(two)] == [(12, Decimal("0.05"))]
    assert two.customer_id == second.pk


def test_the_same_workbook_enters_its_orders_once_and_another_with_the_same_marks_enters_its_own(cast, goods):
    customer = make_buyer(cast.owner)
    row = {"mark": "1", "customer": customer.code, "product": "P1", "quantity": 1}
    file = filled([row])
    enter(cast.desk, file)
    file.seek(0)
    enter(cast.desk, file)
    assert Order.objects.count() == 1
    enter(cast.desk, filled([{**row, "quantity": 2}]))
    assert Order.objects.count() == 2


def test_a_row_that_entry_refuses_is_named_and_its_order_left_out(cast, goods):
    customer = make_buyer(cast.owner)
    rows = [
        {"mark": "1", "customer": customer.code, "product": "P1", "quantity": 1},
        {"mark": "1", "customer": customer.code, "product": "nothing", "quantity": 1},
        {"mark": "2", "customer": customer.code, "product": "P2", "quantity": 3},
    ]
    run = check(cast.desk, filled(rows))
    refused = issues(run, "REFUSED")
    assert {("lines", 3), ("orders", 2)} <= {(entity, line) for entity, _code, line in refused}, refused
    assert not any(line == 4 for _entity, _code, line in refused)
    passes.commit_import(actor=cast.desk, run_id=run.pk, at=AT)
    assert [line.product_code for line in lines_of(Order.objects.get())] == ["P2"]


def test_a_file_that_is_not_the_sheet_is_refused_by_what_it_lacks(cast):
    file = SimpleUploadedFile("orders.csv", b"Customer code,Quantity\n33.001,4\n")
    with pytest.raises(errors.Invalid) as caught:
        operations.start_batch_entry(actor=cast.desk, file=file, at=AT)
    assert "Order, Product code" in str(caught.value.fields["file"][0])
    assert ImportRun.objects.get().state == ImportRun.State.DISCARDED


def test_the_page_offers_the_sheet_and_leads_to_the_report(cast, goods):
    customer = make_buyer(cast.owner)
    client = Client()
    client.force_login(cast.desk)
    assert "template.xlsx" in client.get("/orders/batch/").content.decode()
    assert client.get("/orders/batch/template.xlsx").content[:2] == b"PK"
    file = filled([{"mark": "1", "customer": customer.code, "product": "P1", "quantity": 1}])
    answer = client.post("/orders/batch/", {"file": file, "nonce": "a"})
    assert answer.status_code == 303 and "/imports/" in answer.headers["Location"]
    refused = client.post("/orders/batch/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), "nonce": "b"})
    assert refused.status_code == 422
    client.force_login(make_user("warehouse"))
    assert client.get("/orders/batch/").status_code == 403
