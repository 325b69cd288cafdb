"""Questions of customers: who answers what by when, and the mail that tells the customer, once (R177)."""

import copy
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors, outbox
from common.links.operations import Visitor
from common.models import OutboxMessage
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.service.letters import operations as letters
from orders.service.portal import operations as portal
from orders.service.portal import queries as pages
from orders.service.questions import operations, queries
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

MAIL = "li@customer.example"
_JSON = "application/json"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))


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
    customer.contacts.create(name="王经理", email="wang@customer.example", is_default=True)
    return builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_product(stock=9), 2, "10")]
    )


@pytest.fixture
def access(order):
    return portal.give_access(
        actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, language="en", at=AT
    )


@pytest.fixture
def asked(order, access):
    return ask(access, order=order.number)


def ask(access, text="Can it come two days earlier?", act=portal.ask_question, **more):
    link = pages.KIND.link_of(access)
    return act(
        actor=system_user(),
        access_id=access.pk,
        link_id=link.pk,
        name="Mr Li",
        text=text,
        visitor=Visitor("203.0.113.9", "phone"),
        **{"at": AT, **more},
    ).note


def written_down(order, **more):
    entries = {"kind": "QUESTION", "text": "内部：他问交期", "order_number": order.number, "due_date": TODAY, **more}
    return voice.add_note(actor=order.salesperson, customer_id=order.customer_id, at=AT, **entries)


def reply(order, note, words="Yes, on Friday.", at=AT, **more):
    return operations.answer(actor=order.salesperson, note_id=note.pk, answer=words, at=at, **more)


def letters_sent(mailoutbox, monkeypatch, at=AT + timedelta(minutes=5)):
    monkeypatch.setattr(clock, "now", lambda: at)
    outbox.relay(now=lambda: at)
    return [mail for mail in mailoutbox if "answer" in mail.subject or "答复" in mail.subject]


def test_whoever_asked_on_his_page_gets_the_answer_once_in_his_language_with_the_way_there(
    order, access, asked, mailoutbox, monkeypatch
):
    reply(order, asked)
    reply(order, asked, "No: on Monday.")
    [mail] = letters_sent(mailoutbox, monkeypatch)
    assert (mail.to, "Mr Li" in mail.body) == ([MAIL], True)
    assert "Can it come two days earlier?" in mail.body
    assert "No: on Monday." in mail.body and "Friday" not in mail.body  # written when it goes
    assert f"{pages.path_of(access, at=AT)}?order={order.number}" in mail.body
    reply(order, asked, "Sunday.", at=AT + timedelta(hours=2))
    assert len(letters_sent(mailoutbox, monkeypatch, AT + timedelta(hours=3))) == 1  # never twice
    asked.refresh_from_db()
    assert (asked.answer, asked.done_by) == ("Sunday.", order.salesperson)
    assert queries.told_at([asked])[asked.pk]


def test_the_answer_goes_out_from_every_door(order, asked, mailoutbox, monkeypatch):
    voice.answer_note(actor=order.salesperson, note_id=asked.pk, answer="Yes", at=AT)
    assert len(letters_sent(mailoutbox, monkeypatch)) == 1
    asked.refresh_from_db()
    assert not asked.is_open


def test_a_link_that_is_over_is_renewed_in_the_mail_and_one_taken_back_gets_none(
    order, access, asked, mailoutbox, monkeypatch
):
    late = AT + timedelta(days=100)
    reply(order, asked, at=late)
    [mail] = letters_sent(mailoutbox, monkeypatch, late + timedelta(minutes=1))
    assert "/l/" in mail.body
    second = portal.give_access(
        actor=order.salesperson, customer_id=order.customer_id, recipient="x@customer.example", at=AT
    )
    note = ask(second, "And the invoice?")
    reply(order, note)
    portal.revoke(actor=order.salesperson, access_id=second.pk, at=AT)
    letters_sent(mailoutbox, monkeypatch, late + timedelta(hours=1))
    assert len([one for one in mailoutbox if one.to == ["x@customer.example"]]) == 0


def test_what_our_people_wrote_down_is_mailed_only_by_policy_and_without_our_words(order, mailoutbox, monkeypatch):
    reply(order, written_down(order))
    assert letters_sent(mailoutbox, monkeypatch) == []
    letters.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, tells=["ANSWER"])
    reply(order, written_down(order, text="内部：他又问"), "周五到。")
    [mail] = letters_sent(mailoutbox, monkeypatch, AT + timedelta(hours=1))
    assert mail.to == [order.contact.email] != ["wang@customer.example"]  # the order's own contact
    assert "周五到。" in mail.body and "内部" not in mail.body


def test_what_was_taken_back_is_neither_listed_nor_mailed(order, asked, mailoutbox, monkeypatch):
    reply(order, asked)
    voice.withdraw_note(actor=make_user("administrator"), note_id=asked.pk, reason="写错了", at=AT)
    assert letters_sent(mailoutbox, monkeypatch) == []
    assert not queries.list_questions(order.salesperson).exists()


def test_a_suggestion_that_is_answered_owes_nothing_more(order, access):
    note = ask(access, "Please add a manual.", portal.suggest)
    assert note.is_open
    assert not reply(order, note).is_open
    assert OutboxMessage.objects.filter(topic=voice.ANSWERED).count() == 1


def test_the_list_tells_whose_they_are_how_late_and_is_answered_in_place(
    order, asked, client, django_assert_max_num_queries
):
    client.force_login(order.salesperson)
    url, answer = reverse("orders:question-list"), reverse("orders:question-answer", args=[asked.pk])
    page = client.get(url).content.decode()
    assert asked.text in page and "Mr Li" in page and answer in page
    assert queries.count_mine(order.salesperson) == 1
    assert asked.text not in client.get(f"{url}?state=late").content.decode()
    CustomerNote.objects.filter(pk=asked.pk).update(due_date=TODAY - timedelta(days=1))
    assert asked.text in client.get(f"{url}?state=late").content.decode()
    assert asked.text in client.get(f"{url}?q=two days&state=open").content.decode()
    assert asked.text not in client.get(f"{url}?q=西山").content.decode()
    assert asked.text not in client.get(f"{url}?mine=false").content.decode()
    assert client.get(answer).status_code == 200
    assert client.post(answer, {"answer": " ", "version": asked.version}).status_code == 422
    assert client.post(answer, {"answer": "Yes", "version": asked.version + 1}).status_code == 409
    done = client.post(answer, {"answer": "Yes", "version": asked.version, "next": f"{url}?state=open"})
    assert (done.status_code, done.headers["Location"]) == (303, f"{url}?state=open")
    assert "Yes" in client.get(f"{url}?state=answered&sort=-answered_at").content.decode()
    assert queries.count_mine(order.salesperson) == 0
    for n in range(6):
        written_down(order, text=f"问题{n}", due_date=None)
    client.get(url)
    with django_assert_max_num_queries(16):
        client.get(f"{url}?state=open")


def test_nobodys_question_waits_for_all_who_see_the_customer(order):
    note = written_down(order, due_date=None)
    assert note.responsible is None
    assert queries.count_mine(order.salesperson) == 1
    assert queries.count_mine(make_user("sales")) == 0


def test_strangers_read_and_answer_nothing(order, asked, client):
    stranger = make_user("sales")
    with pytest.raises(errors.NotFound):
        operations.answer(actor=stranger, note_id=asked.pk, answer="x", at=AT)
    client.force_login(stranger)
    assert client.get(reverse("orders:question-answer", args=[asked.pk])).status_code == 404
    assert client.get(f"/api/v1/customer-questions/{asked.pk}/").status_code == 404
    assert asked.text not in client.get(f"{reverse('orders:question-list')}?state=open").content.decode()
    client.force_login(make_user())
    assert asked.text not in client.get(f"{reverse('orders:question-list')}?state=open").content.decode()


def test_over_the_api_they_are_listed_read_and_answered(order, asked, client):
    client.force_login(order.salesperson)
    base = "/api/v1/customer-questions/"
    [row] = client.get(base, {"mine": "true", "state": "open", "kind": "QUESTION"}).json()["results"]
    assert (row["order"], row["name"], row["is_from_page"], row["is_late"]) == (order.number, "Mr Li", True, False)
    assert client.get(base, {"state": "late"}).json()["count"] == 0
    assert client.get(base, {"owner": order.salesperson.username, "asked_from": str(TODAY)}).json()["count"] == 1
    assert client.get(base, {"kind": "FEEDBACK"}).status_code == 400

    def post(body, name, etag=None):
        headers = {"Idempotency-Key": name} | ({"If-Match": etag} if etag else {})
        return client.post(f"{base}{asked.pk}/answer/", body, content_type=_JSON, headers=headers)

    assert post({"answer": ""}, "a").status_code == 400
    assert post({"answer": "x" * 100_000}, "b").status_code == 400
    assert post({"answer": "Yes"}, "c", '"9"').status_code == 412
    done = post({"answer": "Yes"}, "d", f'"{asked.version}"')
    assert (done.status_code, done.json()["is_waiting"], done.json()["answer"]) == (200, False, "Yes")
    assert post({"answer": "Yes"}, "d", f'"{asked.version}"').headers["Idempotency-Replayed"] == "true"
    assert OutboxMessage.objects.filter(topic=voice.ANSWERED).count() == 1


def test_they_go_out_as_a_file(order, asked):
    api = Client()
    api.force_login(order.salesperson)
    body = {"list": "customer-questions", "form": "csv", "query": "state=open"}
    made = api.post("/api/v1/exports/", body, content_type=_JSON, headers={"Idempotency-Key": "f"})
    assert made.status_code == 201, made.content
    file = b"".join(api.get(f"/api/v1/exports/{made.json()['id']}/file/").streaming_content).decode("utf-8-sig")
    assert asked.text in file and order.number in file
