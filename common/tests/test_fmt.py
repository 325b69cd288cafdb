"""How numbers, money and days are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from common import dates
from common.templatetags import fmt, ui


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(fmt, "today", lambda: date(2026, 11, 21))


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (Decimal("286480"), "CNY", "¥286,480.00"),
        (Decimal("-3752.5"), "CNY", "−¥3,752.50"),
        (Decimal("-0.004"), "CNY", "¥0.00"),
        (Decimal("0.005"), "", "0.01"),
        (Decimal("12"), "CHF", "CHF\u00a012.00"),
        (None, "CNY", "–"),
        ("", "CNY", "–"),
        (Decimal("NaN"), "", "–"),
    ],
)
def test_money_is_grouped_half_up_with_a_true_minus(value, currency, text):
    assert fmt.money(value, currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("12.500000"), "12.5"), (Decimal("100"), "100"), (1200, "1,200"), ("0.0000004", "0"), (None, "–")],
)
def test_a_quantity_carries_no_trailing_zeros(value, text):
    assert fmt.qty(value) == text


def test_a_number_beyond_every_column_is_still_shown():
    assert fmt.qty("9" * 26) == "99,999,999,999,999,999,999,999,999"
    assert fmt.money("9" * 27).endswith("999.00")


def test_days_at_the_ends_of_the_calendar_are_days():
    first, end = dates.day_range(date.min, date.max)
    assert (first, end) == (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    assert dates.day_range(date(2026, 3, 2), date(2026, 3, 2))[1] == dates.day_start(date(2026, 3, 3))


def test_a_quantity_of_none_may_read_as_a_dash():
    assert fmt.qty(Decimal(0)) == "0"
    assert fmt.qty(Decimal(0), "-") == "–"


def test_a_percentage_is_cut_so_that_almost_done_never_reads_as_done():
    assert fmt.percent(Decimal("0.998")) == "99%"
    assert fmt.percent(Decimal(1)) == "100%"
    assert fmt.percent(Decimal("0.3846"), 1) == "38.4%"


def test_the_year_stands_only_where_it_is_another():
    assert fmt.day(date(2026, 12, 8)) == "12-08"
    assert fmt.day(date(2027, 1, 3)) == "2027-01-03"
    assert fmt.full_day(date(2026, 12, 8)) == "2026-12-08"


def test_moments_are_shown_on_the_companys_clock(settings):
    settings.BUSINESS_TIME_ZONE = "Asia/Shanghai"
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 00:30 of the 21st in Shanghai
    assert dates.business_day(late) == date(2026, 11, 21)
    assert fmt.moment(late) == "00:30"
    assert fmt.moment(datetime(2026, 11, 19, 2, 0, tzinfo=UTC)) == "11-19 10:00"


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        (date(2026, 11, 18), "late", "3 days late"),
        (date(2026, 11, 20), "late", "1 day late"),
        (date(2026, 11, 21), "soon", "today"),
        (date(2026, 11, 22), "soon", "tomorrow"),
        (date(2026, 11, 23), "", ""),
    ],
)
def test_a_due_day_says_in_words_how_it_stands(day, tone, words):
    with translation.override("en"):
        assert fmt.due_words(day, date(2026, 11, 21)) == (tone, words)


def test_a_due_day_that_is_done_is_a_plain_day():
    with translation.override("en"):
        assert "late" in ui.due(date(2026, 11, 18))
        assert "late" not in ui.due(date(2026, 11, 18), done=True)
        assert ui.due(None) == '<span class="t3">–</span>'


def test_an_estimate_says_that_it_is_one():
    with translation.override("en"):
        assert fmt.count(12345) == "12,345"
        assert fmt.count(12345, True) == "about 12,345"


def test_filters_work_in_a_template():
    html = Template("{% load fmt %}{{ a|money:'CNY' }} {{ b|qty:'-' }} {{ c|dash }}").render(
        Context({"a": Decimal("1.5"), "b": 0, "c": ""})
    )
    assert html == "¥1.50 – –"
