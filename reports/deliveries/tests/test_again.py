"""Reports by mail in the console: sent again to one recipient, or said to have arrived."""

from datetime import UTC, datetime

import pytest

from accounts.background import deciding
from accounts.background import operations as background
from accounts.background.sends import Decision
from accounts.tests.builders import make_user
from common import errors
from common.background import works
from common.models import OutboxMessage
from common.operation import in_operation
from reports.builder import operations as reports
from reports.deliveries import operations, running
from reports.deliveries.models import ReportDelivery, Rhythm

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
State = ReportDelivery.State
ASKED = {"measures": "orders,amount", "rows": "customer", "since": "2024-01-01", "until": "2027-12-31"}


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


@pytest.fixture
def delivery():
    owner = make_user("executive", email="owner@house.example", language="en")
    report = reports.save_report(actor=owner, name="By customer", asked=ASKED, at=AT)
    given = {"rhythm": Rhythm.WEEKLY, "place": 1, "hour": 8, "file": "XLSX"}
    schedule = operations.save_schedule(actor=owner, report_id=report.pk, at=AT, **given)
    [row] = in_operation(owner.pk, lambda: operations.queue(schedule, [owner.pk], due_at=AT, at=AT))
    return row


def lost(row, state):
    OutboxMessage.objects.filter(dedupe_key=operations.key_of(row)).update(state=state, attempts=1, claimed_at=AT)
    running.settle_lost(actor=make_user("administrator"), at=AT)
    row.refresh_from_db()
    assert row.state == State.FAILED


def test_a_doubtful_one_warns_that_it_may_arrive_twice_and_is_sent_again(boss, delivery):
    lost(delivery, "DOUBTFUL")
    work = works.get("delivery", delivery.pk)
    assert work.what.startswith("By customer → ") and work.state == "FAILED"
    assert "may arrive twice" in str(works.effect_of(work, "again", at=AT).warning)
    background.retry_work(actor=boss, ref=work.ref, at=AT)
    delivery.refresh_from_db()
    assert delivery.state == State.QUEUED
    assert OutboxMessage.objects.get(dedupe_key=operations.key_of(delivery)).state == "PENDING"
    with pytest.raises(errors.WrongState):
        background.retry_work(actor=boss, ref=work.ref, at=AT)


def test_a_refused_one_warns_of_nothing(delivery):
    lost(delivery, "FAILED")
    assert not works.effect_of(works.get("delivery", delivery.pk), "again", at=AT).warning


def test_one_that_arrived_is_noted_as_sent(boss, delivery):
    lost(delivery, "DOUBTFUL")
    message = OutboxMessage.objects.get(dedupe_key=operations.key_of(delivery))
    deciding.decide(actor=boss, decision=Decision.ARRIVED, message_ids=[message.pk], at=AT)
    delivery.refresh_from_db()
    message.refresh_from_db()
    assert (delivery.state, message.state) == (State.SENT, "SENT")
