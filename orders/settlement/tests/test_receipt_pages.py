"""Receipts as pages: recording once, allocating oldest first or by hand, taking back."""

import copy
from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from orders.settlement.models import Allocation, Receipt
from orders.tests import builders
from orders.tests.page_builders import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(made):
    return copy.deepcopy(made)


def _make_order():
    return builders.make_effective()


@pytest.fixture
def finance(settings):
    return Browser(make_user("finance"))


def record(browser, order, amount="1000", **data):
    entries = {
        "customer": order.customer_id,
        "amount": amount,
        "received_date": "2026-11-20",
        "allocate": "oldest",
        **data,
    }
    return browser.post("/receipts/new/", **entries)


def seen():
    """What a page of the one receipt sends back of it."""
    return {"version": Receipt.objects.get().version}


def test_a_receipt_pays_what_is_due_longest(finance, order):
    response = record(finance, order)
    assert response.status_code == 303
    assert builders.fresh(order).received_amount == 1000
    assert finance.get(response.headers["Location"]).status_code == 200


def test_a_receipt_may_wait_for_its_allocation(finance, order):
    url = record(finance, order, allocate="later").headers["Location"]
    assert Receipt.objects.get().allocated == 0
    page = finance.get(f"{url}allocate/").content.decode()
    assert "1000.00" in page, "proposed"
    row = order.plan_rows.get()
    assert finance.post(f"{url}allocate/").status_code == 422
    assert finance.post(f"{url}allocate/", **seen(), **{f"row-{row.pk}": "400"}).status_code == 303
    assert builders.fresh(order).received_amount == 400
    assert finance.post(f"{url}oldest/", **seen()).status_code == 303
    assert builders.fresh(order).received_amount == 1000


def test_sharing_by_hand_while_recording(finance, order):
    row = order.plan_rows.get()
    part = finance.part("/receipts/rows/", "shares", customer=order.customer_id).content.decode()
    assert f'name="row-{row.pk}"' in part
    assert record(finance, order, allocate="hand", **{f"row-{row.pk}": "250"}).status_code == 303
    assert builders.fresh(order).received_amount == 250


def test_more_than_the_row_holds_is_a_conflict_and_records_nothing(finance, order):
    row = order.plan_rows.get()
    response = record(finance, order, amount="5000", allocate="hand", **{f"row-{row.pk}": "2000"})
    assert response.status_code in (409, 422)
    assert not Receipt.objects.exists()


def test_the_same_form_twice_records_once(finance, order):
    first, again = record(finance, order, nonce="n"), record(finance, order, nonce="n")
    assert first.headers["Location"] == again.headers["Location"]
    assert Receipt.objects.count() == 1


def test_the_form_begins_with_the_customer_of_the_order_it_was_opened_from(finance, order):
    page = finance.get("/receipts/new/", order=order.reference).content.decode()
    assert order.customer.name in page


def test_an_allocation_is_taken_back_with_a_reason(finance, order):
    url = record(finance, order).headers["Location"]
    allocation = Allocation.objects.get()
    take_back = f"{url}allocations/{allocation.pk}/revoke/"
    assert "<html" not in finance.part(take_back, "dialog").content.decode()
    assert finance.post(take_back).status_code == 422
    assert finance.post(take_back, **seen(), reason="other order").status_code == 303
    assert builders.fresh(order).received_amount == Decimal(0)


def test_a_receipt_is_made_void_with_a_reason(finance, order):
    url = record(finance, order).headers["Location"]
    assert finance.post(f"{url}void/").status_code == 422
    assert finance.post(f"{url}void/", **seen(), reason="bounced").status_code == 303
    assert Receipt.objects.get().is_void


def test_sales_see_their_receipts_but_record_none(finance, order):
    url = record(finance, order).headers["Location"]
    sales = Browser(order.salesperson)
    assert sales.get(url).status_code == 200
    assert sales.get("/receipts/new/").status_code == 403
    assert sales.post(f"{url}void/", reason="x").status_code == 403
    assert Browser(make_user("sales")).get(url).status_code == 404


def test_the_list_opens_as_page_and_part_with_its_views(finance, order):
    record(finance, order, allocate="later")
    number = Receipt.objects.get().number
    assert number in finance.get("/receipts/").content.decode()
    assert "<html" not in finance.part("/receipts/", "list").content.decode()
    assert number in finance.get("/receipts/", is_unallocated="true").content.decode()
    assert number not in finance.get("/receipts/", is_void="true").content.decode()
    assert number not in Browser(make_user("sales")).get("/receipts/").content.decode()


def test_the_tab_of_money_shows_plan_and_payments(finance, order):
    record(finance, order, amount="300")
    page = Browser(order.salesperson).get(f"/orders/{order.reference}/money/").content.decode()
    assert "700" in page
    assert Receipt.objects.get().number in page


def test_the_customer_panel_shows_ages_and_the_statement(finance, order):
    record(finance, order, amount="300")
    url = f"/panels/customers/{order.customer_id}/money/"
    assert "Statement of account" in finance.part(url, "pane").content.decode()
    assert "Amounts are not shown" in Browser(make_user("warehouse")).part(url, "pane").content.decode()
    assert Browser(make_user("sales")).get(url).status_code == 404


def test_a_receipt_begins_with_the_customer_it_was_opened_from(finance):
    order = builders.make_effective()
    customer = order.customer
    panel = finance.get(f"/panels/customers/{customer.pk}/money/").content.decode()
    address = f"/receipts/new/?customer={customer.pk}"
    assert address in panel
    page = finance.get("/receipts/new/", customer=customer.pk).content.decode()
    assert f'value="{customer.code} {customer.name}"' in page and f'value="{customer.pk}"' in page
    assert finance.get("/receipts/new/", customer="9" * 20).status_code == 200, "damaged: nobody is chosen"
    assert finance.get("/receipts/new/", customer=999_999_999).status_code == 404


def test_money_of_somebody_who_owes_nothing_waits_and_says_so(finance, order):
    assert record(finance, order).status_code == 303
    url = record(finance, order, amount="10", allocate="later").headers["Location"]
    page = finance.get(url).content.decode()
    assert "Nothing is owed that it could pay." in page
    assert f'href="{url}allocate/"' not in page and f'action="{url}oldest/"' not in page
