"""Leaving what a letter told of: exactly that by one click, what one ticks by the page; what everybody gets stays."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.people.queries import system_user
from common import clock, errors
from common.links.models import SignedLink
from common.links.operations import Visitor
from customers.tests.builders import make_customer
from orders.service.letters.choices import News
from reminders.answering import leaving, linking
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.rules.models import OptOut
from reminders.sending.tests.test_reminder_races import at_once
from reminders.tests import engine
from reminders.tests.engine import at

pytestmark = pytest.mark.django_db
BUYER = "buyer@example.com"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def customer(db):
    return make_customer()


def letter_of(customer, *rules, address=BUYER):
    """A letter to a customer that tells of one thing by each rule."""
    now = clock.now()
    letter = Letter.objects.create(
        recipient=f"customer:{customer.pk}", customer=customer, channel="MAIL", address=address, created_at=now
    )
    for rule in rules:
        row = Reminder.objects.create(
            rule=rule,
            subject_type="test.thing",
            subject_id=rule.pk * 100 + letter.pk,
            customer=customer,
            step=0,
            due=at(),
            recipient=letter.recipient,
            why="CUSTOMER",
            send_at=at(),
            created_at=now,
        )
        LetterItem.objects.create(letter=letter, reminder=row)
    return letter


def path_of(letter):
    return "/l/" + linking.unsubscribe_address(letter, clock.now()).split("/l/")[1]


def left():
    return {one.rule_id for one in OptOut.objects.filter(address=BUYER)}


@pytest.fixture
def near(things, customer):
    """Two rules that tell of deliveries, one that tells of payments, one that everybody gets, and one of no letter."""
    things.news = News.DELIVERY
    made = [engine.make_rule(name=f"Near {n}") for n in range(2)]
    payment = engine.make_rule(name="Ours", anchor="payment")
    stays = engine.make_rule(name="Must", anchor="order_effective", may_opt_out=False)
    other = engine.make_rule(name="Other", anchor="shipped")
    return made, payment, stays, other


def strict():
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def form_of(client, path):
    page = client.get(path).content.decode()
    return page, {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]}


class TestOneClick:
    def test_it_covers_exactly_what_the_letter_told_of(self, near, customer):
        (first, second), payment, stays, other = near
        letter = letter_of(customer, first, payment, stays)
        client = strict()
        assert client.post(path_of(letter), ONE_CLICK).status_code == 200
        assert left() == {first.pk, payment.pk}
        assert client.post(path_of(letter), ONE_CLICK).status_code == 200
        assert left() == {first.pk, payment.pk}
        assert {second.pk, stays.pk, other.pk, None} & left() == set()

    def test_what_was_left_out_of_the_letter_is_not_covered(self, near, customer):
        (first, second), *_rest = near
        letter = letter_of(customer, first, second)
        LetterItem.objects.filter(reminder__rule=second).update(is_moot=True)
        strict().post(path_of(letter), ONE_CLICK)
        assert left() == {first.pk}

    def test_opening_it_changes_nothing(self, near, customer):
        (first, _second), *_rest = near
        assert strict().get(path_of(letter_of(customer, first))).status_code == 200
        assert left() == set()

    def test_many_clicks_at_once_are_one(self, near, customer, transactional_db):
        (first, _second), payment, *_rest = near
        path = path_of(letter_of(customer, first, payment))
        answers = at_once(*[lambda: strict().post(path, ONE_CLICK).status_code] * 4)
        assert answers == [200] * 4
        assert OptOut.objects.count() == 2

    def test_a_letter_that_everybody_gets_has_no_link(self, near, customer):
        _made, _payment, stays, _other = near
        assert linking.unsubscribe_address(letter_of(customer, stays), clock.now()) == ""

    def test_what_everybody_gets_since_stays(self, near, customer):
        (first, _second), payment, *_rest = near
        path = path_of(letter_of(customer, first, payment))
        first.may_opt_out = False
        first.save()
        strict().post(path, ONE_CLICK)
        assert left() == {payment.pk}

    def test_the_address_that_got_the_letter_is_taken_off_also_where_it_was_sent_elsewhere_since(self, near, customer):
        (first, _second), *_rest = near
        letter = letter_of(customer, first)
        path = path_of(letter)
        letter.address = "other@example.com"
        letter.save()
        assert path_of(letter) != path
        strict().post(path, ONE_CLICK)
        assert {one.address for one in OptOut.objects.all()} == {BUYER}


class TestPage:
    def test_it_speaks_the_language_of_the_letter_until_its_reader_chooses_another(self, near, customer):
        (first, _second), *_rest = near
        path = path_of(letter_of(customer, first))
        page = Client(headers={"Accept-Language": "en"}).get(path)
        assert page.headers["Content-Language"] == "zh-hans" and '<html lang="zh-Hans"' in page.content.decode()
        assert strict().get(path).headers["Content-Language"] == "en"

    def test_it_names_what_the_letter_told_of_as_a_customer_would_and_what_stays(self, near, customer):
        (first, second), payment, stays, _other = near
        page, _token = form_of(strict(), path_of(letter_of(customer, first, second, payment, stays)))
        assert page.count("Delivery is near") == 1 and "Payment is near" in page and "Order confirmed" in page
        assert not any(name in page for name in ("Near 0", "Near 1", "Ours", "Must", "Goods were sent"))
        assert page.count('name="off"') == page.count(" checked") == 2

    def test_one_leaves_what_is_ticked_and_gets_it_again(self, near, customer):
        (first, second), payment, *_rest = near
        path, client = path_of(letter_of(customer, first, second, payment)), strict()
        _page, token = form_of(client, path)
        saved = client.post(path, token | {"do": "these", "off": [str(first.pk)]})
        assert saved.status_code == 200 and "kept so from now on" in saved.content.decode()
        assert left() == {first.pk, second.pk}
        page, token = form_of(client, path)
        assert page.count(" checked") == 1
        client.post(path, token | {"do": "these", "off": [str(payment.pk)]})
        assert left() == {payment.pk}
        client.post(path, token | {"do": "none"})
        assert left() == set()

    def test_all_is_all_and_what_was_left_by_itself_stays_left(self, near, customer):
        (first, _second), payment, *_rest = near
        path, client = path_of(letter_of(customer, first)), strict()
        strict().post(path_of(letter_of(customer, payment)), ONE_CLICK)
        page, token = form_of(client, path)
        assert "Payment is near" in page  # left before, by another letter
        client.post(path, token | {"do": "all"})
        assert left() == {None, payment.pk}
        page, token = form_of(client, path)
        assert "gets no more reminders" in page
        client.post(path, token | {"do": "these", "off": [str(first.pk)]})
        assert left() == {first.pk}

    @pytest.mark.parametrize("sent", [{}, {"do": "what"}, {"do": "these", "off": ["0"]}, {"want": "1"}])
    def test_what_no_form_of_ours_sends_changes_nothing(self, near, customer, sent):
        (first, _second), *_rest = near
        path = path_of(letter_of(customer, first))
        assert strict().post(path, sent).status_code == 422
        assert left() == set()

    def test_a_rule_of_another_letter_cannot_be_reached(self, near, customer):
        (first, _second), _payment, _stays, other = near
        letter = letter_of(customer, first)
        path = path_of(letter)
        assert strict().post(path, {"do": "these", "off": [str(other.pk)]}).status_code == 422
        link = SignedLink.objects.get()
        with pytest.raises(errors.Invalid):
            leaving.choose(
                actor=system_user(), link_id=link.pk, what="these", keys=["0"], visitor=Visitor(), at=clock.now()
            )
        assert left() == set()

    def test_a_link_that_was_taken_back_or_ran_out_takes_nobody_off(self, near, customer):
        (first, _second), *_rest = near
        path = path_of(letter_of(customer, first))
        SignedLink.objects.update(issued_at=at() - timedelta(days=500), valid_until=at() - timedelta(days=100))
        assert strict().post(path, ONE_CLICK).status_code == 404
        assert left() == set()
