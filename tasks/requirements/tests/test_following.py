"""When an order goes, what only was asked for it goes too; what was accepted waits for a person (ADR 0075)."""

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from common import outbox
from common.models import OutboxMessage
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests.builders import AT
from products.tests.builders import make_product
from tasks.requirements import following, operations
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement
from tasks.requirements.tests.builders import draft, in_days, lines_of, make_accepted, make_asked, order_for, wanted
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=30)


def void(order):
    lifecycle.void_order(actor=system_user(), order_id=order.pk, reason="customer went away", at=AT)
    return outbox.relay(now=lambda: AT)


def fresh(requirement):
    return Requirement.objects.get(pk=requirement.pk)


def told(kind):
    return set(Notification.objects.filter(kind=f"requirement.{kind}").values_list("user_id", flat=True))


def test_what_was_asked_for_a_void_order_is_asked_no_more(shop, product):
    order = order_for(product, 4)
    asked = make_asked(shop, wanted(product, 4, order=order))
    void(order)
    assert (fresh(asked).state, lines_of(asked)[0].is_ended) == (State.CANCELLED, True)
    assert told("let_go") == {shop.planner.pk, shop.foreman.pk}
    assert not Notification.objects.filter(kind="requirement.asked", read_at=None).exists()


def test_lines_for_other_orders_stay(shop, product):
    gone, stays = order_for(product, 4), order_for(product, 4)
    asked = make_asked(shop, wanted(product, 4, order=gone), wanted(product, 4, order=stays))
    void(gone)
    assert fresh(asked).state == State.ASKED
    assert [line.is_ended for line in lines_of(asked)] == [True, False]


def test_what_was_accepted_goes_on_and_its_people_decide(shop, product):
    order = order_for(product, 4)
    found = make_accepted(shop, wanted(product, 4, order=order))
    void(order)
    (line,) = lines_of(found)
    assert (fresh(found).state, line.is_ended, line.planned_date) == (State.ACCEPTED, False, in_days(10))
    assert told("needless") == {shop.planner.pk, shop.foreman.pk}


def test_an_order_without_requirements_leaves_no_word(shop, product):
    void(order_for(product, 4))
    assert not OutboxMessage.objects.filter(topic=following.TOPIC).exists()


def test_a_draft_ends_with_its_order_and_only_who_wrote_it_hears(shop, product):
    order = order_for(product, 4)
    made = operations.create_requirement(actor=shop.planner, draft=draft(shop, wanted(product, 4, order=order)), at=AT)
    void(order)
    assert fresh(made).state == State.CANCELLED
    assert told("let_go") == {shop.planner.pk}


def test_the_word_of_an_order_that_is_in_force_again_does_no_harm(shop, product):
    order = order_for(product, 4)
    asked = make_asked(shop, wanted(product, 4, order=order))
    assert Order.objects.get(pk=order.pk).status == "EFFECTIVE"
    assert following.settle_order(actor=system_user(), order_id=order.pk, at=AT) == 0
    assert fresh(asked).state == State.ASKED
