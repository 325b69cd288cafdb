"""Days of tasks: from today on, or back from the promise, on days of work (R134, R138)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.workdays import calendar
from orders.order.models import OrderLine
from tasks.decomposing.models import TaskTemplate
from tasks.scheduling import dating
from tasks.scheduling.dating import Bond
from tasks.scheduling.network import Circle
from tasks.task.models import Phase, Task

pytestmark = pytest.mark.django_db  # the calendar is a setting
MONDAY = date(2026, 11, 23)
MAKE, AFTERWARDS = Phase(code="MAKE", stage="PREPARING"), Phase(code="FOLLOW", stage="DELIVERY")


def task(days: int = 1, line_no: int | None = 1, anchor: str = "", **fields) -> Task:
    fields.setdefault("phase", MAKE)
    if anchor:
        fields["template"] = TaskTemplate(pk=1, anchor=anchor)
    return Task(work_days=days, line_no=line_no, **fields)


def days(tasks, key) -> tuple[str, str]:
    return f"{tasks[key].planned_start:%m-%d}", f"{tasks[key].planned_end:%m-%d}"


def put(tasks, bonds=(), due: date | None = None, **options) -> dating.Dated:
    dues = {1: due, None: due} if due else {}
    return dating.date_tasks(tasks, bonds, today=MONDAY, due_by_line=dues, **options)


def test_each_begins_the_day_of_work_after_what_precedes_it():
    tasks = {"make": task(4), "test": task(2), "pack": task(1)}
    put(tasks, [Bond("make", "test"), Bond("test", "pack", lag=1)])
    assert [days(tasks, key) for key in tasks] == [("11-23", "11-26"), ("11-27", "11-30"), ("12-02", "12-02")]


def test_backward_all_is_as_late_as_the_promise_allows():
    tasks = {"make": task(4), "pack": task(1)}
    found = put(tasks, [Bond("make", "pack")], due=date(2026, 12, 13), backward=True)  # a Sunday
    assert [days(tasks, key) for key in tasks] == [("12-07", "12-10"), ("12-11", "12-11")]
    assert [one.slack_days for one in tasks.values()] == [0, 0] and not found.late


def test_a_template_may_ask_for_the_latest_days():
    tasks = {"make": task(4), "pack": task(1, anchor="BACKWARD")}
    put(tasks, [Bond("make", "pack")], due=date(2026, 12, 11))
    assert (days(tasks, "make")[1], days(tasks, "pack")[0]) == ("11-26", "12-11")
    assert tasks["make"].slack_days == 10


def test_following_up_is_dated_by_its_own_day_and_is_due_with_no_line():
    tasks = {"make": task(2), "call": task(1, anchor="AFTER", not_before=date(2026, 12, 25), phase=AFTERWARDS)}
    put(tasks, due=date(2026, 12, 1))
    assert days(tasks, "call") == ("12-25", "12-25")
    assert tasks["call"].slack_days is None and not tasks["call"].is_critical


def test_what_is_too_late_says_by_how_many_days():
    tasks = {"make": task(8)}
    assert put(tasks, due=date(2026, 12, 1)).late == {"make": 1}
    assert tasks["make"].slack_days == -1 and tasks["make"].key_reasons == ["CRITICAL"]


def test_a_critical_task_with_time_left_is_no_key_task():
    tasks = {"make": task(2)}
    put(tasks, due=date(2026, 12, 11))
    assert tasks["make"].is_critical and not tasks["make"].key_reasons


def test_every_reason_of_a_key_task_is_named():
    tasks = {"make": task(1, is_special=True, is_marked_key=True)}
    put(tasks, due=MONDAY, is_urgent=True)
    assert tasks["make"].key_reasons == ["CRITICAL", "SPECIAL", "URGENT", "BY_HAND"]


def test_what_began_stays_and_what_is_late_holds_up_what_waits_for_it_until_today_at_least():
    running = task(2, state="RUNNING", started_at=datetime(2026, 11, 17, tzinfo=UTC))
    running.planned_start, running.planned_end = date(2026, 11, 17), date(2026, 11, 18)
    tasks = {"make": running, "test": task(1)}
    found = put(tasks, [Bond("make", "test")])
    assert days(tasks, "make") == ("11-17", "11-18") and days(tasks, "test") == ("11-24", "11-24")
    assert found.moved == ["test"]


def test_what_is_done_is_neither_critical_nor_key():
    done = task(1, state="DONE", done_at=datetime(2026, 11, 20, tzinfo=UTC), is_special=True)
    tasks = {"make": done, "test": task(1)}
    put(tasks, [Bond("make", "test")], due=MONDAY)
    assert (done.is_critical, done.slack_days, done.key_reasons) == (False, None, [])
    assert days(tasks, "test") == ("11-23", "11-23")


def test_what_is_fixed_by_hand_keeps_its_days():
    fixed = task(1, is_fixed=True, planned_start=date(2026, 12, 2), planned_end=date(2026, 12, 2))
    tasks = {"make": task(3), "test": fixed, "pack": task(1)}
    put(tasks, [Bond("make", "test"), Bond("test", "pack")])
    assert days(tasks, "test") == ("12-02", "12-02") and days(tasks, "pack") == ("12-03", "12-03")
    assert tasks["make"].slack_days == 4


def test_to_judge_moves_nothing():
    tasks = {"make": task(2, planned_start=date(2026, 11, 30), planned_end=date(2026, 12, 1)), "pack": task(1)}
    tasks["pack"].planned_start = tasks["pack"].planned_end = date(2026, 12, 4)
    found = dating.judge_tasks(
        tasks, [Bond("make", "pack")], today=MONDAY, due_by_line={1: date(2026, 12, 8), None: date(2026, 12, 8)}
    )
    assert days(tasks, "make") == ("11-30", "12-01") and not found.moved
    assert [one.slack_days for one in tasks.values()] == [4, 2]


def test_what_waits_for_a_task_moved_later_moves_no_farther_than_it_must():
    tasks = {key: task(1) for key in ("make", "test", "pack")}
    put(tasks, [Bond("make", "test")])
    tasks["pack"].planned_start = tasks["pack"].planned_end = date(2026, 11, 27)
    tasks["make"].planned_start, tasks["make"].planned_end = date(2026, 11, 24), date(2026, 11, 25)
    bonds = [Bond("make", "test"), Bond("test", "pack")]
    assert dating.pushed(tasks, bonds, today=MONDAY) == {"test": (date(2026, 11, 26), date(2026, 11, 26))}


def test_dated_parts_are_due_on_their_own_days():
    line = OrderLine(
        line_no=1,
        promised_date=date(2026, 12, 18),
        promised_ship_date=date(2026, 12, 16),
        schedule=[
            {"quantity": "1", "requested_date": "2026-12-04"},
            {"quantity": "1", "requested_date": "2026-12-18"},
        ],
    )
    tasks = {"a": task(1, origin="make:1#1"), "b": task(1, origin="make:1#2"), "c": task(1, origin="ship:1")}
    assert dating.dues_of_parts([line], tasks) == {"a": date(2026, 12, 2), "b": date(2026, 12, 16)}
    assert dating.dues_of([line]) == {1: date(2026, 12, 16), None: date(2026, 12, 16)}


def test_a_circle_is_refused():
    with pytest.raises(Circle):
        put({"a": task(), "b": task()}, [Bond("a", "b"), Bond("b", "a")])


@pytest.mark.parametrize(("hours", "days_"), [("0", 1), ("8", 1), ("8.01", 2), ("40", 5)])
def test_hours_make_days(hours, days_):
    assert dating.days_of(Decimal(hours), Decimal(8)) == days_


@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 9)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3)), max_size=10),
    st.integers(0, 60),
)
@settings(max_examples=60)
def test_tasks_stand_on_days_of_work_and_keep_every_link(shapes, pairs, due):
    work = calendar()
    tasks = {
        number: task(days_, anchor="BACKWARD" if late else "", not_before=work.moved(MONDAY, wait))
        for number, (days_, late, wait) in enumerate(shapes)
    }
    bonds = [Bond(a, b, lag=lag) for a, b, lag in pairs if a < b < len(tasks)]
    put(tasks, bonds, due=work.moved(MONDAY, due))
    for one in tasks.values():
        assert work.is_workday(one.planned_start) and work.is_workday(one.planned_end)
        assert one.not_before <= one.planned_start <= one.planned_end
        assert work.between(one.planned_start, one.planned_end) + 1 == max(1, one.work_days)
    for bond in bonds:
        gap = work.between(tasks[bond.before].planned_end, tasks[bond.after].planned_start)
        assert gap >= bond.lag + (1 if tasks[bond.after].work_days else 0)
    assert not dating.pushed(tasks, bonds, today=MONDAY)
