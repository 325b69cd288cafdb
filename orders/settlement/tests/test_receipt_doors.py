"""Money is moved once, on the receipt as it was seen, by whom it is his to move (RELIABILITY 2.5, 2.6)."""

import copy
import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.settlement.models import Allocation
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def order(mine):
    return mine[0]


@pytest.fixture
def receipt(mine):
    return mine[1]


def _make_all():
    order = _make_order()
    receipt = _make_receipt(order)
    return order, receipt


def _make_order():
    return builders.make_effective()


def _make_receipt(order):
    return flow.make_receipt(order, 1000)


@pytest.fixture
def finance():
    return Browser(make_user("finance"))


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(make_user("finance"))

    def verb(receipt, name, version=None, **body):
        headers = {"Idempotency-Key": f"k{next(_keys)}"} | ({"If-Match": f'"{version}"'} if version else {})
        return client.post(f"/api/v1/receipts/{receipt.number}/{name}/", body, format="json", headers=headers)

    return verb


def test_a_form_that_is_sent_again_allocates_once(finance, order, receipt):
    url = f"/receipts/{receipt.number}/allocate/"
    page = finance.get(url).text
    assert 'name="nonce"' in page
    assert f'name="version" value="{receipt.version}"' in page
    form = {f"row-{flow.plan_of(order)[0].pk}": "300", "nonce": "n", "version": receipt.version}
    assert [finance.post(url, **form).status_code for _ in range(2)] == [303, 303]
    assert builders.fresh(order).received_amount == 300


def test_the_button_that_is_pressed_again_allocates_once(finance, order, receipt):
    page = finance.get(f"/receipts/{receipt.number}/").text
    assert page.count('name="nonce"') == 1
    form = {"nonce": "n", "version": receipt.version}
    assert [finance.post(f"/receipts/{receipt.number}/oldest/", **form).status_code for _ in range(2)] == [303, 303]
    assert Allocation.objects.count() == 1


def test_every_verb_refuses_a_receipt_that_is_not_the_one_that_was_seen(finance, order, receipt):
    flow.make_shipped(order)
    row, stale = flow.plan_of(order)[0], receipt.version + 5
    url = f"/receipts/{receipt.number}/"
    assert finance.post(f"{url}allocate/", **{f"row-{row.pk}": "300"}, version=stale).status_code == 409
    assert finance.post(f"{url}oldest/", version=stale).status_code == 409
    assert finance.post(f"{url}oldest/", version=receipt.version).status_code == 303
    taken = f"{url}allocations/{Allocation.objects.get().pk}/revoke/"
    assert finance.post(taken, reason="x", version=stale).status_code == 409
    assert finance.post(f"{url}void/", reason="x", version=stale).status_code == 409
    assert finance.post(f"{url}void/", reason="x", version=receipt.version + 1).status_code == 303
    assert finance.post(f"{url}restore/", reason="x", version=stale).status_code == 409
    assert finance.post(f"{url}restore/", reason="x", version=receipt.version + 2).status_code == 303


def test_every_verb_of_the_api_honours_if_match(api, order, receipt):
    allocations, stale = [{"order": order.number, "sequence": 1, "amount": "400"}], receipt.version + 5
    assert api(receipt, "allocate", stale, allocations=allocations).status_code == 412
    assert api(receipt, "allocate-oldest-first", stale).status_code == 412
    assert api(receipt, "allocate", receipt.version, allocations=allocations).status_code == 200
    taken = f"allocations/{Allocation.objects.get().pk}/revoke"
    assert api(receipt, taken, stale, reason="x").status_code == 412
    assert api(receipt, taken, receipt.version + 1, reason="x").status_code == 200
    assert api(receipt, "void", stale, reason="x").status_code == 412
    assert api(receipt, "void", receipt.version + 2, reason="x").status_code == 200
    assert api(receipt, "restore", stale, reason="x").status_code == 412
    assert api(receipt, "restore", reason="x").json()["is_void"] is False


def test_a_void_receipt_offers_to_be_restored_and_an_allocation_to_be_taken_back(finance, order, receipt):
    url = f"/receipts/{receipt.number}/"
    finance.post(f"{url}oldest/", version=receipt.version)
    assert "/revoke/" in finance.get(url).text
    assert "/revoke/" not in Browser(order.salesperson).get(url).text
    finance.post(f"{url}void/", reason="x", version=receipt.version + 1)
    page = finance.get(url).text
    assert f"{url}restore/" in page
    assert "/revoke/" not in page
    assert finance.part(f"{url}restore/", "dialog").status_code == 200


def test_no_form_is_drawn_for_who_may_not_send_it(order, receipt):
    flow.make_paid(order)
    sales = Browser(order.salesperson)
    for end in ("allocate", "void", "restore"):
        assert sales.get(f"/receipts/{receipt.number}/{end}/").status_code == 403


def test_an_allocation_is_addressed_under_its_own_receipt(finance, order, receipt):
    other = flow.make_paid(order, 300)
    url = f"/receipts/{receipt.number}/allocations/{other.allocations.get().pk}/revoke/"
    assert finance.post(url, reason="x").status_code == 404


def record(client, **body):
    sent = {"amount": "10.00", "received_date": str(builders.AT.date()), **body}
    return client.post(
        "/api/v1/receipts/",
        sent,
        format="json",
        headers={"Idempotency-Key": f"k{next(_keys)}", "Accept-Language": "en"},
    )


@pytest.fixture
def bank():
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    return client


@pytest.mark.parametrize("nothing", [{}, {"external_id": ""}, {"external_id": " ", "provider": "", "payer": ""}])
def test_money_without_a_number_of_the_bank_is_new_each_time(bank, order, nothing):
    customer = order.customer.code
    numbers = {record(bank, customer=customer, **nothing).json()["number"] for _n in range(2)}
    assert len(numbers) == 2
    known = {record(bank, customer=customer, external_id=" B1 ").json()["number"] for _n in range(2)}
    assert len(known) == 1


def test_a_currency_in_words_that_we_do_not_have_is_named(bank, order):
    for unknown in ("zzz", "Dollars"):
        refused = record(bank, customer=order.customer.code, currency=unknown)
        assert refused.status_code == 400
        assert f"There is no currency “{unknown}” in use" in str(refused.json()["fields"]["currency"])
    assert record(bank, customer=order.customer.code, currency="cny").json()["currency"] == "CNY"
    assert record(bank, customer=order.customer.code, currency="").json()["currency"] == "CNY"
