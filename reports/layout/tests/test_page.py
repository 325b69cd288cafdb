"""The parts of a page that draw a report."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template
from django.utils import translation

from reports.layout import page_chart
from reports.layout.paper import Column, Definition, Form, Paper, Row
from reports.layout.tests import samples

pytestmark = pytest.mark.django_db  # the company's currency is a setting


def draw(source, **context):
    return Template("{% load report_parts %}" + source).render(Context(context))


def table(paper):
    return draw('{% paper report id="r" %}', report=paper)


def test_groups_stand_over_their_columns_and_sums_below():
    html = table(samples.pivot())
    assert '<th class="h0" scope="colgroup" colspan="2">Signed</th>' in html
    assert "<tfoot>" in html
    assert 'data-l="Signed Gauges"' in html  # a card on a phone says the whole head
    assert "<tfoot>" not in table(samples.trend())


def test_a_row_leads_down_and_a_figure_to_its_rows():
    html = table(samples.pivot())
    assert '<tr class="l0" data-href="/reports/?at=华中地区">' in html
    assert '<a class="so-drill" href="/reports/?at=华中地区">华中地区</a>' in html
    assert 'href="/orders/?region=华中地区&amp;view=all"' in html
    assert '<tr class="l1">' in html


def test_a_column_that_is_not_the_readers_keeps_its_head_and_says_so():
    paper = samples.pivot()
    rows = tuple(replace(row, cells=(*row.cells[:3], Decimal("987654.32"), *row.cells[4:])) for row in paper.rows)
    html = table(replace(paper, rows=rows))
    assert "Cost" in html
    assert html.count("Not yours to see") >= 4
    assert "987" not in html


def test_a_period_that_still_runs_is_marked():
    html = table(samples.trend())
    assert html.count("still runs") == 1
    assert 'class="l0 unf"' in html


def test_why_there_is_no_figure_is_said_and_nothing_found_too():
    assert "Too short a history" in table(replace(samples.trend(), rows=(), problem="Too short a history"))
    assert "Nothing found" in table(replace(samples.trend(), rows=()))
    assert "Nothing found" not in table(replace(samples.trend(), rows=(), problem="x"))


def test_a_figure_is_written_as_everywhere_and_growth_says_its_direction():
    html = table(samples.pivot())
    assert '<span class="so-money neg">−20<span class="d">.00</span></span>' in html
    assert '<span class="so-delta down"><span class="sr">less by</span>4.6%</span>' in html
    assert "94.1%" in html


def test_the_words_of_people_are_words():
    columns = (Column("a", samples.EVIL, group=samples.EVIL, definition=samples.EVIL), Column("b", "B", Form.MONEY))
    rows = (Row((samples.EVIL, Decimal(3)), url=f"/{samples.EVIL}", links={"b": samples.EVIL}),)
    series = samples.bridge().charts[0]
    chart = replace(series, title=samples.EVIL, across="a", series=(replace(series.series[0], column="b"),))
    meaning = Definition(*[samples.EVIL] * 6)
    paper = Paper(*[samples.EVIL, columns, rows], charts=(chart,), definitions=(meaning,), notes=(samples.EVIL,))
    source = '{% paper report %}{% report_charts report %}{% definition one id="d" %}{% report_definitions report %}'
    html = draw(source, report=replace(paper, problem=samples.EVIL), one=meaning)
    assert "<img" not in html
    assert html.count("</script>") == 1  # that of the chart's own data


def test_a_chart_carries_its_data_its_picture_and_its_table():
    html = draw('{% report_charts report id="r" %}', report=samples.trend())
    found = re.search(r'<script id="r-chart0-data" type="application/json">(.*?)</script>', html)
    data = json.loads(found[1])
    assert [(one["role"], one["tone"]) for one in data["series"]] == [("BAR", 1), ("TARGET", 2), ("FORMER", 0)]
    assert data["unfinished"] == [False, False, False, True]
    assert data["series"][0]["texts"][0] == "4,120,000.00"
    assert 'role="img" aria-label="Signed: Signed, Target, Last year; 2026-01 – 2026-04"' in html
    assert html.count("<svg xmlns") == 1
    assert "<td>2026-01</td>" in html
    assert "style=" not in html


@pytest.mark.parametrize("make", [samples.provinces, samples.retention])
def test_tiles_need_no_script(make):
    html = draw("{% report_charts report %}", report=make())
    assert "data-chart" not in html
    assert "application/json" not in html


def test_shares_are_drawn_as_percent():
    paper = samples.pivot()
    chart = replace(paper.charts[0], series=(replace(paper.charts[0].series[0], column="on_time"),))
    [found] = page_chart.charts(replace(paper, charts=(chart,)), "r")
    assert (found.data["divisor"], found.data["suffix"]) == (0.01, "%")


def test_a_definition_says_formula_and_real_numbers():
    html = draw('{% definition one id="otd" %}', one=samples.pivot().definitions[0])
    assert "<code>lines on time ÷ lines due</code>" in html
    assert "94 ÷ 100 = 94.0%" in html
    assert 'data-pop="otd"' in html
    assert 'aria-label="What On time means"' in html


def test_chinese_words_of_charts_come_for_who_reads_chinese():
    with translation.override("zh-hans"):
        assert "langZH" in draw("{% chart_scripts %}")
    assert "langZH" not in draw("{% chart_scripts %}")
    assert "js/charts.js" in draw("{% chart_scripts %}")


def test_a_page_stands_also_where_the_library_was_not_fetched(monkeypatch):
    def strict(name):
        if name.startswith("vendor/"):
            raise ValueError("Missing staticfiles manifest entry")
        return f"/static/{name}"

    monkeypatch.setattr(staticfiles_storage, "url", strict)
    html = draw("{% chart_scripts %}")
    assert "vendor" not in html
    assert "/static/js/charts.js" in html
