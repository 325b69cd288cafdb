"""Statements that customers confirm before they are billed: bound to what they say, once, with proof; an objection
opens a dispute; invoices wait where the customer's rule or the company says so."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, errors, outbox, settings
from common.links.models import SignedLink
from common.links.operations import Visitor
from common.models import Setting
from customers.models import Customer
from orders.collecting import operations as collecting
from orders.collecting import paper
from orders.collecting.confirming import operations, queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.models import Statement
from orders.exceptions.models import ExceptionCase
from orders.invoicing import operations as invoicing
from orders.invoicing import queries as invoices
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests import builders as products

FIRST = TODAY - timedelta(days=30)
PHONE = Visitor("203.0.113.24", "WeChat")


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    """Three pieces for 33.33 each, two delivered, with freight; their customer confirms statements before invoices."""
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    Customer.objects.filter(pk=customer.pk).update(billing_rule="WAIT")
    lines = [builders.line(products.make_product(stock=100), 3, "33.3333")]
    order = builders.make_effective(cast.owner, customer=customer, lines=lines, freight=D(7))
    flow.make_shipped(order, 2, ship_date=TODAY)
    return order


def draw(order, last=TODAY):
    return collecting.draw_statement(
        actor=order.salesperson, customer_id=order.customer_id, currency="CNY", first=FIRST, last=last, at=AT
    )


def moved(order):
    """A statement is drawn up of accounts in which money moved."""
    flow.make_paid(order, 1, received_date=TODAY)
    return draw(order)


def ask(statement, **more):
    actor = statement.drawn_by
    return operations.ask_customer(
        actor=actor, statement_id=statement.pk, recipient="caiwu@customer.example", at=more.pop("at", AT), **more
    )


def answer(found, *, is_confirmed=True, **more):
    link = SignedLink.objects.filter(subject_type=queries.KIND.subject, subject_id=found.pk).get()
    entries = {"name": "财务 赵会计", "visitor": PHONE, "at": AT, **more}
    return operations.answer(
        actor=people.system_user(), link_id=link.pk, confirmation_id=found.pk, is_confirmed=is_confirmed, **entries
    )


def draft(order, pieces=2, freight=False):
    line = builders.lines_of(order)[0]
    freight_of = [order.pk] if freight else []
    return invoicing.draft_invoice(
        actor=people.system_user(), lines=[(line.pk, D(pieces))], freight_of=freight_of, at=AT
    )


def issue(invoice):
    return invoicing.issue_invoice(actor=people.system_user(), invoice_id=invoice.pk, at=AT)


def test_a_statement_lists_what_was_delivered_until_its_last_day(order):
    made = moved(order)
    goods, freight = made.content["deliveries"]
    assert (goods["order"], goods["line_no"], goods["quantity"], goods["amount"]) == (order.number, 1, "2", "66.67")
    assert (freight["line_no"], freight["amount"]) == (None, "7.00")
    rows = paper.gather(order.salesperson, made.pk).rows
    assert [str(row["about"]).endswith("= 66.67") for row in rows] == [False, True, False], "on paper too"
    assert draw(order, last=TODAY - timedelta(days=1)).content["deliveries"] == [], "it left a day later"


def test_invoices_wait_for_the_confirmed_statement_piece_by_piece(order):
    invoice = draft(order, freight=True)
    with pytest.raises(errors.WrongState) as refused:
        issue(invoice)
    assert refused.value.code == "statement_not_confirmed" and f"{order.number}/1" in str(refused.value.message)
    made = moved(order)
    found = ask(made)
    with pytest.raises(errors.WrongState):
        issue(invoice)
    answer(found)
    made.refresh_from_db()
    assert made.state == "CONFIRMED" and issue(invoice).number
    flow.make_shipped(order, 1, ship_date=TODAY)
    last = draft(order, 1)
    with pytest.raises(errors.WrongState):
        issue(last)
    operations.record_answer(
        actor=order.salesperson,
        statement_id=draw(order).pk,
        method="PHONE",
        is_confirmed=True,
        name="赵会计",
        said_at=AT,
        evidence="来电 0571-8600",
        at=AT,
    )
    assert issue(last).number


def test_what_costs_something_else_by_now_is_confirmed_anew(order):
    answer(ask(moved(order)))
    OrderLine.objects.filter(order=order).update(reduction=D(1))
    with pytest.raises(errors.WrongState):
        issue(draft(order))


def test_who_has_no_rule_follows_the_company_and_lists_say_what_waits(order):
    rows = invoices.accounts_waiting(order.salesperson)
    assert [(str(label), n) for label, n in rows[0]["waits"]] == [("Statement not confirmed", 1)]
    browser = Browser(make_user("finance"))
    assert "Statement not confirmed" in browser.get("/invoices/open/").text
    page = browser.get("/invoices/new/", customer=order.customer_id, currency="CNY").text
    assert "Statement not confirmed" in page
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    assert client.get("/api/v1/to-be-invoiced/").json()["results"][0]["waits_for"] == "statement_not_confirmed"
    Customer.objects.update(billing_rule="COMPANY")
    assert invoices.accounts_waiting(order.salesperson)[0]["waits"] == []
    Setting.objects.create(key=queries.BILLING_WAITS, value=True)
    settings.forget()
    assert invoices.accounts_waiting(order.salesperson)[0]["waits"]
    Customer.objects.update(billing_rule="FREE")
    assert issue(draft(order)).number


def test_an_objection_opens_a_dispute_of_the_order_and_the_last_word_counts(order):
    made = moved(order)
    answer(ask(made))
    with pytest.raises(errors.WrongState):
        ask(made)
    later = draw(order)
    found = ask(later)
    with pytest.raises(errors.Invalid):
        answer(found, is_confirmed=False)
    with pytest.raises(errors.Invalid):
        answer(found, is_confirmed=False, words="少收一台", order="SO20260101-0001")
    done = answer(found, is_confirmed=False, words="少收一台", order=order.number)
    case = ExceptionCase.objects.get()
    assert (done.state, done.case, case.kind, case.order, case.owner) == (
        "OBJECTED",
        case,
        "DISPUTE",
        order,
        order.salesperson,
    )
    assert "少收一台" in case.description and later.number in case.description
    invoice = draft(order)
    with pytest.raises(errors.WrongState):
        issue(invoice)
    answer(ask(Statement.objects.get(pk=later.pk)))
    assert issue(invoice).number, "settled: he confirmed it after all"


def test_an_answer_is_bound_to_what_was_shown_and_given_once(order):
    made = moved(order)
    found = ask(made)
    Statement.objects.filter(pk=made.pk).update(content={**made.content, "deliveries": []})
    with pytest.raises(errors.WrongState) as refused:
        answer(found)
    assert refused.value.code == "changed"
    Statement.objects.filter(pk=made.pk).update(content=made.content)
    with pytest.raises(errors.WrongState):
        answer(found, at=found.valid_until)
    done = answer(found)
    assert len(done.proof_hash) == 64 and done.address == "203.0.113.24"
    with pytest.raises(errors.WrongState):
        answer(found, is_confirmed=False, words="x")
    assert not ExceptionCase.objects.exists()


def test_asking_again_and_taking_back_close_the_link(order):
    made = moved(order)
    first = ask(made)
    second = ask(made)
    with pytest.raises(errors.DomainError):
        answer(first)
    operations.revoke(actor=made.drawn_by, statement_id=made.pk, reason="金额有误", at=AT)
    with pytest.raises(errors.DomainError):
        answer(second)
    made.refresh_from_db()
    assert made.state == "DRAWN"
    for person in ("warehouse", "executive"):
        with pytest.raises(errors.DomainError):
            operations.resend(actor=make_user(person), statement_id=made.pk, at=AT)


def test_what_is_recorded_by_hand_is_proved(order):
    made = moved(order)
    entries = {"actor": order.salesperson, "statement_id": made.pk, "is_confirmed": True, "name": "赵", "at": AT}
    for wrong in ({"method": "LINK"}, {"method": "PHONE"}, {"method": "PHONE", "evidence": "x"}):
        with pytest.raises(errors.Invalid):
            operations.record_answer(**entries, **wrong)
    with pytest.raises(errors.Invalid):
        operations.record_answer(**entries, method="PHONE", evidence="x", said_at=AT + timedelta(days=1))
    operations.record_answer(**{**entries, "is_confirmed": False}, method="PHONE", words="运费不对")
    assert ExceptionCase.objects.get().customer == order.customer


def test_the_customer_answers_on_his_page_and_staff_follow_it(order, mailoutbox):
    made = moved(order)
    browser = Browser(order.salesperson)
    sent = browser.post(
        f"/statements/{made.number}/ask/", version=1, recipient="caiwu@customer.example", language="zh-hans", days=14
    )
    assert sent.status_code == 303, sent.text
    outbox.relay(now=clock.now)
    (mail,) = [one for one in mailoutbox if one.to == ["caiwu@customer.example"]]
    path = mail.body[mail.body.index("/l/") :].split()[0]
    assert mail.attachments and made.number in mail.subject
    stranger, found = Client(), StatementConfirmation.objects.get()
    page = stranger.get(path)
    assert page.status_code == 200 and order.number in page.text
    assert stranger.post(path, {"act": "object", "version": found.version, "name": "赵"}).status_code == 422
    done = stranger.post(path, {"act": "confirm", "version": found.version, "name": "赵会计"})
    assert done.status_code == 303
    assert "赵会计" in stranger.get(path).text
    again = stranger.post(path, {"act": "confirm", "version": found.version, "name": "李"})
    assert again.status_code == 409
    shown = browser.get(f"/statements/{made.number}/").text
    assert "赵会计" in shown and "SHA-256" in shown
    listed = browser.get("/statements/", state="CONFIRMED").text
    assert made.number in listed and made.number not in browser.get("/statements/", state="ASKED").text
    assert order.salesperson.notifications.filter(kind="statement.answered").exists()


def test_systems_ask_record_and_read(order):
    made = moved(order)
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    url = f"/api/v1/statements/{made.number}/"

    def post(verb, key, **body):
        return client.post(f"{url}{verb}/", body, format="json", headers={"Idempotency-Key": key})

    asked = post("ask", "a", recipient="caiwu@customer.example")
    assert asked.status_code == 200, asked.content
    assert asked.json()["state"] == "ASKED" and asked.json()["confirmations"][0]["url"].startswith("http")
    assert post("resend", "b").status_code == 200
    assert post("revoke", "c", reason="x").json()["state"] == "DRAWN"
    said = post("record-answer", "d", method="PAPER", is_confirmed=False, name="赵", words="价格", order=order.number)
    assert said.json()["confirmations"][0]["case"] == ExceptionCase.objects.get().number
    assert client.get(url).json()["state"] == "OBJECTED"
    assert client.get("/api/v1/statements/", {"state": "OBJECTED"}).json()["results"][0]["number"] == made.number
