"""Many rows in one statement."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import Currency, ExchangeRate, Job, Setting
from common.rows import update_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def rates():
    for code in ("XAA", "XBB"):
        Currency.objects.create(code=code, name=code, symbol="x")
    return ExchangeRate.objects.bulk_create(
        ExchangeRate(currency_id="XAA", valid_from=date(2026, 1, day), rate=Decimal(1)) for day in range(1, 6)
    )


def test_numbers_days_and_foreign_keys_change_in_one_statement(rates):
    for n, rate in enumerate(rates[:3]):
        rate.rate, rate.valid_from, rate.currency_id = Decimal(f"7.0{n}"), date(2027, 1, n + 1), "XBB"
    with CaptureQueriesContext(connection) as captured:
        update_rows(rates[:3], ["rate", "valid_from", "currency"])
    assert len(captured) == 1
    stored = list(ExchangeRate.objects.filter(pk__in=[rate.pk for rate in rates]).order_by("pk"))
    assert [(row.currency_id, row.rate) for row in stored[:3]] == [("XBB", Decimal(f"7.0{n}")) for n in range(3)]
    assert [row.currency_id for row in stored[3:]] == ["XAA", "XAA"]


def test_empty_values_moments_and_json_change_too(rates):
    from datetime import UTC, datetime

    at = datetime(2026, 3, 2, tzinfo=UTC)
    jobs = Job.objects.bulk_create(Job(kind="x", actor_id=1, created_at=at) for _n in range(2))
    jobs[0].started_at, jobs[0].result = at, {"rows": [1, "二"]}
    update_rows(jobs, ["started_at", "result"])
    stored = list(Job.objects.order_by("pk"))
    assert [(row.started_at, row.result) for row in stored] == [(at, {"rows": [1, "二"]}), (None, {})]


def test_a_text_key_is_found():
    setting = Setting.objects.create(key="x.y", value="1")
    setting.value = "2"
    update_rows([setting], ["value"])
    assert Setting.objects.get(key="x.y").value == "2"


def test_nothing_to_change_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows([], ["rate"])
