"""Two beats at once, two trials at once: each goes once."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.tests.builders import make_user
from common import errors, outbox
from common.models import OutboxMessage
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.racing import race, refusals
from reports.builder import operations as reports
from reports.deliveries import operations, running
from reports.deliveries.models import ReportDelivery

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


@pytest.fixture
def made():
    boss = make_user("executive", email="boss@house.example")
    report = reports.save_report(actor=boss, name="Orders", asked={"measures": "orders"}, at=AT)
    return operations.save_schedule(
        actor=boss, report_id=report.pk, rhythm="WEEKLY", place=1, hour=8, at=MONDAY - timedelta(days=1)
    )


def test_of_two_beats_one_queues_and_one_mail_goes(made, mailoutbox):
    assert refusals(race(lambda: running.scan(at=MONDAY), lambda: running.scan(at=MONDAY))) == []
    assert ReportDelivery.objects.count() == 1
    race(lambda: outbox.relay(now=lambda: MONDAY), lambda: outbox.relay(now=lambda: MONDAY))
    assert [mail.to for mail in mailoutbox] == [["boss@house.example"]]
    assert ReportDelivery.objects.get().state == ReportDelivery.State.SENT
    made.refresh_from_db()
    assert made.next_at == MONDAY + timedelta(days=7)


def test_of_two_trials_of_one_person_one_goes(made):
    def send():
        person = builders.person(made.created_by_id)
        return operations.send_now(actor=person, schedule_id=made.pk, at=MONDAY)

    assert refusals(race(send, send)) == [errors.Conflict]
    assert OutboxMessage.objects.filter(topic=operations.TOPIC).count() == 1
