"""The chart's geometry."""

from datetime import date, timedelta

from tasks.board import gantt
from tasks.board.gantt import DAY, WEEK, Row

TODAY = date(2026, 11, 23)  # a Monday


def _works(day: date) -> bool:
    return day.weekday() < 5


def _chart(*rows: Row, links=(), scale=DAY, today=TODAY):
    return gantt.draw(rows, links, today=today, is_workday=_works, scale=scale)


def test_a_bar_covers_both_its_days():
    chart = _chart(Row(1, TODAY, TODAY + timedelta(2)))
    (bar,) = chart.bars
    assert bar.width == 3 * chart.unit
    assert bar.x == chart.unit  # one day is drawn before it


def test_what_is_done_of_a_bar_follows_its_progress_and_never_leaves_it():
    half, over = _chart(Row(1, TODAY, TODAY, 50), Row(2, TODAY, TODAY, 130)).bars
    assert (half.done, over.done) == (half.width // 2, over.width)


def test_bars_stand_in_the_rows_of_the_list():
    chart = _chart(Row(None, TODAY, TODAY, look="phase"), Row(1, None, None), Row(2, TODAY, TODAY))
    assert [bar.row.key for bar in chart.bars] == [None, 2]
    assert [bar.middle for bar in chart.bars] == [gantt.HEAD + 14, gantt.HEAD + 2 * 28 + 14]
    assert chart.height == gantt.HEAD + 3 * gantt.ROW


def test_days_off_that_follow_each_other_are_one_shade():
    chart = _chart(Row(1, TODAY, TODAY))  # drawn from Sunday on
    assert chart.shades[0] == (0, chart.unit)
    assert chart.shades[1] == (6 * chart.unit, 2 * chart.unit)


def test_weeks_begin_on_mondays():
    chart = _chart(Row(1, TODAY + timedelta(3), TODAY + timedelta(20)), scale=WEEK)
    assert chart.first.weekday() == 0
    assert {tick.day.weekday() for tick in chart.ticks} == {0}
    assert [tick.day for tick in chart.ticks if tick.is_today] == [TODAY]


def test_a_long_work_is_drawn_by_weeks_and_an_endless_one_is_cut():
    assert _chart(Row(1, TODAY, TODAY + timedelta(300))).scale == WEEK
    endless = _chart(Row(1, TODAY, TODAY + timedelta(9000)), Row(2, TODAY + timedelta(9000), TODAY + timedelta(9001)))
    assert (endless.last - endless.first).days == gantt.MOST - 1
    assert [bar.row.key for bar in endless.bars] == [1]
    assert endless.bars[0].x + endless.bars[0].width == endless.width


def test_today_is_marked_only_where_it_is_drawn():
    assert _chart(Row(1, TODAY, TODAY)).today_x is not None
    assert _chart(Row(1, TODAY, TODAY), today=TODAY - timedelta(30)).today_x is None


def test_arrows_end_before_the_bar_they_point_to():
    chart = _chart(
        Row(1, TODAY, TODAY),
        Row(2, TODAY + timedelta(3), TODAY + timedelta(4)),
        Row(3, TODAY, TODAY + timedelta(1)),
        links=[(1, 2, False), (1, 3, True), (2, 3, False), (1, 99, False)],
    )
    assert len(chart.arrows) == 3
    ends = {bar.row.key: bar.x for bar in chart.bars}
    assert [int(path.rsplit("H", 1)[1]) for path in chart.arrows] == [ends[2] - 2, ends[3] - 2, ends[3] - 2]


def test_nothing_to_draw_is_still_a_chart_around_today():
    chart = _chart()
    assert chart.bars == [] and chart.today_x is not None and chart.width == 42 * chart.unit


def test_a_chart_opens_on_today_or_where_what_is_to_be_done_next_begins():
    done = Row(1, TODAY - timedelta(3), TODAY - timedelta(2), 100, "done")
    phase = Row(None, TODAY, TODAY + timedelta(60), look="phase")
    near, far = Row(2, TODAY + timedelta(2), TODAY + timedelta(3)), Row(3, TODAY + timedelta(30), TODAY + timedelta(31))
    chart = _chart(done, phase, near, far)
    assert chart.opens_at == chart.today_x
    chart = _chart(done, phase, far)
    assert chart.opens_at == next(bar.x for bar in chart.bars if bar.row.key == 3)
    chart = _chart(done)
    assert chart.opens_at == chart.today_x  # nothing is left to do
    assert _chart(far).opens_at == 0  # today is not drawn
