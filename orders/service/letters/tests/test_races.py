"""Two at once: the same letter sent by two people, the same customer's policy."""

import pytest

from common import errors, outbox
from common.models import OutboxMessage
from orders.service.letters import mailing, operations
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.portal.models import PageAccess
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.racing import race, refusals
from products.tests import builders as products

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = "li@customer.example"


@pytest.fixture
def order():
    cast = builders.make_order_cast()
    return builders.make_effective(cast.owner, lines=[builders.line(products.make_product(stock=9), 2, "10")])


def test_of_two_who_send_the_same_letter_one_does_and_it_goes_once(order, mailoutbox):
    row = operations.draft_letter(actor=order.salesperson, customer_id=order.customer_id, at=AT)

    def send(address):
        return lambda: operations.send_letter(
            actor=builders.person(order.salesperson_id), letter_id=row.pk, recipient=address, at=AT
        )

    assert refusals(race(send(MAIL), send("wang@customer.example"))) == [errors.WrongState]
    assert OutboxMessage.objects.filter(topic=mailing.TOPIC).count() == 1
    assert PageAccess.objects.count() == 1
    outbox.relay(now=lambda: AT)
    row.refresh_from_db()
    assert [mail.to for mail in mailoutbox] == [[row.recipient]]


def test_two_who_draft_at_once_leave_one_draft(order):
    def draft():
        person = builders.person(order.salesperson_id)
        return operations.draft_letter(actor=person, customer_id=order.customer_id, at=AT)

    assert refusals(race(draft, draft)) == [errors.WrongState]
    assert ProgressLetter.objects.count() == 1


def test_of_two_who_give_a_customer_his_first_policy_the_second_is_told(order):
    def save(days):
        return lambda: operations.save_policy(
            actor=builders.person(order.salesperson_id),
            customer_id=order.customer_id,
            version=0,
            progress_every=days,
            at=AT,
        )

    assert refusals(race(save(7), save(9))) == [errors.Stale]
    assert ServicePolicy.objects.filter(customer=order.customer_id).count() == 1
