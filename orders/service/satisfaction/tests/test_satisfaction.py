"""Customers say how content they are: asked once after signing as the policy says, answered once under the link; the
answer is a word of the customer, and who is not content is come back to."""

import copy
from datetime import timedelta

import pytest
from django.test import Client

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors, outbox
from common.links.operations import Visitor
from common.models import OutboxMessage
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.service.letters.models import ServicePolicy
from orders.service.satisfaction import operations, queries, statistics
from orders.service.satisfaction.models import SatisfactionRequest
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

State = SatisfactionRequest.State
VISITOR = Visitor("203.0.113.9", "phone")
LATER = AT + timedelta(days=2)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    """Delivered and signed for; the customer's contact has an address."""
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    customer.contacts.create(name="李工", email="li@customer.example", is_default=True)
    made = builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_product(stock=9), 2, "10")]
    )
    document = flow.make_shipped(made, 2, ship_date=TODAY)
    flow.sign(document, signed_date=TODAY)
    made.refresh_from_db()
    return made


def ask(order, **more):
    return operations.ask_customer(
        actor=more.pop("actor", order.salesperson), order_id=order.pk, recipient="li@customer.example", at=AT, **more
    )


def answer(found, score, **more):
    link = queries.KIND.link_of(found)
    entries = {"name": "李工", "visitor": VISITOR, "at": AT, **more}
    return operations.answer(actor=system_user(), link_id=link.pk, request_id=found.pk, score=score, **entries)


def test_an_answer_is_a_word_of_the_customer_and_is_given_once(order):
    found = ask(order)
    answer(found, 5, goods=4, words="交期很准")
    note = CustomerNote.objects.get(customer=order.customer)
    assert (note.kind, note.score, note.order_number, note.text) == ("SATISFACTION", 5, order.number, "交期很准")
    assert note.due_date is None
    found.refresh_from_db()
    assert (found.state, found.goods, found.delivery, found.note_id) == (State.ANSWERED, 4, None, note.pk)
    assert found.proof_hash
    with pytest.raises(errors.DomainError):
        answer(found, 1)
    with pytest.raises(errors.WrongState):
        ask(order)


def test_who_is_not_content_is_come_back_to_by_the_salesperson(order):
    answer(ask(order), 2, words="箱子破了")
    note = CustomerNote.objects.get(customer=order.customer)
    assert note.responsible_id == order.salesperson_id
    assert note.due_date > TODAY
    assert Notification.objects.filter(user=order.salesperson, kind="order.satisfaction").exists()


def test_scores_out_of_range_and_missing_names_are_refused_and_nothing_is_kept(order):
    found = ask(order)
    for wrong in ({"score": 6}, {"score": 0}, {"score": 3, "goods": 9}, {"score": 3, "name": " "}):
        with pytest.raises(errors.Invalid):
            answer(found, **wrong)
    assert not CustomerNote.objects.exists()


def test_only_what_was_signed_for_is_asked_about_and_only_by_who_may(order):
    stranger = make_user()
    with pytest.raises(errors.NotFound):
        ask(order, actor=stranger)
    other = builders.make_effective(order.salesperson)
    with pytest.raises(errors.WrongState):
        operations.ask_customer(actor=order.salesperson, order_id=other.pk, recipient="a@customer.example", at=AT)


def test_the_machine_asks_once_as_the_policy_says(order):
    assert operations.ask_due(at=AT) == 0  # signed for today: too early
    company, _made = ServicePolicy.objects.get_or_create(customer=None)
    ServicePolicy.objects.filter(pk=company.pk).update(asks_satisfaction=False)
    assert operations.ask_due(at=LATER) == 0
    ServicePolicy.objects.filter(pk=company.pk).update(asks_satisfaction=True)
    own = ServicePolicy.objects.create(customer=order.customer, asks_satisfaction=False)
    assert operations.ask_due(at=LATER) == 0
    own.delete()
    assert operations.ask_due(at=LATER) == 1
    assert operations.ask_due(at=LATER) == 0
    found = SatisfactionRequest.objects.get()
    assert (found.recipient, found.asked_by) == ("wang@example.com", system_user())  # the contact of the order
    operations.revoke(actor=order.salesperson, request_id=found.pk, reason="已电话回访", at=LATER)
    assert operations.ask_due(at=LATER) == 0  # taken back by somebody: not asked behind his back


def test_the_page_behind_the_link_shows_this_order_and_takes_the_answer(order, mailoutbox):
    found = ask(order)
    outbox.relay(now=lambda: AT + timedelta(minutes=1))
    assert order.number in mailoutbox[0].subject
    path = queries.standing_of(order.salesperson, order, at=AT).path
    assert path in mailoutbox[0].body
    client = Client()
    page = client.get(path)
    assert order.number in page.content.decode()
    refused = client.post(path, {"act": "answer", "version": found.version, "name": "李工"})
    assert refused.status_code == 422
    found.refresh_from_db()
    sent = {"act": "answer", "version": found.version, "name": "李工", "score": "4", "delivery": "5", "words": "好"}
    assert client.post(path, sent).status_code == 303
    found.refresh_from_db()
    assert (found.score, found.delivery) == (4, 5)
    assert "4" in client.get(path).content.decode()
    again = client.post(path, {**sent, "version": found.version})
    assert again.status_code in (404, 409)


def test_a_question_taken_back_opens_nothing_and_is_not_sent(order, mailoutbox):
    found = ask(order)
    path = queries.standing_of(order.salesperson, order, at=AT).path
    operations.revoke(actor=order.salesperson, request_id=found.pk, reason="重复", at=AT)
    outbox.relay(now=lambda: AT + timedelta(minutes=1))
    assert not mailoutbox
    assert OutboxMessage.objects.get(topic="satisfaction").state == OutboxMessage.State.MOOT
    assert Client().get(path).status_code == 404


def test_an_answer_that_was_taken_back_counts_in_no_average(order):
    answer(ask(order), 1)
    rows = SatisfactionRequest.objects.all()
    assert (statistics.figures(rows).total.answered, statistics.figures(rows).total.score) == (1, 1)
    head = order.department.head
    note = CustomerNote.objects.get(customer=order.customer)
    voice.withdraw_note(actor=head, note_id=note.pk, reason="Meant for another order", at=AT)
    assert (statistics.figures(rows).total.answered, statistics.figures(rows).total.score) == (0, None)
