"""What was written or refused some time ago is looked at again before it is asked for; what ended meanwhile is neither
asked for nor answered."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from common import clock, errors, outbox
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT
from orders.tests.flow_builders import broken_invariants
from orders.tests.page_builders import Browser
from products.stock.supply import operations as supply
from products.stock.supply.models import PlannedReceipt
from products.tests.builders import make_product
from tasks.requirements import operations
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement
from tasks.requirements.operations import LineAnswer
from tasks.requirements.tests.builders import draft, in_days, lines_of, make_accepted, make_asked, order_for, wanted
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=30)


def refused(shop, *lines):
    asked = make_asked(shop, *lines)
    operations.refuse_requirement(actor=shop.foreman, requirement_id=asked.pk, reason="No bench is free", at=AT)
    return asked


def ask_anew(shop, requirement):
    operations.take_back_requirement(actor=shop.planner, requirement_id=requirement.pk, at=AT)
    return operations.ask_requirement(actor=shop.planner, requirement_id=requirement.pk, at=AT)


def void(order):
    lifecycle.void_order(actor=system_user(), order_id=order.pk, reason="Customer went away", at=AT)
    outbox.relay(now=lambda: AT)


def test_what_was_refused_is_asked_for_anew_where_it_is_still_lacking(shop, product):
    asked = refused(shop, wanted(product, 40, order=order_for(product, 40)))
    assert ask_anew(shop, asked).state == State.ASKED


def test_what_others_asked_for_meanwhile_is_not_asked_for_twice(shop, product):
    order = order_for(product, 40)
    former = refused(shop, wanted(product, 40, order=order))
    make_asked(shop, wanted(product, 30, order=order))
    with pytest.raises(errors.Invalid) as refusal:
        ask_anew(shop, former)
    assert set(refusal.value.fields) == {"lines.1.quantity"}


def test_nothing_is_asked_for_an_order_that_went_away_meanwhile(shop, product):
    order = order_for(product, 40)
    former = refused(shop, wanted(product, 40, order=order))
    void(order)
    with pytest.raises(errors.WrongState):
        ask_anew(shop, former)


def test_a_draft_of_last_week_is_asked_for_although_its_day_is_over(shop, product):
    found = operations.create_requirement(actor=shop.planner, draft=draft(shop, wanted(product, 4, days=1)), at=AT)
    later = AT.replace(day=27)
    asked = operations.ask_requirement(actor=shop.planner, requirement_id=found.pk, at=later)
    assert asked.state == State.ASKED


def test_what_its_order_needs_no_longer_stays_out_when_the_rest_is_taken_back(shop, product):
    gone, stays = order_for(product, 4), order_for(product, 6)
    asked = make_asked(shop, wanted(product, 4, order=gone), wanted(product, 6, order=stays))
    void(gone)
    assert ask_anew(shop, asked).state == State.ASKED
    assert [line.is_ended for line in lines_of(asked)] == [True, False]


def test_only_what_is_still_asked_for_is_answered(shop, product):
    gone, stays = order_for(product, 4), order_for(product, 6)
    asked = make_asked(shop, wanted(product, 4, order=gone), wanted(product, 6, order=stays))
    void(gone)
    first, second = lines_of(asked)
    answers = [LineAnswer(one.pk, one.quantity, in_days(10)) for one in (first, second)]

    def accept(said):
        return operations.accept_requirement(actor=shop.foreman, requirement_id=asked.pk, answers=said, at=AT)

    with pytest.raises(errors.Invalid):
        accept(answers)
    accept(answers[1:])
    assert [one.quantity for one in PlannedReceipt.objects.all()] == [second.quantity]
    assert broken_invariants() == {}


def test_its_page_asks_for_no_answer_to_what_ended(shop, product, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    gone, stays = order_for(product, 4), order_for(product, 6)
    asked = make_asked(shop, wanted(product, 4, order=gone), wanted(product, 6, order=stays))
    void(gone)
    first, second = lines_of(asked)
    browser, url = Browser(shop.foreman), reverse("tasks:requirement-accept", args=[asked.number])
    page = browser.get(url).text
    assert f"accepted-{second.pk}" in page and f"accepted-{first.pk}" not in page
    said = {f"accepted-{second.pk}": "6", f"planned-{second.pk}": "2026-11-19"}
    wrong = browser.post(url, version=Requirement.objects.get(pk=asked.pk).version, **said)
    assert wrong.status_code == 422 and "This day is over" in wrong.text
    said[f"planned-{second.pk}"] = in_days(10).isoformat()
    assert browser.post(url, version=Requirement.objects.get(pk=asked.pk).version, **said).status_code == 303
    assert Requirement.objects.get(pk=asked.pk).state == State.ACCEPTED


def test_less_than_came_already_is_refused_by_the_name_of_its_entry(shop, product):
    found = make_accepted(shop, wanted(product, 40))
    (line,) = lines_of(found)
    supply.receive_planned(actor=system_user(), receipt_id=line.receipt_id, quantity=Decimal(30), at=AT)
    with pytest.raises(errors.Invalid) as refusal:
        operations.move_day(
            actor=shop.foreman,
            requirement_id=found.pk,
            line_id=line.pk,
            planned_date=in_days(12),
            cause="MATERIAL",
            accepted=Decimal(10),
            at=AT,
        )
    assert set(refusal.value.fields) == {"accepted"}
