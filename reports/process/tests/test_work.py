"""Tasks, approvals and evaluations are added up from their own rows, for who may compare those who did them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest

from accounts import policies as rights
from accounts.people import queries as people
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT, approve, make_draft, make_effective, make_order_cast, make_submitted, verify
from reports.figures.question import Against
from reports.process.tests.worlds import TODAY, cells, is_whole, made, part, wanted
from reports.standard.reports import standard
from tasks.assigning import operations as assigning
from tasks.checks.models import ProgressCheck
from tasks.doing import operations as doing
from tasks.evaluation import operations as evaluation
from tasks.evaluation.models import OrderEvaluation, Score
from tasks.evaluation.tests.builders import CLOSED, make_done, make_evaluation
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db
END = date(2026, 12, 31)


def make(code, actor, **more):
    more.setdefault("until", END)
    more.setdefault("today", date(2026, 12, 20))
    return standard[code].make(wanted(actor, **more))


@pytest.fixture
def shop():
    """Three tasks of production done: one in time, one three days of work late, one eight; one held up and not done."""
    shop = make_shop()
    order = make_effective()
    make_done(order, shop, first=date(2026, 11, 30), last=date(2026, 11, 30), hours=8)
    make_done(order, shop, first=date(2026, 11, 30), last=date(2026, 12, 3), hours=20)
    make_done(order, shop, first=date(2026, 11, 30), last=date(2026, 12, 10), hours=24)
    task = make_task(order, shop=shop, planned_end=date(2026, 12, 1), planned_hours=D(10))
    assigning.pick_executor(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="Free", at=AT)
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    doing.start_task(actor=shop.worker, task_id=task.pk, at=at)
    doing.block_task(actor=shop.worker, task_id=task.pk, reason="MATERIAL", at=at + timedelta(days=1), words="Steel")
    doing.resume_task(actor=shop.worker, task_id=task.pk, at=at + timedelta(days=4))
    doing.report_progress(actor=shop.worker, task_id=task.pk, progress=40, at=at + timedelta(days=4))
    doing.block_task(actor=shop.worker, task_id=task.pk, reason="DRAWING", at=at + timedelta(days=5))
    return shop


def test_a_department_has_tasks_hours_load_and_what_held_it_up(shop):
    paper = make("task-performance", people.system_user())
    row = cells(paper, str(shop.production.pk))
    assert (row["tasks"], row["on_time"]) == (3, D(1) / 3)
    assert row["late"] == D("5.5")  # three and eight days of work
    assert (row["planned"], row["actual"], row["ratio"]) == (D(48), D(52), D(52) / D(48))
    assert (row["load"], row["hours"], row["overdue"], row["stuck"]) == (1, D("6.0"), 1, 1)
    # three days, and from 29 November at two until 20 December at sixteen o'clock, when it ends in Shanghai
    assert row["blocked"] == D("24.58")
    assert is_whole(paper)


def test_blocks_are_told_by_reason(shop):
    blocks = part(make("task-performance", people.system_user()), "Held up, by reason")
    found = {row.key: row.cells for row in blocks.rows}
    assert [str(found["MATERIAL"][0]), *found["MATERIAL"][1:3]] == ["Material is missing", 1, D("3.0")]
    assert (found["DRAWING"][2], found["DRAWING"][5]) == (D("21.58"), 1)


def test_tasks_are_told_by_person_phase_and_month(shop):
    system = people.system_user()
    assert cells(make("task-performance", system, by="person"), str(shop.worker.pk))["load"] == 1
    assert cells(make("task-performance", system, by="person"), str(shop.foreman.pk))["tasks"] == 3
    by_month = make("task-performance", system, by="month", against=Against.BEFORE)
    assert [(row.key, row.cells[1]) for row in by_month.rows] == [("2026-11-01", 1), ("2026-12-01", 2)]
    for by in ("person", "phase", "month"):
        assert is_whole(make("task-performance", system, by=by)), by


def test_only_those_are_compared_whom_the_reader_leads(shop):
    assert make("task-performance", make_order_cast().stranger).rows == []
    mine = make("task-performance", shop.worker, by="person")
    assert [row.key for row in mine.rows] == [str(shop.worker.pk)]
    led = make("task-performance", shop.foreman, by="person")
    assert {row.key for row in led.rows} == {str(shop.worker.pk), str(shop.foreman.pk)}


def test_checks_and_scores_stand_beside_the_tasks(shop):
    order = make_effective()
    for state in ("MISSED", "MISSED", "FINE", "CANCELLED"):
        ProgressCheck.objects.create(order=order, state=state, due_date=date(2026, 12, 1), owner=shop.foreman)
    row = cells(make("task-performance", people.system_user(), by="person"), str(shop.foreman.pk))
    assert (row["checks"], row["missed"]) == (3, D(2) / 3)


def test_figures_of_tasks_lead_to_their_lists(shop, client):
    paper = make("task-performance", people.system_user())
    client.force_login(shop.foreman)
    (row,) = [one for one in paper.rows if one.key == str(shop.production.pk)]
    for url in row.links.values():
        assert client.get(url).status_code == 200, url


# --- approvals ------------------------------------------------------------------------------------


@pytest.fixture
def cast():
    """Decided after 2, 10 and 30 hours of a day; one waits for two days, the last two were at two different times."""
    cast = make_order_cast()
    for hours in (2, 10, 30):
        at = AT - timedelta(days=6)
        approve(make_submitted(cast.owner, at=at), at=at + timedelta(hours=hours))
    make_submitted(cast.owner, at=AT - timedelta(days=2))
    return cast


def test_whoever_approves_is_told_with_hours_and_what_waits(cast):
    paper = made("approvals", people.system_user())
    row = cells(paper, str(cast.head.pk))
    assert (row["number"], row["in_time"], row["median"], row["most"]) == (3, D(2) / 3, D("10.0"), D("26.0"))
    assert (row["waiting"], row["overdue"], row["oldest"]) == (1, 1, D("2"))
    (month,) = [one for one in paper.parts[0].rows if one.cells[1] is not None]
    assert month.cells[1] == D(2) / 3
    for by in ("person", "department", "month"):
        assert is_whole(made("approvals", people.system_user(), by=by, against=Against.BEFORE)), by


def test_decisions_of_orders_that_are_not_his_are_nobodys_business(cast):
    assert made("approvals", cast.stranger).rows == []
    (row,) = made("approvals", cast.owner).rows
    assert (str(row.cells[0]), row.cells[1]) == ("Others", 3)


def test_what_was_sent_back_is_counted(cast):
    order = make_draft(cast.owner, at=AT - timedelta(days=3))
    order = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT - timedelta(days=3))
    verify(order, at=AT - timedelta(days=3))
    lifecycle.reject_order(actor=cast.head, order_id=order.pk, reason="Too cheap", at=AT - timedelta(days=3))
    assert cells(made("approvals", people.system_user()), str(cast.head.pk))["back"] == D("0.25")


# --- evaluations ----------------------------------------------------------------------------------


@pytest.fixture
def ended():
    """An order delivered late by a task of 20 hours instead of 16, ended with a conclusion and three scores."""
    shop = make_shop()
    found, _task = make_evaluation(shop)
    for aspect, value in (("TEAMWORK", 4), ("COMMUNICATION", 3), ("TEAMWORK", 5)):
        Score.objects.create(
            evaluation=found, person=shop.foreman if value < 5 else shop.worker, department=shop.production,
            aspect=aspect, value=value, given_as="HEAD", by=shop.planner, at=CLOSED,
        )  # fmt: skip
    system = people.system_user()
    evaluation.explain(actor=system, evaluation_id=found.pk, figure="hours", words="New machine", at=CLOSED)
    evaluation.end_evaluation(actor=system, evaluation_id=found.pk, conclusion="Order the steel earlier", at=CLOSED)
    return shop, OrderEvaluation.objects.get()


def test_an_evaluation_has_figures_scores_and_words(ended):
    shop, found = ended
    paper = make("evaluations", people.system_user())
    row = cells(paper, "2026-12-01")
    assert (row["orders"], row["tasks"], row["on_time"]) == (1, 1, D(0))
    assert (row["planned"], row["actual"]) == (D("16.00"), D("20.00"))
    assert (row["TEAMWORK"], row["COMMUNICATION"], row["PROBLEMS"], row["scores"]) == (D("4.50"), D("3.00"), None, 3)
    words = part(paper, "What was concluded").rows[0]
    assert (words.cells[0], words.cells[2], words.cells[3]) == (
        found.order.number, "Order the steel earlier", "New machine",
    )  # fmt: skip
    assert words.url == f"/evaluations/{found.pk}/"
    person = cells(make("evaluations", people.system_user(), by="person"), str(shop.foreman.pk))
    assert (person["tasks"], person["TEAMWORK"], person["scores"]) == (1, D("4.00"), 2)
    for by in ("department", "salesperson", "person"):
        assert is_whole(make("evaluations", people.system_user(), by=by)), by


def test_evaluations_of_others_and_hidden_costs_stay_hidden(ended, monkeypatch):
    assert make("evaluations", make_order_cast().stranger).rows == []
    monkeypatch.setattr(rights, "effect", lambda _actor, field: "HIDE" if field == "order.cost" else "")
    paper = make("evaluations", people.system_user())
    for key in ("planned_cost", "actual_cost", "deviation"):
        assert paper.columns[paper.index(key)].is_hidden
        assert set(paper.values(key)) == {None}


def test_they_ask_the_same_few_statements_whatever_there_is(shop, django_assert_max_num_queries):
    for code, by in (("task-performance", "person"), ("approvals", "person"), ("evaluations", "department")):
        with django_assert_max_num_queries(18):
            make(code, people.system_user(), by=by, against=Against.BEFORE, since=TODAY - timedelta(days=60))
