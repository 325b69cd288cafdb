"""Nothing is dated into a closed month, whoever asks; opening it again is a privilege, and is kept (issue 5)."""

from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from accounts.periods import operations, queries
from accounts.periods.models import PeriodStep
from accounts.tests.builders import make_user
from common import errors
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from orders.tests.racing import behind

pytestmark = pytest.mark.django_db
OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)
EARLIER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def close(month=OCTOBER, actor=None):
    return operations.close_month(actor=actor or make_user("finance"), month=month, at=AT)


def test_months_close_one_after_the_other_and_not_before_they_are_over():
    with pytest.raises(errors.Invalid):
        close(date(2026, 11, 1))
    close(date(2026, 8, 1))
    with pytest.raises(errors.WrongState):
        close()
    close(date(2026, 9, 15))
    assert queries.closed_until() == date(2026, 9, 30)
    with pytest.raises(errors.NotAllowed):
        close(actor=make_user("sales"))


def test_a_closed_month_opens_again_by_privilege_with_all_after_it():
    for month in (8, 9, 10):
        close(date(2026, month, 1))
    with pytest.raises(errors.NotAllowed):
        operations.reopen_month(actor=make_user("finance"), month=OCTOBER, reason="补", at=AT)
    boss = make_user("executive")
    with pytest.raises(errors.Invalid):
        operations.reopen_month(actor=boss, month=OCTOBER, reason=" ", at=AT)
    operations.reopen_month(actor=boss, month=date(2026, 9, 1), reason="补记银行回单", at=AT)
    assert queries.closed_until() == date(2026, 8, 31)
    queries.require_open(date(2026, 9, 1), at=AT)
    assert [(one.kind, one.reason) for one in PeriodStep.objects.all()[:1]] == [("REOPENED", "补记银行回单")]
    operations.reopen_month(actor=boss, month=date(2026, 8, 1), reason="补", at=AT)
    assert queries.closed_until() is None


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_month_while_it_closes():
    order, finance = builders.make_effective(at=EARLIER), make_user("finance")
    first = behind(lambda: flow.make_receipt(order, 1, received_date=LAST), lambda: close(actor=finance))
    assert (first.closed_until, Receipt.objects.count()) == (LAST, 1), "who was there first is waited for"
    november = AT.replace(month=12, day=3)
    late = behind(
        lambda: operations.close_month(actor=finance, month=date(2026, 11, 1), at=november),
        lambda: flow.make_receipt(order, 1, received_date=date(2026, 11, 30), at=november),
    )
    assert (late.code, Receipt.objects.count()) == ("period_closed", 1)


def test_the_running_month_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        queries.require_open(date(2026, 11, 1), None, at=AT)


def test_pages_and_systems_close_and_open(monkeypatch):
    order = builders.make_effective(at=EARLIER)
    flow.make_receipt(order, 100, received_date=LAST)
    finance = Browser(make_user("finance"))
    page = finance.get("/periods/").text
    assert "No month was closed yet" in page
    assert finance.post("/periods/close/", month="2026-10", nonce="n").status_code == 303
    assert "2026-10-31" in finance.get("/periods/").text
    assert finance.get("/periods/reopen/").status_code == 403
    boss = APIClient()
    boss.force_authenticate(make_user("executive"))
    body = {"month": "2026-10-31", "reason": "补记"}
    answer = boss.post("/api/v1/periods/reopen/", body, format="json", headers={"Idempotency-Key": "r"})
    assert (answer.status_code, answer.json()["closed_until"]) == (200, None)
    assert [one["kind"] for one in boss.get("/api/v1/periods/").json()["steps"]] == ["REOPENED", "CLOSED"]
