"""Progress letters and service policies: the way to the customer's page, the order's verb, files, sets, the API."""

import copy
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from common import clock, errors, outbox
from orders.order.models import Order
from orders.service.letters import operations, queries
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.portal import operations as portal
from orders.service.portal.models import PageAccess
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from products.tests import builders as products
from segments import conditions
from segments import queries as queries_of_sets
from segments.fields import Level

MAIL = "li@customer.example"
_JSON = "application/json"


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
        return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    customer.contacts.create(name="李工", email=MAIL, is_default=True)
    product = products.make_product(stock=9)
    return builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 2, "10")])


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


def sent(order, at=AT, **place):
    place = place or {"customer_id": order.customer_id}
    row = operations.draft_letter(actor=order.salesperson, at=at, **place)
    return operations.send_letter(actor=order.salesperson, letter_id=row.pk, recipient=MAIL, at=at)


def relay(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    outbox.relay(now=lambda: at)


def way_in(mail):
    found = [word for word in mail.body.split() if "/l/" in word]
    return found[0].partition("/l/")[2] if found else ""


def test_a_letter_carries_the_way_to_the_page_of_whom_it_goes_to(order, mailoutbox, monkeypatch, client):
    row = sent(order)
    access = PageAccess.objects.get()
    assert (access.recipient, access.order, access.shows_prices) == (MAIL, None, False)
    relay(monkeypatch, AT + timedelta(minutes=1))
    way = way_in(mailoutbox[0])
    assert order.number in client.get(f"/l/{way}").content.decode()
    assert "/l/" not in ProgressLetter.objects.get(pk=row.pk).text  # the secret is kept nowhere but in the mail
    again = portal.path_for(order.customer, MAIL, AT)
    assert again == f"/l/{way}"


def test_sent_again_after_the_links_life_it_carries_a_new_one(order, mailoutbox, monkeypatch):
    row = sent(order)
    relay(monkeypatch, AT + timedelta(minutes=1))
    later = AT + timedelta(days=200)
    for at in (later, later + timedelta(hours=1)):
        operations.resend_letter(actor=order.salesperson, letter_id=row.pk, at=at)
        relay(monkeypatch, at + timedelta(minutes=1))
    first, second, third = (way_in(mail) for mail in mailoutbox)
    assert first != second == third
    assert PageAccess.objects.count() == 2
    row.refresh_from_db()
    assert (row.resent, row.state) == (2, "SENT")


def test_what_was_sent_again_before_it_went_out_goes_once(order, mailoutbox, monkeypatch):
    row = sent(order)
    operations.resend_letter(actor=order.salesperson, letter_id=row.pk, at=AT)
    relay(monkeypatch, AT + timedelta(minutes=1))
    assert len(mailoutbox) == 1
    draft = operations.draft_letter(actor=order.salesperson, customer_id=order.customer_id, at=AT)
    with pytest.raises(errors.WrongState):
        operations.resend_letter(actor=order.salesperson, letter_id=draft.pk, at=AT)


def test_where_the_policy_gives_no_page_or_it_was_taken_back_there_is_no_way(order, mailoutbox, monkeypatch):
    operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, has_page=False)
    sent(order)
    assert not PageAccess.objects.exists()
    operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, has_page=True)
    access = portal.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)
    portal.revoke(actor=order.salesperson, access_id=access.pk, at=AT)
    sent(order)
    relay(monkeypatch, AT + timedelta(minutes=1))
    assert [way_in(mail) for mail in mailoutbox] == ["", ""]


def test_a_letter_about_one_order_speaks_of_it_alone_and_does_not_count_for_the_others(order, mailoutbox, monkeypatch):
    other = builders.make_effective(
        order.salesperson, customer=order.customer, lines=[builders.line(products.make_product(stock=9), 1, "5")]
    )
    operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, progress_every=7)
    row = sent(order, order_id=order.pk, at=AT + timedelta(days=6))
    assert order.number in row.text and other.number not in row.text
    assert PageAccess.objects.get().order == order
    relay(monkeypatch, AT + timedelta(days=6, minutes=1))
    assert f"order={order.number}" in mailoutbox[0].body
    assert operations.draft_due(at=AT + timedelta(days=8)) == 1
    with pytest.raises(errors.NotFound):
        operations.draft_letter(actor=make_user(), order_id=order.pk, at=AT)
    with pytest.raises(errors.NotFound):
        operations.draft_letter(actor=order.salesperson, order_id=order.pk, customer_id=order.customer_id + 1, at=AT)


def test_the_orders_page_offers_the_letter_to_who_serves_and_sees_amounts(order, client):
    url = reverse("orders:order-progress-letter", args=[order.reference])
    page = reverse("orders:order-detail", args=[order.reference])
    client.force_login(order.salesperson)
    assert url in client.get(page).content.decode()
    assert order.number in client.get(url).content.decode()
    answer = client.post(url, {"nonce": "n1"})
    row = ProgressLetter.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == reverse("orders:progress-letter", args=[row.pk])
    assert client.post(url, {"nonce": "n2"}).status_code == 409  # a draft waits
    client.force_login(make_user("warehouse"))
    assert url not in client.get(page).content.decode()
    assert client.post(url, {"nonce": "n3"}).status_code == 403
    Order.objects.filter(pk=order.pk).update(signing="FULL")
    client.force_login(order.salesperson)
    assert url not in client.get(page).content.decode()


def test_the_list_is_searched_sorted_and_taken_away_as_a_file(order, client, django_assert_max_num_queries):
    sent(order)
    client.force_login(order.salesperson)
    url = reverse("orders:progress-letters")
    for query in (f"q={order.number[:6]}", "q=东海", f"order={order.number}&state=SENT", "sort=-sent_at&state=SENT"):
        assert "东海仪表" in client.get(f"{url}?{query}").content.decode(), query
    assert "东海仪表" not in client.get(f"{url}?q=西山").content.decode()
    assert "东海仪表" not in client.get(f"{url}?sent_from=2030-01-01").content.decode()
    with django_assert_max_num_queries(16):
        client.get(url)


def exported(user, name, query):
    api = Client()
    api.force_login(user)
    body = {"list": name, "form": "csv", "query": query}
    made = api.post("/api/v1/exports/", body, content_type=_JSON, headers={"Idempotency-Key": f"{name}{user.pk}"})
    assert made.status_code == 201, made.content
    file = api.get(f"/api/v1/exports/{made.json()['id']}/file/")
    return b"".join(file.streaming_content).decode("utf-8-sig")


def test_a_file_holds_what_the_list_shows_and_the_address_for_who_sees_contacts(order):
    sent(order)
    text = exported(order.salesperson, "progress-letters", "state=SENT")
    assert MAIL in text and "东海仪表" in text and order.number in text
    assert "东海仪表" not in exported(make_user("sales"), "progress-letters", "")


def test_orders_are_found_by_the_letters_about_them(order):
    other = builders.make_effective(order.salesperson)
    sent(order)

    def found(text, user=order.salesperson):
        condition = conditions.read(user, Level.ORDER, text)
        rows = queries_of_sets.rows_seen(user, Level.ORDER)
        return set(rows.filter(condition.narrow(Level.ORDER, TODAY)).values_list("pk", flat=True))

    assert found("letter_state = Sent") == {order.pk}
    assert found("letter_state is empty") == {other.pk}
    assert found("letter_sent_at is not empty") == {order.pk}


def test_the_policy_over_the_api_begins_with_the_companys_and_is_given_up(order, client):
    client.force_login(order.salesperson)
    base = f"/api/v1/service-policies/{order.customer.code}/"
    answer = client.get(base)
    assert (answer.json()["is_own"], answer.headers["ETag"]) == (False, '"0"')
    change = {"tells": ["SHIPPED"], "progress_every": 14}

    def patch(body, etag=None, url=base):
        headers = {"If-Match": etag} if etag else {}
        return client.patch(url, body, content_type=_JSON, headers=headers)

    assert patch(change).status_code == 428
    made = patch(change, '"0"')
    assert (made.status_code, made.json()["is_own"], made.json()["progress_every"]) == (200, True, 14)
    assert patch({"has_page": False}, '"0"').status_code == 412  # somebody gave him one meanwhile
    assert patch({"tells": ["GOSSIP"]}, made.headers["ETag"]).status_code == 400
    assert patch({"progress_every": 0}, made.headers["ETag"]).status_code == 400
    assert [one["customer"] for one in client.get("/api/v1/service-policies/").json()["results"]] == [
        order.customer.code
    ]
    assert client.delete(base).status_code == 428
    assert client.delete(base, headers={"If-Match": made.headers["ETag"]}).status_code == 204
    assert not ServicePolicy.objects.filter(customer=order.customer).exists()
    assert client.delete(base, headers={"If-Match": '"1"'}).status_code == 404
    assert patch(change, '"1"').status_code == 412  # what he saw is gone
    company = "/api/v1/service-policies/company/"
    assert client.get(company).json()["customer"] is None
    assert patch(change, '"1"', company).status_code == 403
    client.force_login(make_user("administrator"))
    etag = f'"{queries.company_policy().version}"'
    assert patch(change, etag, company).json()["tells"] == ["SHIPPED"]
    assert patch({"visit_after": 3}, etag, company).status_code == 412
    client.force_login(make_user("sales"))
    assert client.get(base).status_code == 404
    client.force_login(make_user("warehouse"))
    assert client.get(base).status_code in (403, 404)
    assert client.get(company).status_code == 403


def test_the_policy_is_given_up_on_the_page(order, client):
    own = operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, progress_every=7)
    client.force_login(order.salesperson)
    url = reverse("orders:customer-service-policy-drop", args=[order.customer_id])
    assert url in client.get(reverse("orders:customer-service-policy", args=[order.customer_id])).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": own.version + 1}).status_code == 409
    assert client.post(url, {"version": own.version}).status_code == 303
    assert queries.policy_of(order.customer_id).customer_id is None
    assert client.post(url, {"version": own.version}).status_code == 404


def test_letters_over_the_api_are_drafted_changed_sent_and_sent_again(order, client):
    client.force_login(order.salesperson)
    base = "/api/v1/progress-letters/"

    def post(url, body=None, name="k", etag=None):
        headers = {"Idempotency-Key": name} | ({"If-Match": etag} if etag else {})
        return client.post(url, body, content_type=_JSON, headers=headers)

    assert post(base, {}, "k0").status_code == 400
    made = post(base, {"order": order.number}, "k1")
    assert (made.status_code, made.json()["orders"]) == (201, [order.number])
    assert post(base, {"customer": order.customer.code}, "k2").status_code == 409
    one = made.headers["Location"]
    words = {"subject": "进度", "text": "您好"}
    assert client.patch(one, words, content_type=_JSON).status_code == 428
    changed = client.patch(one, words, content_type=_JSON, headers={"If-Match": made.headers["ETag"]})
    assert changed.json()["text"] == "您好"
    assert post(f"{one}send/", {"recipient": MAIL}, "k3", made.headers["ETag"]).status_code == 412
    assert post(f"{one}send/", {"recipient": "x"}, "k4").status_code == 400
    assert post(f"{one}send/", {"recipient": MAIL}, "k5").json()["state"] == "SENT"
    assert post(f"{one}resend/", None, "k6").json()["resent"] == 1
    assert post(f"{one}drop/", None, "k7").status_code == 409
    assert client.get(base, {"state": "SENT"}).json()["count"] == 1
    client.force_login(make_user("sales"))
    assert client.get(one).status_code == 404
    client.force_login(make_user())
    assert post(f"{one}resend/", None, "k8").status_code in (403, 404)
