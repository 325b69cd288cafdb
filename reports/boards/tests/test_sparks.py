"""The line beside a figure stays in its box, with the target as steps; figures in few characters; time that is left."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.utils import translation

from reports.boards import sparks, waiting
from reports.layout.paper import Form

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_a_line_needs_two_months_and_stays_in_its_box():
    assert sparks.spark([None, D(3)]) is None
    assert sparks.spark([D(1), D(1)]).line == "M0.0,17.0 L104.0,17.0"
    assert sparks.spark([D(0), None, D(10)]).line == "M0.0,31.0 L104.0,3.0"


def test_the_target_is_drawn_in_the_same_box_as_steps():
    drawn = sparks.spark([D(0), D(5), D(5)], [D(10), D(10), None])
    assert drawn.line == "M0.0,31.0 L52.0,17.0 L104.0,17.0"
    assert drawn.target == "M0.0,3.0 L26.0,3.0 L26.0,3.0 L78.0,3.0"
    assert drawn.area.endswith("L104.0,34 L0.0,34 Z")


@pytest.mark.parametrize(
    ("language", "value", "form", "shown"),
    [
        ("zh-hans", "17902000", Form.MONEY, ("1,790.2", "万元")),
        ("zh-hans", "1700000000", Form.MONEY, ("17.0", "亿元")),
        ("en", "17902000", Form.MONEY, ("17.9", "CNY million")),
        ("en", "45300", Form.MONEY, ("45.3", "CNY thousand")),
        ("en", "9999", Form.MONEY, ("9,999", "CNY")),
        ("en", "0.9321", Form.SHARE, ("93.2", "%")),
        ("en", "412", Form.COUNT, ("412", "")),
    ],
)
def test_a_figure_is_read_in_few_characters(language, value, form, shown):
    with translation.override(language):
        assert sparks.short(D(value), form, "CNY") == shown
    assert sparks.short(None, form) == ("–", "")


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [
        (timedelta(hours=19, minutes=8), "", "19:08 left"),
        (timedelta(hours=6), "warn", "6:00 left"),
        (timedelta(hours=4, minutes=35), "warn", "4:35 left"),
        (timedelta(hours=2), "bad", "2:00 left"),
        (timedelta(minutes=-12), "bad", "0:12 over"),
        (timedelta(days=-5), "bad", "5 days over"),
    ],
)
def test_time_that_is_left_is_grey_then_amber_then_red(left, tone, words):
    with translation.override("en"):
        found = waiting.sla(NOW + left, NOW, timedelta(hours=24))
    assert (found.tone, found.words) == (tone, words)
    assert 0 <= found.used <= 100
