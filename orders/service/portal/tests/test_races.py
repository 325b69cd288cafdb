"""Two at once on a customer's page: the same form twice, two forms of one page, a link that is taken back meanwhile."""

import pytest

from accounts.people.queries import system_user
from common import errors
from common.links.operations import Visitor
from common.models import OutboxMessage
from customers.voice.models import CustomerNote
from customers.voice.operations import ANSWERED
from orders.exceptions.models import ExceptionCase
from orders.service.portal import operations, queries
from orders.service.portal.models import PageWord
from orders.service.questions import operations as questions
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.racing import behind, race, refusals
from products.tests import builders as products

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = "li@customer.example"


@pytest.fixture
def order():
    cast = builders.make_order_cast()
    return builders.make_effective(cast.owner, lines=[builders.line(products.make_product(stock=9), 2, "10")])


@pytest.fixture
def access(order):
    return operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=AT)


def ask(access, text, act=operations.ask_question, **more):
    link = queries.KIND.link_of(access).pk

    def call():
        return act(
            actor=system_user(),
            access_id=access.pk,
            link_id=link,
            name="李工",
            text=text,
            visitor=Visitor("203.0.113.9", "phone"),
            version=access.version,
            at=AT,
            **more,
        )

    return call


def test_a_button_pressed_twice_asks_once(access):
    results = race(ask(access, "能提前吗？"), ask(access, "能提前吗？"))
    assert refusals(results) == []
    assert {one.pk for one in results} == {PageWord.objects.get().pk}


def test_of_two_different_words_from_one_page_the_second_sees_the_first_before_it_is_kept(access, order):
    complaint = ask(access, "箱子破了", operations.complain, order=order.number)
    assert refusals(race(ask(access, "能提前吗？"), complaint)) == [errors.Stale]
    assert CustomerNote.objects.count() + ExceptionCase.objects.count() == 1


def test_what_is_posted_while_the_link_is_taken_back_is_not_kept(access, order):
    actor = builders.person(order.salesperson_id)
    refused = behind(
        lambda: operations.revoke(actor=actor, access_id=access.pk, at=AT),
        ask(access, "能提前吗？"),
    )
    assert isinstance(refused, errors.NotFound)
    assert not CustomerNote.objects.exists()


def test_of_two_who_answer_the_same_question_the_second_is_told(access, order):
    note = ask(access, "能提前吗？")().note

    def answer(words):
        return lambda: questions.answer(
            actor=builders.person(order.salesperson_id), note_id=note.pk, answer=words, version=1, at=AT
        )

    assert refusals(race(answer("可以"), answer("不行"))) == [errors.Stale]
    note.refresh_from_db()
    assert note.answer in ("可以", "不行")
    assert OutboxMessage.objects.filter(topic=ANSWERED).count() == 1
