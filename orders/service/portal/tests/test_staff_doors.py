"""The doors of those who look after customers: accesses and satisfaction on our pages, in the API, in merges."""

import copy
from datetime import timedelta

import pytest
from django.test import Client

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock
from common.links.operations import Visitor
from customers.cleaning import operations as cleaning
from orders.service.portal import operations, queries
from orders.service.portal.models import PageAccess, PageWord
from orders.service.satisfaction import operations as satisfaction
from orders.service.satisfaction.models import SatisfactionRequest
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

MAIL = "li@customer.example"
_JSON = "application/json"


def key(name):
    return {"Idempotency-Key": name}


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
        return once_a_file(_begin)


@pytest.fixture
def begun(db, standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


@pytest.fixture
def order(begun):
    return begun[1]


def _begin():
    cast = builders.make_order_cast()
    return cast, _make_order(cast)


def _make_order(cast):
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    customer.contacts.create(name="李工", email=MAIL, is_default=True)
    made = builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_product(stock=9), 3, "10")]
    )
    flow.sign(flow.make_shipped(made, 2, ship_date=TODAY), signed_date=TODAY)
    made.refresh_from_db()
    return made


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_an_access_is_given_shown_sent_again_and_taken_back_on_our_pages(order, mailoutbox):
    client = signed_in(order.salesperson)
    url = f"/customers/{order.customer_id}/page/give/"
    assert MAIL in client.get(url).content.decode()
    sent = {"recipient": MAIL, "name": "李工", "days": "30", "shows_prices": "on"}
    assert client.post(url, sent).status_code == 422  # no nonce
    assert client.post(url, {**sent, "nonce": "n1"}).status_code in (302, 303)
    assert client.post(url, {**sent, "nonce": "n1"}).status_code in (302, 303)  # the same form again
    access = PageAccess.objects.get()
    assert (access.shows_prices, access.mails) == (True, 1)
    panel = client.get(f"/panels/customers/{order.customer_id}/page/").content.decode()
    assert MAIL in panel
    assert (
        f"/page-accesses/{access.pk}/revoke/" in client.get(f"/panels/orders/{order.reference}/voice/").content.decode()
    )
    assert client.post(f"/page-accesses/{access.pk}/resend/", {"version": access.version}).status_code in (302, 303)
    access.refresh_from_db()
    assert access.mails == 2
    client.get(f"/page-accesses/{access.pk}/revoke/")
    assert client.post(f"/page-accesses/{access.pk}/revoke/", {"version": access.version}).status_code in (302, 303)
    access.refresh_from_db()
    assert access.revoked_at is not None


def test_strangers_find_no_access_and_who_does_not_serve_gives_none(order):
    access = operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)
    stranger = signed_in(make_user())
    assert stranger.get(f"/page-accesses/{access.pk}/revoke/").status_code in (403, 404)
    assert stranger.post(f"/page-accesses/{access.pk}/resend/", {"version": 1}).status_code in (403, 404)
    assert stranger.get(f"/customers/{order.customer_id}/page/give/").status_code in (403, 404)
    assert stranger.get(f"/panels/orders/{order.reference}/voice/").status_code in (403, 404)


def test_the_api_gives_lists_and_takes_back_and_never_tells_the_address(order, cast):
    client = signed_in(order.salesperson)
    body = {"customer": order.customer.code, "recipient": MAIL}
    made = client.post("/api/v1/page-accesses/", body, _JSON, headers=key("k-1"))
    assert made.status_code == 201, made.content
    assert "/l/" not in made.content.decode()
    pk = made.json()["id"]
    listed = client.get(f"/api/v1/page-accesses/?customer={order.customer.code}").json()["results"]
    assert [one["id"] for one in listed] == [pk]
    assert client.post(f"/api/v1/page-accesses/{pk}/revoke/", {}, _JSON, headers=key("k-2")).status_code == 200
    assert client.post(f"/api/v1/page-accesses/{pk}/resend/", {}, _JSON, headers=key("k-3")).status_code == 409
    assert signed_in(make_user()).get(f"/api/v1/page-accesses/{pk}/").status_code in (403, 404)


def test_what_was_written_on_the_page_is_listed_with_its_answer(order):
    access = operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)
    link = queries.KIND.link_of(access)
    entries = {"actor": system_user(), "access_id": access.pk, "link_id": link.pk, "visitor": Visitor(), "at": AT}
    operations.ask_question(name="李工", text="何时到？", order=order.number, **entries)
    operations.complain(name="李工", text="少一箱", **entries)
    rows = signed_in(order.salesperson).get("/api/v1/page-words/").json()["results"]
    assert [(one["kind"], one["text"], one["order"]) for one in rows] == [
        ("COMPLAINT", "少一箱", None),
        ("QUESTION", "何时到？", order.number),
    ]
    assert rows[1]["responsible"] == order.salesperson.username


def test_a_merge_moves_accesses_words_and_requests_and_the_link_goes_on(order, cast):
    other = builders.make_buyer(cast.owner, name="东海仪表有限公司")
    access = operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)
    satisfaction.ask_customer(actor=order.salesperson, order_id=order.pk, recipient=MAIL, at=AT)
    path = queries.path_of(access, at=AT)
    cleaning.merge_customers(actor=make_user("administrator"), source_id=order.customer_id, target_id=other.pk, at=AT)
    access.refresh_from_db()
    assert access.customer_id == other.pk
    text = Client(REMOTE_ADDR="198.51.100.254").get(path).content.decode()
    assert order.number in text and "东海仪表有限公司" in text
    assert SatisfactionRequest.objects.get().order.customer_id == other.pk
    assert not PageWord.objects.exists()


def test_satisfaction_is_asked_listed_counted_and_taken_back(order):
    client = signed_in(order.salesperson)
    url = f"/orders/{order.reference}/satisfaction/ask/"
    assert MAIL in client.get(url).content.decode()
    assert client.post(url, {"recipient": MAIL, "days": "14", "nonce": "s1"}).status_code in (302, 303)
    found = SatisfactionRequest.objects.get()
    assert MAIL in client.get(f"/panels/orders/{order.reference}/voice/").content.decode()
    assert order.number in client.get("/satisfaction/").content.decode()
    assert order.number not in client.get("/satisfaction/?score_to=2").content.decode()
    assert client.post(f"/satisfaction/{found.pk}/resend/", {"version": found.version}).status_code in (302, 303)
    found.refresh_from_db()
    SatisfactionRequest.objects.filter(pk=found.pk).update(state="ANSWERED", score=2, goods=4, answered_at=AT)
    assert order.number in client.get("/satisfaction/?score_to=2").content.decode()
    figures = client.get("/api/v1/satisfaction/figures/").json()
    assert (figures["total"]["asked"], figures["total"]["answered"], figures["total"]["score"]) == (1, 1, 2.0)
    assert figures["by_salesperson"][0]["label"] == order.salesperson.name
    assert client.get("/satisfaction/figures/").status_code == 200
    assert signed_in(make_user()).get("/satisfaction/").status_code in (200, 403)
    assert order.number not in signed_in(make_user()).get("/satisfaction/").content.decode()


def test_a_request_is_asked_and_taken_back_over_the_api(order):
    client = signed_in(order.salesperson)
    body = {"order": order.number, "recipient": MAIL}
    made = client.post("/api/v1/satisfaction/", body, _JSON, headers=key("s-1"))
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert client.get("/api/v1/satisfaction/?state=ASKED").json()["results"][0]["id"] == pk
    done = client.post(
        f"/api/v1/satisfaction/{pk}/revoke/",
        {"reason": "已电话"},
        "application/json",
        headers={"Idempotency-Key": "s-2"},
    )
    assert done.json()["state"] == "REVOKED"
