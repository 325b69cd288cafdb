"""A forecast is read as a table, a chart, and sentences in the reader's language."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.utils.translation import override

from reports.forecast import sheets, wording
from reports.forecast.backtest import Trial
from reports.forecast.forecasting import Forecast, forecast
from reports.forecast.methods import Method
from reports.forecast.refusing import Reason, Refusal
from reports.forecast.series import Rhythm
from reports.forecast.tests.worlds import months, noisy, seasonal
from reports.layout.paper import Form
from reports.layout.plot import plot


@pytest.fixture
def found():
    return forecast(months(noisy(48, Random(11)), running=12_345.5))


def test_rows_are_three_years_and_what_is_expected(found):
    paper = sheets.paper(found, "Bicycles", Form.MONEY)
    assert [row.key for row in paper.rows][:2] == ["2023-01", "2023-02"]
    assert [row.key for row in paper.rows][-6:] == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert [row.is_unfinished for row in paper.rows][-7:] == [False, True, *[False] * 5]
    last = dict(zip([column.key for column in paper.columns], paper.rows[-1].cells, strict=True))
    assert last["actual"] is None
    assert last["former"] == paper.rows[-13].cells[1]  # June of the year before
    assert last["low95"] < last["low80"] < last["forecast"] < last["high80"] < last["high95"]
    assert last["forecast"].as_tuple().exponent == -2
    assert paper.sums[4] == pytest.approx(sum(row.cells[4] for row in paper.rows[-6:]), abs=Decimal("0.05"))
    assert len(paper.sums) == len(paper.columns)


def test_quantities_are_whole(found):
    assert sheets.paper(found, "Bicycles", Form.QUANTITY).rows[-1].cells[4].as_tuple().exponent == 0


def test_the_chart_can_be_drawn_with_its_interval(found):
    paper = sheets.paper(found, "Bicycles", Form.MONEY)
    drawn = plot(paper, paper.charts[0])
    assert [line.column for line in drawn.lines] == ["actual", "forecast", "low80", "high80", "former"]


def test_errors_of_all_methods_stand_below_and_one_is_used(found):
    table = sheets.paper(found, "Bicycles", Form.MONEY).parts[0]
    assert {row.key for row in table.rows} >= {"SEASONAL_NAIVE", "THETA", "ADDITIVE", "COMBINED"}
    assert [row.key for row in table.rows if row.cells[-1]] == [found.chosen.method.value]


def test_words_say_how_far_off_it_was_and_what_has_come_so_far(found):
    facts = dict(sheets.paper(found, "Bicycles", Form.MONEY, facts=(("Scope", "All"),)).facts)
    assert facts["Scope"] == "All"
    assert facts["History"] == "2022-01 – 2025-12 (48 months)"
    assert "In the last 12 months, forecasts up to 6 months ahead were off by" in facts["Quality"]
    assert facts["So far in 2026-01"] == "12,345.50"


def test_every_sentence_is_there_in_chinese(found):
    with override("zh-hans"):
        paper = sheets.paper(found, "自行车", Form.MONEY)
        words = [*(text for fact in paper.facts for text in fact), *(str(column.label) for column in paper.columns)]
        words += [str(method.label) + str(method.words) for method in Method]
        words += [definition.meaning for definition in paper.definitions]
        words += [wording.refused(Refusal(reason, 3, date(2026, 1, 1)), Rhythm.WEEK) for reason in Reason]
        words += [wording.shortened(Forecast(found.series, 12, found.points, chosen=found.chosen))]
    latin = [word for word in words if not any("\u4e00" <= sign <= "\u9fff" for sign in str(word))]
    assert latin == ["12,345.50"]


def test_without_a_forecast_the_course_and_the_reason_remain():
    paper = sheets.paper(forecast(months(seasonal(20))), "Bicycles", Form.MONEY)
    assert paper.problem == (
        "No forecast: the history is too short. 10 months more are needed, it is possible from 2024-07-01 on."
    )
    assert len(paper.rows) == 20
    assert (paper.sums, paper.parts, paper.definitions) == ((), (), ())
    assert plot(paper, paper.charts[0]) is not None
    assert sheets.paper(forecast(months([])), "Bicycles", Form.MONEY).problem


def test_less_ahead_than_was_asked_is_said():
    notes = sheets.paper(forecast(months(noisy(30, Random(4))), 12), "Bicycles", Form.MONEY).notes
    assert "Only 6 months ahead: farther the history is too short to be tried." in notes


@pytest.mark.parametrize(("off", "percent"), [(0.081, "8.1 %"), (0.0996, "10 %"), (0.347, "35 %")])
def test_shares_are_written_as_people_read_them(found, off, percent):
    chosen = Trial(Method.THETA, (), (1.0,), 1.0, 1.0, 1.0, 0.1, off)
    assert percent in wording.accuracy(Forecast(found.series, 6, found.points, chosen=chosen))
