"""What a chart draws of its paper, and the picture of it."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from decimal import Decimal as D

import pytest
from django.utils import translation

from reports.layout import picture, plot
from reports.layout.paper import Chart, Column, Form, Paper, Row, Series, Shape
from reports.layout.plot import Role
from reports.layout.tests import samples

SVG = "{http://www.w3.org/2000/svg}"


def one(paper: Paper) -> plot.Plot:
    [made] = plot.plots(paper)
    return made


def test_what_stands_below_a_row_and_sums_are_not_drawn_with_it():
    made = one(samples.pivot())
    assert made.names == ("华中地区", "外贸部")
    assert made.rows == (0, 2)


def test_a_column_that_the_reader_may_not_see_is_not_drawn():
    assert [line.column for line in one(samples.pivot()).lines] == ["a", "b"]
    paper = samples.trend()
    hidden = replace(paper, columns=tuple(replace(column, is_hidden=column.key != "month") for column in paper.columns))
    assert plot.plots(hidden) == []
    assert plot.plots(replace(paper, columns=(replace(paper.columns[0], is_hidden=True), *paper.columns[1:]))) == []


def test_a_hidden_interval_is_left_out():
    paper = samples.forecast()
    columns = tuple(replace(column, is_hidden=column.key == "low") for column in paper.columns)
    roles = [line.role for line in one(replace(paper, columns=columns)).lines]
    assert roles == [Role.LINE, Role.LINE, Role.HIGH]


def test_nothing_is_drawn_of_no_rows_or_of_nothing_known():
    paper = samples.bridge()
    assert plot.plots(replace(paper, rows=())) == []
    assert plot.plots(replace(paper, rows=(Row(("x", None)),))) == []


def test_a_target_is_amber_and_last_year_grey_beside_the_first_tone():
    roles = [(line.role, line.tone) for line in one(samples.trend()).lines]
    assert roles == [(Role.BAR, 1), (Role.TARGET, 2), (Role.FORMER, 0)]


def test_no_more_than_five_series_but_in_a_table_of_heat():
    columns = (Column("x", "X"), *(Column(f"y{n}", f"Y{n}", Form.COUNT) for n in range(7)))
    paper = Paper("P", columns, (Row(("a", *range(7))),))
    series = tuple(Series(f"y{n}") for n in range(7))
    assert len(plot.plot(paper, Chart(Shape.BARS, "c", "x", series)).lines) == 5
    assert len(one(samples.retention()).lines) == 7


def test_each_step_of_a_bridge_begins_where_the_one_before_ended():
    made = one(samples.bridge())
    assert made.bases == (0, 500, 470, 0)
    assert made.extent() == (0, 560)


def test_what_belongs_to_one_province_is_added_up_the_largest_first():
    made = one(samples.provinces())
    assert made.names == ("浙江", "广东", "外贸", "内蒙古")
    assert made.lines[0].values == (300, 250, 66, 20)


def test_stacked_amounts_reach_as_far_as_they_do_together():
    assert one(samples.pivot()).extent() == (-20, 1098)


@pytest.mark.parametrize(("language", "unit"), [("zh-hans", (10_000, "万")), ("en", (1_000, "thousand"))])
def test_amounts_are_counted_along_the_axis_as_the_language_counts(language, unit):
    with translation.override(language):
        made = one(samples.trend())
        assert made.scale() == unit
        assert made.along(Decimal(4_000_000)) == f"{4_000_000 // unit[0]:,}"


@pytest.mark.parametrize("high", ["0.003", "1", "7", "99", "1234567", "0"])
@pytest.mark.parametrize("low", ["0", "-3", "-80000"])
def test_ticks_are_few_round_and_reach_around(low, high):
    marks = plot.ticks(Decimal(low), Decimal(high))
    assert marks[0] <= Decimal(low)
    assert marks[-1] >= Decimal(high)
    assert 0 in marks
    assert 2 <= len(marks) <= 6


@pytest.mark.parametrize("make", samples.EVERY)
@pytest.mark.parametrize("palette", [picture.PAGE, picture.PRINT])
def test_every_picture_is_well_formed_and_says_what_it_shows(make, palette):
    made = one(make())
    drawing = picture.draw(made, "x", palette)
    root = ET.fromstring(drawing)
    assert root.get("aria-label") == made.label
    assert "style=" not in drawing
    assert root.findall(f".//{SVG}script") == root.findall(f".//{SVG}img") == []


def test_words_of_people_are_words_in_a_picture_too():
    paper = samples.pivot()
    row = replace(paper.rows[0], cells=(samples.EVIL + "\x00", *paper.rows[0].cells[1:]))
    drawing = picture.draw(one(replace(paper, rows=(row,))), "x", picture.PAGE)
    assert "<img" not in drawing
    assert "</script" not in drawing
    assert ET.fromstring(drawing).get("aria-label").startswith(samples.EVIL)


def test_a_period_that_still_runs_is_dashed_and_a_second_bar_has_a_pattern():
    assert 'stroke-dasharray="3 2"' in picture.draw(one(samples.trend()), "x", picture.PRINT)
    assert "url(#x-p2)" in picture.draw(one(samples.pivot()), "x", picture.PRINT)


def test_a_map_says_what_belongs_to_no_province():
    drawing = picture.draw(one(samples.provinces()), "x", picture.PRINT)
    assert "外贸 66" in drawing
    assert drawing.count(">浙江<") == 1


def test_many_names_do_not_run_into_each_other():
    paper = samples.bridge()
    rows = tuple(Row((f"某某有限公司 {number}", Decimal(number))) for number in range(200))
    made = one(replace(paper, rows=rows, charts=(replace(paper.charts[0], shape=Shape.BARS),)))
    assert picture.draw(made, "x", picture.PRINT).count('text-anchor="middle"') < 15


def _bars(names, *, keys=(), levels=(), shape=Shape.BARS, form=Form.COUNT, former=False):
    columns = (Column("x", "X"), Column("y", "Y", form), Column("z", "Z", form))
    rows = tuple(
        Row((name, 1, 2), level=levels[at] if levels else 0, key=keys[at] if keys else str(at))
        for at, name in enumerate(names)
    )
    series = (Series("y"), Series("z", is_former=former))
    return Paper("P", columns, rows, charts=(Chart(shape, "c", "x", series),))


def test_the_row_of_all_others_is_no_bar():
    assert one(_bars(["a", "b", "5 others"], keys=["a", "b", "~others"])).names == ("a", "b")


def test_of_very_many_names_the_first_are_drawn_but_every_stretch_of_time():
    assert len(one(_bars([f"customer {n}" for n in range(50)])).names) == plot.MOST_NAMES
    assert len(one(_bars([f"20{n:02}-01" for n in range(50)])).names) == 50


def test_of_one_root_alone_its_parts_are_drawn():
    assert one(_bars(["all", "north", "south"], levels=[0, 1, 1])).names == ("north", "south")
    assert one(_bars(["all"], levels=[0])).names == ("all",)


@pytest.mark.parametrize("name", ["2026", "2026-11", "2026-11-23", "2026 Q3", "2026 week 07", "W47", "47周"])
def test_only_along_time_a_line_joins_last_year(name):
    assert one(_bars([name], former=True)).marks_alone is False
    drawn = picture.draw(one(_bars(["North", "South"], former=True)), "p", picture.PAGE)
    joined = picture.draw(one(_bars(["2026-01", "2026-02"], former=True)), "p", picture.PAGE)
    assert drawn.count("<path") < joined.count("<path")


def test_there_is_no_half_an_order_along_the_axis():
    assert plot.ticks(D(0), D(1), least=D(1)) == [D(0), D(1)]
    assert plot.ticks(D(0), D(4), least=D(1))[1] == 1


def test_what_a_chart_shows_is_said_with_the_marks_of_the_language():
    with translation.override("zh-hans"):
        assert one(_bars(["北", "南"])).label == "c：Y、Z；北 – 南"
    with translation.override("en"):
        assert one(_bars(["N", "S"])).label == "c: Y, Z; N – S"
