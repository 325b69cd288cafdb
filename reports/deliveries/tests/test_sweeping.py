"""What was sent long ago is forgotten: not the last one to anybody, nothing that waits, nothing within the days."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
from orders.tests.builders import AT
from reports import jobs
from reports.builder import operations as reports
from reports.deliveries import operations, queries, sweeping
from reports.deliveries.models import ReportDelivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
State = ReportDelivery.State


@pytest.fixture
def boss():
    return make_user("executive")


@pytest.fixture
def schedule(boss):
    report = reports.save_report(actor=boss, name="Orders", asked={"measures": "orders"}, at=AT)
    return operations.save_schedule(actor=boss, report_id=report.pk, rhythm="WEEKLY", place=1, hour=8, at=NOW)


def sent(schedule, person, days, state=State.SENT):
    due = NOW - timedelta(days=days)
    return ReportDelivery.objects.create(schedule=schedule, recipient=person, due_at=due, state=state, settled_at=due)


def sweep():
    return sweeping.sweep(actor=people.system_user(), at=NOW)


def days():
    return sorted((NOW - due).days for due in ReportDelivery.objects.values_list("due_at", flat=True))


def test_what_is_older_than_the_days_goes(schedule, boss):
    for age in (1, 90, 91, 92, 400):
        sent(schedule, boss, age)
    assert sweep() == 3
    assert days() == [1, 90]
    assert sweep() == 0


def test_what_failed_or_was_left_out_goes_and_what_waits_stays(schedule, boss):
    for age, state in ((100, State.FAILED), (101, State.SKIPPED), (102, State.QUEUED), (3, State.SENT)):
        sent(schedule, boss, age, state)
    assert sweep() == 2
    assert days() == [3, 102]


def test_the_last_one_to_each_recipient_stays_however_old(schedule, boss):
    other = make_user("executive")
    for person, age in ((boss, 300), (boss, 200), (other, 500), (other, 400)):
        sent(schedule, person, age)
    assert sweep() == 2
    assert days() == [200, 400]
    assert queries.last_of(boss, [schedule])[schedule.pk].recipient == boss


def test_the_last_that_somebody_got_stays_though_later_ones_failed_or_wait(schedule, boss):
    for age, state in ((300, State.SENT), (200, State.SENT), (150, State.FAILED), (100, State.FAILED)):
        sent(schedule, boss, age, state)
    assert sweep() == 2
    assert days() == [100, 200]
    sent(schedule, boss, 1, State.QUEUED)
    assert sweep() == 1
    assert days() == [1, 200]
    sent(schedule, boss, 0)
    assert sweep() == 1
    assert days() == [0, 1]


def test_the_company_sets_the_days(schedule, boss):
    Setting.objects.create(key=sweeping.SETTING, value=10)
    settings.forget()
    for age in (1, 9, 11):
        sent(schedule, boss, age)
    assert sweep() == 1
    settings.forget()


def test_it_goes_on_until_nothing_is_left_and_stands_in_the_night(schedule, boss, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    monkeypatch.setattr("common.clock.now", lambda: NOW)
    for age in range(100, 105):
        sent(schedule, boss, age)
    sent(schedule, boss, 1)
    jobs.compare()
    assert days() == [1]
