"""Outbound documents as pages: from the notice to the signature, part and whole, who may and who sees."""

import copy

import pytest

from accounts.tests.builders import make_user
from orders.fulfilment.models import OutboundDocument
from orders.tests import builders
from orders.tests.page_builders import Browser, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(made):
    return copy.deepcopy(made)


def _make_order():
    return builders.make_effective()


def notice(order, quantity=10, user=None, **data):
    """Write a delivery notice through the page."""
    line = builders.lines_of(order)[0]
    browser = Browser(user or make_user("order_desk"))
    return browser.post(f"/outbound/new/?ids={order.pk}", **{f"line-{line.pk}": quantity, **data})


def document_of(order):
    return OutboundDocument.objects.get(lines__order_line__order=order)


def seen(order):
    """What a page of the order's document sends back of it."""
    return {"version": document_of(order).version}


def test_a_notice_proposes_what_is_open(order):
    page = Browser(make_user("order_desk")).get("/outbound/new/", ids=order.pk).content.decode()
    line = builders.lines_of(order)[0]
    assert f'name="line-{line.pk}"' in page
    assert 'value="1E+1"' not in page
    assert 'value="10"' in page


def test_the_way_of_the_goods(order):
    response = notice(order)
    assert response.status_code == 303
    url = response.headers["Location"]
    warehouse, logistics = Browser(make_user("warehouse")), Browser(make_user("logistics"))
    for browser in (warehouse, logistics):
        assert browser.get(url).status_code == 200
    assert warehouse.post(f"{url}audit/", **seen(order)).status_code == 303
    assert document_of(order).status == "AUDITED"
    line = document_of(order).lines.get()
    signed = {"signer": "Mr Wang", "signed_date": document_of(order).ship_date, f"signed-{line.pk}": 10}
    assert logistics.post(f"{url}sign/", **seen(order), **signed).status_code == 303
    assert document_of(order).status == "SIGNED"
    assert builders.fresh(order).status == "CLOSED", "the last line closed with it"


def test_more_than_is_open_is_refused_beside_the_quantity_or_in_words(order):
    response = notice(order, quantity=11)
    assert response.status_code in (409, 422)
    assert not OutboundDocument.objects.exists()


def test_an_empty_notice_is_refused(order):
    assert notice(order, quantity="").status_code == 422


def test_the_same_form_twice_writes_one_notice(order):
    first, again = notice(order, user=(desk := make_user("order_desk")), nonce="n"), notice(order, user=desk, nonce="n")
    assert first.headers["Location"] == again.headers["Location"]
    assert OutboundDocument.objects.count() == 1


def test_orders_of_two_customers_do_not_travel_together(order):
    other = builders.make_effective()
    response = Browser(make_user("order_desk")).get("/outbound/new/", ids=[order.pk, other.pk])
    assert response.status_code == 409


def test_a_notice_is_changed_and_made_void(order):
    desk = make_user("order_desk")
    url = notice(order, user=desk).headers["Location"]
    line = builders.lines_of(order)[0]
    browser = Browser(desk)
    version = document_of(order).version
    changed = browser.post(f"{url}edit/", **{f"line-{line.pk}": 4, "waybill": "SF1", "version": version})
    assert changed.status_code == 303
    assert document_of(order).lines.get().quantity == 4
    stale = browser.post(f"{url}edit/", **{f"line-{line.pk}": 5, "waybill": "SF2", "version": version})
    assert stale.status_code == 409
    assert browser.post(f"{url}void/").status_code == 422
    assert browser.post(f"{url}void/", **seen(order), reason="written twice").status_code == 303
    assert document_of(order).status == "VOID"


def test_unauditing_takes_a_reason_and_gives_the_goods_back(order):
    url = notice(order).headers["Location"]
    browser = Browser(make_user("warehouse"))
    browser.post(f"{url}audit/", **seen(order))
    assert browser.post(f"{url}unaudit/").status_code == 422
    assert browser.post(f"{url}unaudit/", **seen(order), reason="wrong pallet").status_code == 303
    assert document_of(order).status == "DRAFT"


def test_sales_may_neither_write_nor_audit(order):
    assert notice(order, user=order.salesperson).status_code == 403
    url = notice(order).headers["Location"]
    assert Browser(order.salesperson).get(url).status_code == 200
    assert Browser(order.salesperson).post(f"{url}audit/").status_code == 403
    assert Browser(make_user("sales")).get(url).status_code == 404


def test_dialogs_come_as_parts(order):
    url = notice(order).headers["Location"]
    browser = Browser(make_user("warehouse"))
    for verb in ("audit", "void"):
        assert "<html" not in browser.part(f"{url}{verb}/", "dialog").content.decode()
        assert "<html" in browser.get(f"{url}{verb}/").content.decode()


def test_the_list_opens_as_page_and_part_and_filters(order):
    notice(order)
    number = document_of(order).number
    browser = Browser(make_user("warehouse"))
    assert number in browser.get("/outbound/").content.decode()
    part = browser.part("/outbound/", "list", status="DRAFT").content.decode()
    assert number in part
    assert "<html" not in part
    assert number not in browser.get("/outbound/", status="SIGNED").content.decode()
    assert number not in Browser(make_user("sales")).get("/outbound/").content.decode()


def test_the_paper_carries_no_amount(order):
    url = notice(order).headers["Location"]
    page = Browser(make_user("order_desk")).get(f"{url}print/").content.decode()
    assert order.number in page
    assert "¥" not in page


def test_the_list_costs_the_same_for_one_document_and_twelve():
    cast = builders.make_order_cast()
    product = builders.products.make_product(stock=1000)
    warehouse = Browser(make_user("warehouse")).warm()
    counted = []
    for many in (1, 11):
        for _ in range(many):
            notice(builders.make_effective(cast.owner, lines=[builders.line(product, 10)]))
        counted.append(statements(lambda: warehouse.get("/outbound/")))
    assert counted[0] == counted[1]


def test_a_service_is_recorded_from_its_line():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner, lines=[builders.line(builders.products.make_service(), 2)])
    url = f"/orders/{order.reference}/lines/1/perform/"
    browser = Browser(make_user("service"))
    assert "<html" not in browser.part(url, "dialog").content.decode()
    data = {"quantity": 2, "performed_date": "2026-11-20", "proof": "report 7", "version": order.version}
    assert browser.post(url, **data).status_code == 303
    assert builders.fresh(order).status == "CLOSED"
    assert "report 7" in browser.get(f"/orders/{order.reference}/shipments/").content.decode()


def test_without_an_order_it_leads_to_those_that_can_be_delivered():
    answer = Browser(make_user("order_desk")).get("/outbound/new/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/orders/?status=EFFECTIVE")
    assert Browser(make_user("sales")).get("/outbound/new/").status_code == 403
