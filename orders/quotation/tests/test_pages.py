"""The pages of quotations and inquiries, as people use them."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from common.models import OutboxMessage
from orders.order.models import Order
from orders.quotation import mailing, operations
from orders.quotation.models import Inquiry, Quotation
from orders.quotation.states import Status
from orders.quotation.tests.builders import fresh, line, lines_of, make_quotation, make_sent, offer
from orders.tests.builders import AT, make_buyer, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_order_cast().owner


@pytest.fixture
def client(owner):
    client = Client()
    client.force_login(owner)
    return client


def url(name, *args):
    return reverse(f"orders:{name}", args=args)


def grid(*rows):
    found = {}
    for key, cells in enumerate(rows):
        found |= {f"lines-{key}-{name}": value for name, value in cells.items()}
    return found


def test_a_quotation_is_entered_in_the_grid_of_orders_and_edited(client, owner):
    customer, product = make_buyer(owner), make_product()
    page = client.get(f"{url('quotation-new')}?customer={customer.pk}").content.decode()
    assert "data-grid" in page
    assert customer.name in page
    assert "custom.optional" in page
    form = {"nonce": "n1", "customer": customer.pk, "customer_name": customer.name, "title": "改造"}
    rows = grid(
        {"product": product.code, "quantity": "3", "price": "100"},
        {"product": product.code, "quantity": "1", "price": "5", "custom.optional": "true"},
    )
    answer = client.post(url("quotation-new"), {**form, **rows})
    quotation = Quotation.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("quotation-detail", quotation.number))
    version = offer(quotation)
    assert (version.total_amount, version.optional_amount, quotation.title) == (300, 5, "改造")
    client.post(url("quotation-new"), {**form, **rows})  # the same form once more
    edit = url("quotation-edit", quotation.number, "A1")
    shown = client.get(edit).content.decode()
    assert 'value="100"' in shown
    rows = grid({"product": product.code, "quantity": "4", "price": "100", "line_no": "1"})
    saved = client.post(edit, {**form, **rows, "version": quotation.version, "valid_until": "2099-01-01"})
    assert saved.status_code == 303
    assert [(row.ordered, row.line_no) for row in lines_of(quotation)] == [(4, 1)]
    assert client.post(edit, {**form, **rows, "version": quotation.version}).status_code == 409
    assert Quotation.objects.count() == 1


def test_what_cannot_be_a_line_is_marked_and_nothing_is_saved(client, owner):
    form = {"nonce": "n1", "customer": make_buyer(owner).pk, "customer_name": "x"}
    answer = client.post(url("quotation-new"), {**form, **grid({"product": "no-such", "quantity": "3"})})
    assert answer.status_code == 422
    assert "no-such" in answer.content.decode()
    assert not Quotation.objects.exists()


def test_the_figures_leave_optional_lines_out_of_the_sums(client, owner):
    product = make_product()
    rows = {
        "0": {"product": product.code, "quantity": "2", "price": "10", "line_no": "1"},
        "1": {"product": product.code, "quantity": "1", "price": "7", "line_no": "2", "custom.optional": "true"},
    }
    body = json.dumps({"rows": rows, "head": {"customer": make_buyer(owner).pk}})
    found = json.loads(client.post(url("quotation-rows"), body, content_type="application/json").content)
    assert "20.00" in found["totals"]["total"]
    assert found["rows"]["1"]["amount"]["text"] == "7.00"


def test_the_page_compares_alternatives_and_its_verbs_lead_to_an_order(client, owner):
    quotation = make_quotation(owner, title="秤台")
    call = {"actor": owner, "quotation_id": quotation.pk, "version": None, "at": AT}
    operations.add_alternative(copy_of="A1", label="带安装", **call)
    operations.change_quotation(
        actor=owner,
        quotation_id=quotation.pk,
        code="B1",
        version=None,
        changes={},
        lines=[line(make_product(), 1, 2000)],
        at=AT,
    )
    page = url("quotation-detail", quotation.number)
    shown = client.get(page).content.decode()
    assert "带安装" in shown
    assert "2,000.00" in shown
    version = fresh(quotation).version
    assert client.post(url("quotation-send", quotation.number), {"version": version}).status_code == 303
    convert = url("quotation-convert", quotation.number)
    assert "lines.1.quantity" in client.get(f"{convert}?version=A1").content.decode()
    form = {"nonce": "c1", "version": version + 1, "code": "A1"}
    too_much = client.post(convert, {**form, "lines.1.quantity": "11"})
    assert too_much.status_code == 409
    made = client.post(convert, {**form, "nonce": "c2", "lines.1.quantity": "4"})
    order = Order.objects.get()
    assert (made.status_code, made["Location"]) == (303, url("order-detail", order.reference))
    assert fresh(quotation).status == Status.PARTLY_WON
    assert order.display_number in client.get(page).content.decode()
    particulars = client.get(url("order-particulars", order.reference)).content.decode()
    assert page in particulars  # each leads to the other


def test_won_lost_and_withdrawn_are_asked_for_in_dialogs(client, owner):
    won, lost, withdrawn = make_sent(owner), make_sent(owner), make_sent(owner)
    for one, verb, data, status in (
        (won, "win", {"code": "A1"}, Status.WON),
        (lost, "lose", {"outcome_code": "PRICE", "competitor": "某厂"}, Status.LOST),
        (withdrawn, "withdraw", {"reason": "停产"}, Status.WITHDRAWN),
    ):
        address = url(f"quotation-{verb}", one.number)
        assert client.get(address).status_code == 200
        assert client.post(address, {**data, "version": one.version}).status_code == 303
        assert fresh(one).status == status
    found = client.get(f"{url('quotation-list')}?status=LOST").content.decode()
    assert lost.number in found
    assert won.number not in found
    revise = url("quotation-revise", lost.number, "A1")
    assert client.post(revise, {"version": fresh(lost).version}).status_code == 303
    assert client.post(url("quotation-drop", lost.number, "A2"), {"version": fresh(lost).version}).status_code == 303


def test_an_inquiry_is_recorded_changed_and_quoted(client, owner):
    form = {"nonce": "i1", "company": "远方工厂", "channel": "PHONE", "asked": "20 台台秤"}
    assert client.post(url("inquiry-new"), {"nonce": "i0", "channel": "PHONE"}).status_code == 422
    made = client.post(url("inquiry-new"), form)
    inquiry = Inquiry.objects.get()
    assert made["Location"] == url("inquiry-detail", inquiry.number)
    edit = url("inquiry-edit", inquiry.number)
    assert client.post(edit, {**form, "asked": "21 台", "version": 1}).status_code == 303
    assert "21 台" in client.get(f"{url('quotation-new')}?inquiry={inquiry.number}").content.decode()
    assert inquiry.number in client.get(url("inquiry-list")).content.decode()
    other = operations.record_inquiry(actor=owner, values={"company": "甲", "asked": "价格"}, at=AT)
    close = url("inquiry-close", other.number)
    assert client.post(close, {"reason": "无货", "version": 1}).status_code == 303


def test_a_customers_page_shows_his_quotations(client, owner):
    quotation = make_sent(owner)
    panel = client.get(url("panel-customer-quotations", quotation.customer_id)).content.decode()
    assert quotation.number in panel
    page = client.get(reverse("customers:customer-detail", args=[quotation.customer_id])).content.decode()
    assert "tab=quotations" in page
    found = client.get(f"{reverse('common:search')}?q={quotation.number}").content.decode()
    assert quotation.number in found


def test_a_version_is_printed_in_the_language_of_the_customer(client, owner):
    quotation = make_sent(owner, title="Weighing line")
    paper = client.get(url("quotation-paper", quotation.number, "A1"))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF")
    stranger = Client()
    stranger.force_login(make_order_cast().stranger)
    assert stranger.get(url("quotation-paper", quotation.number, "A1")).status_code == 404


def test_a_row_that_is_added_below_a_line_with_a_gift_is_kept(client, owner):
    product, other = make_product(name="**DS3 数字仪表"), make_product()
    quotation = make_quotation(owner, lines=[line(product, 14)])
    rows = grid({"product": product.code, "quantity": "14", "line_no": "1"}, {"product": other.code, "quantity": "3"})
    form = {"nonce": "n1", "customer": quotation.customer_id, "customer_name": "x", "version": quotation.version}
    answer = client.post(url("quotation-edit", quotation.number, "A1"), {**form, **rows, "valid_until": "2099-01-01"})
    assert answer.status_code == 303
    assert [(row.line_no, row.ordered) for row in lines_of(quotation)] == [(1, 14), (2, 2), (3, 3)]


def test_the_mail_is_shown_before_it_goes(owner):
    quotation = make_quotation(owner)
    quotation.customer.contacts.update(email="qian@example.com")
    browser, base = Browser(owner), f"/quotations/{quotation.number}/mail/"
    page = browser.part(base, "dialog").content.decode()
    contact = quotation.customer.contacts.first()
    assert quotation.number in page and f'value="{contact.pk}"' in page
    typed = {"versions": "A1", "language": "en", "note": "Steel as last time"}
    part = browser.get(f"{base}preview/", **typed).content.decode()
    assert f"Dear {quotation.contact_name or 'customer'}" in part and "Steel as last time" in part
    assert browser.send(base, **typed, version=quotation.version).status_code == 422  # to whom?
    browser.send(base, **typed, contact=contact.pk, version=quotation.version)
    row = OutboxMessage.objects.get(topic=mailing.TOPIC)
    assert (row.payload["to"], row.payload["language"], row.payload["versions"]) == ("qian@example.com", "en", ["A1"])
    assert "qian@example.com" in browser.get(f"/quotations/{quotation.number}/").content.decode()
