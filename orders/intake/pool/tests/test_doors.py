"""Intake on pages and over the API."""

import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.collaboration import queries as collaboration
from accounts.tests.builders import make_user
from common import navigation
from orders.intake.pool import exporting, operations, queries, telling
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.tests.builders import receive
from orders.order.models import Order
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
URL = "/api/v1/intake-items/"


@pytest.fixture
def cast(db):
    return builders.make_order_cast()


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, url, **body):
        return self.post(url, body, format="json", headers={"Idempotency-Key": f"in{next(_keys)}"})


def test_the_receiving_post_registers_dispatches_and_the_salesperson_enters(cast):
    buyer, product = builders.make_buyer(cast.owner), make_product(stock=100)
    desk = Browser(cast.desk)
    assert desk.get("/intake/new/").status_code == 200
    form = {"channel": "FAX", "customer": buyer.pk, "customer_name": buyer.name, "subject": "Fax of today"}
    assert desk.post("/intake/new/", channel="FAX").status_code == 422  # nothing to enter an order from
    bad = SimpleUploadedFile("scan.exe", b"MZ")
    assert desk.post("/intake/new/", **form, scans=bad).status_code == 422 and not IntakeItem.objects.exists()
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7")
    made = desk.post("/intake/new/", **form, scans=scan)
    item = IntakeItem.objects.get()
    place = f"/intake/{item.pk}"
    assert (made.status_code, made.headers["Location"]) == (303, f"{place}/")
    assert [file.name for file in collaboration.attachments_of("orders.intakeitem", item.pk)] == ["scan.pdf"]
    page = desk.get(f"{place}/").content.decode()
    assert cast.owner.name in page and "looks after this customer" in page
    assert cast.owner.name in desk.get(f"{place}/dispatch/").content.decode()
    assert desk.send(f"{place}/dispatch/", person=cast.owner.pk, version=1).headers["HX-Location"]
    IntakeItem.objects.update(rows=[{"product": product.code, "quantity": "5"}])
    sales = Browser(cast.owner)
    assert "Fax of today" in sales.get("/").content.decode()  # on the page of one's work
    entered = sales.post(f"{place}/enter/", version=2)
    order = Order.objects.get()
    assert (entered.status_code, entered.headers["Location"]) == (303, f"/orders/{order.reference}/edit/")
    told = sales.get(f"/orders/{order.reference}/particulars/").content.decode()
    assert f"{place}/" in told and "Fax" in told and "entered after" in told
    assert sales.post(f"{place}/enter/", version=2).status_code == 409


def test_lists_show_the_work_the_late_and_only_what_is_ones_own(cast):
    receive(cast.desk, subject="Of long ago")  # AT lies in the past: its time is up
    desk = Browser(cast.desk)
    assert "Of long ago" in desk.get("/intake/").content.decode()
    assert "Of long ago" in desk.get("/intake/", late="true").content.decode()
    assert "Of long ago" not in desk.get("/intake/", state="DRAFTED").content.decode()
    assert "Of long ago" not in Browser(cast.owner).get("/intake/").content.decode()
    assert navigation.counts_for(builders.person(cast.desk.pk))["intake"] == 1


def test_bulk_dispatch_gives_each_to_who_is_proposed_and_says_what_was_refused(cast):
    first, second = receive(cast.desk), receive(cast.desk)
    operations.discard_item(actor=cast.desk, item_id=second.pk, reason="nothing", at=AT)
    answer = Browser(cast.desk).post("/intake/dispatch/", ids=[first.pk, second.pk])
    assert answer.status_code == 303
    first.refresh_from_db()
    assert first.state == "DISPATCHED" and first.dispatch_reason


def test_dialogs_name_link_set_aside_discard_and_take_up(cast):
    buyer = builders.make_buyer(cast.owner)
    order = builders.make_draft(cast.owner, customer=buyer)
    item = receive(cast.desk)
    desk, place = Browser(cast.desk), f"/intake/{item.pk}"
    for name in ("customer", "link", "set-aside", "discard"):
        assert desk.part(f"{place}/{name}/", "dialog").status_code == 200
    assert desk.send(f"{place}/set-aside/", reason="", version=1).status_code == 422
    assert desk.send(f"{place}/set-aside/", reason="odd", version=1).headers["HX-Location"]
    assert "odd" in desk.get(f"{place}/").content.decode()
    assert desk.post(f"{place}/release/", version=2).status_code == 303
    assert desk.send(f"{place}/discard/", reason="odd", version=2).status_code == 409  # stale
    assert desk.send(f"{place}/customer/", customer=buyer.pk, version=3).headers["HX-Location"]
    assert desk.send(f"{place}/link/", order="SO20200101-0001", version=4).status_code == 422
    assert desk.send(f"{place}/link/", order=order.reference, version=4).headers["HX-Location"]
    assert IntakeItem.objects.get().order_id == order.pk


def test_a_web_shop_sends_an_order_once_and_it_is_entered_over_the_api(cast):
    buyer, product = builders.make_buyer(cast.owner), make_product(stock=100)
    shop, desk = Api(make_user("api_client")), Api(cast.desk)
    body = {
        "channel": "ECOMMERCE",
        "provider": "shop",
        "external_id": "WS-1",
        "customer": buyer.code,
        "requested_date": "2026-12-08",
        "lines": [{"product": product.code, "quantity": "20", "price": "85.80"}],
    }
    first = shop.send(URL, **body)
    assert first.status_code == 201, first.content
    found = first.json()
    assert (found["state"], found["customer"], found["rows"][0]["price"]) == ("NEW", buyer.code, "85.8")
    again = shop.send(URL, **body)
    assert (again.status_code, again.json()["id"]) == (200, found["id"])
    other = shop.send(URL, **{**body, "requested_date": "2026-12-09"})
    assert (other.status_code, other.json()["code"]) == (409, "intake_used")
    place = f"{URL}{found['id']}/"
    ranked = desk.get(f"{place}candidates/").json()["candidates"]
    assert ranked[0]["person"] == cast.owner.username and ranked[0]["reasons"]
    assert shop.get(f"{place}candidates/").status_code == 403  # who only registers is not told of others' work
    assert desk.send(f"{place}dispatch/").json()["salesperson"] == cast.owner.username
    assert desk.send(f"{place}dispatch/", person="nobody").status_code == 400
    entered = desk.send(f"{place}enter/").json()
    assert (entered["state"], entered["order"], entered["minutes_to_entry"]) == (
        "DRAFTED",
        Order.objects.get().reference,
        0,
    )
    assert Order.objects.get().channel == "ECOMMERCE"
    assert desk.get(f"{URL}?state=DRAFTED&provider=shop").json()["count"] == 1
    assert shop.send(f"{place}enter/").status_code == 403
    assert Api(make_user("warehouse")).send(URL, **body).status_code == 403


def test_over_the_api_it_is_named_set_aside_taken_up_linked_and_discarded(cast):
    buyer = builders.make_buyer(cast.owner)
    order = builders.make_draft(cast.owner, customer=buyer)
    api = Api(cast.desk)
    place = f"{URL}{receive(cast.desk).pk}/"
    assert api.send(f"{place}enter/").json()["code"] == "customer_unknown"
    assert api.send(f"{place}customer/", customer=buyer.code).json()["customer_by"] == "HAND"
    assert api.send(f"{place}set-aside/", reason="odd").json()["state"] == "SET_ASIDE"
    assert api.send(f"{place}release/").json()["state"] == "NEW"
    assert api.send(f"{place}link/", order=order.reference).json()["order"] == order.reference
    other = f"{URL}{receive(cast.desk).pk}/"
    assert api.send(f"{other}discard/", reason="spam").json()["reason"] == "spam"


def test_who_does_not_see_the_order_is_not_told_its_number_by_any_door(cast):
    stranger = make_user("sales")
    item = receive(cast.desk, customer_id=builders.make_buyer(cast.owner).pk)
    order = builders.make_draft(cast.owner, customer=builders.make_buyer(cast.owner))
    IntakeItem.objects.update(
        order=order, state="DRAFTED", entered_at=AT, entered_by=cast.owner, registered_by=stranger
    )
    item.refresh_from_db()
    for path, asked in ((f"/intake/{item.pk}/", {}), ("/intake/", {"state": "DRAFTED"})):
        page = Browser(stranger).get(path, **asked).content.decode()
        assert "an order that is not yours" in page and order.display_number not in page
        assert order.display_number in Browser(cast.desk).get(path, **asked).content.decode()
    assert Api(stranger).get(f"{URL}{item.pk}/").json()["order"] is None
    assert Api(cast.desk).get(f"{URL}{item.pk}/").json()["order"] == order.reference
    Order.objects.update(number="SO20261101-0001")
    column = exporting.columns(AT)["order"]
    items = list(queries.list_items(stranger))
    assert [column.make(one) for one in telling.told(stranger, items)] == [None]
    assert Api(stranger).get(f"{URL}?order=SO20261101-0001").json()["count"] == 0
    assert Api(cast.desk).get(f"{URL}?order=SO20261101-0001").json()["count"] == 1


def test_the_list_takes_the_same_statements_for_many(cast):
    browser = Browser(cast.desk).warm()
    product = make_product()
    receive(cast.desk, rows=[{"product": product.code, "quantity": "1"}])
    few = statements(lambda: browser.get("/intake/"))
    for _number in range(3):
        receive(cast.desk, rows=[{"product": product.code, "quantity": "1"}])
    assert statements(lambda: browser.get("/intake/")) == few
