"""An order is evaluated after it closed: by figures that open to their rows, and by people (R275–R279, R282)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from common import errors
from customers.voice import operations as voice
from orders.closure import operations as closure
from orders.exceptions import operations as exceptions
from orders.tests import builders as orders
from tasks.evaluation import cases, operations, performance, queries
from tasks.evaluation.filters import CaseFilter
from tasks.evaluation.models import OrderEvaluation, Reward, Score
from tasks.evaluation.tests.builders import CLOSED, make_closed, make_done, make_evaluation
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 12, 16, 2, 0, tzinfo=UTC)


def test_a_closed_order_with_tasks_is_evaluated_once():
    shop = make_shop()
    order, _task = make_closed(shop)
    assert (operations.open_due(at=CLOSED), operations.open_due(at=LATER)) == (1, 0)
    assert OrderEvaluation.objects.get().order == order


def test_an_open_order_is_not_evaluated_yet():
    order, shop = orders.make_effective(), make_shop()
    with pytest.raises(errors.WrongState):
        operations.open_evaluation(actor=shop.planner, order_id=order.pk, at=LATER)


def test_figures_say_what_was_planned_and_taken_and_open_to_their_rows():
    shop = make_shop()
    evaluation, task = make_evaluation(shop)
    found = queries.figures_of(evaluation.order)
    assert (found.whole.tasks, found.whole.on_time, found.whole.late) == (1, 0, [task.pk])
    assert (found.whole.planned_hours, found.whole.actual_hours) == (Decimal("16.00"), Decimal("20.00"))
    assert found.whole.days_late == 3  # due on a Monday, done on the Thursday
    assert [(person.pk, mine.tasks) for person, mine in found.people] == [(shop.foreman.pk, 1)]


def test_figures_take_in_how_content_the_customer_is_but_not_what_was_taken_back():
    evaluation, _task = make_evaluation(make_shop())
    order = evaluation.order
    said = {"customer_id": order.customer_id, "kind": "SATISFACTION", "order_number": order.number, "at": LATER}
    notes = [voice.add_note(actor=order.salesperson, score=score, **said) for score in (4, 1)]
    assert queries.figures_of(order).satisfaction == Decimal("2.5")
    reason = "Another order was meant"
    voice.withdraw_note(actor=order.salesperson, note_id=notes[1].pk, reason=reason, at=LATER)
    assert queries.figures_of(order).satisfaction == Decimal("4.0")
    assert queries.as_kept(queries.figures_of(order))["satisfaction"] == "4.0"


def test_figures_take_in_complaints_and_what_they_cost(client):
    evaluation, _task = make_evaluation(make_shop())
    case = {"order_id": evaluation.order.pk, "severity": "SERIOUS", "description": "刻度不准", "at": LATER}
    for kind in ("COMPLAINT", "DELAY"):
        made = exceptions.raise_case(actor=system_user(), kind=kind, **case)
        exceptions.change_case(actor=system_user(), case_id=made.pk, changes={"cost": Decimal(30)}, at=LATER)
    found = queries.figures_of(evaluation.order)
    assert (found.complaints, found.exceptions, found.cost.exceptions) == (1, 2, Decimal("60.00"))
    client.force_login(orders.make_order_cast().director)
    page = client.get(reverse("tasks:evaluation-detail", args=[evaluation.pk])).text
    assert "<dt>Complaints</dt><dd>1</dd>" in page


def test_who_worked_on_it_scores_colleagues_and_never_himself():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    with pytest.raises(errors.NotAllowed):
        operations.give_scores(
            actor=shop.foreman,
            evaluation_id=evaluation.pk,
            person_id=shop.foreman.pk,
            values={"TEAMWORK": 5},
            at=LATER,
        )
    seller = evaluation.order.salesperson
    operations.give_scores(
        actor=seller, evaluation_id=evaluation.pk, person_id=shop.foreman.pk, values={"TEAMWORK": 4}, at=LATER
    )
    assert Score.objects.get().given_as == Score.By.SALES


def test_a_score_said_again_takes_the_place_of_the_first():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    for value in (2, 5):
        operations.give_scores(
            actor=shop.foreman, evaluation_id=evaluation.pk, person_id=None, values={"PROBLEMS": value}, at=LATER
        )
    assert [one.value for one in Score.objects.all()] == [5]


@pytest.mark.parametrize("values", [{}, {"TEAMWORK": 6}, {"TEAMWORK": 0}, {"BEAUTY": 3}])
def test_scores_that_mean_nothing_are_refused(values):
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    with pytest.raises(errors.Invalid):
        operations.give_scores(actor=shop.foreman, evaluation_id=evaluation.pk, person_id=None, values=values, at=LATER)


def test_a_stranger_does_not_find_it():
    evaluation, _task = make_evaluation(make_shop())
    with pytest.raises(errors.NotFound):
        operations.give_scores(
            actor=orders.make_order_cast().stranger,
            evaluation_id=evaluation.pk,
            person_id=None,
            values={"TEAMWORK": 5},
            at=LATER,
        )


def test_ended_figures_stay_what_was_decided_on():
    shop = make_shop()
    evaluation, task = make_evaluation(shop)
    head = evaluation.order.department.head
    operations.end_evaluation(actor=head, evaluation_id=evaluation.pk, conclusion="Three days late", at=LATER)
    task.work_logs.create(user=shop.foreman, day="2026-12-16", hours=9, at=LATER)
    evaluation.refresh_from_db()
    assert queries.figures_shown(head, evaluation)["whole"]["actual_hours"] == "20.00"


def test_nothing_is_scored_any_more_once_it_ended_until_somebody_takes_it_up_again():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    head = evaluation.order.department.head
    operations.end_evaluation(actor=head, evaluation_id=evaluation.pk, conclusion="Fine", at=LATER)
    score = {"actor": shop.foreman, "evaluation_id": evaluation.pk, "person_id": None, "values": {"TEAMWORK": 3}}
    with pytest.raises(errors.WrongState):
        operations.give_scores(**score, at=LATER)
    operations.reopen_evaluation(actor=head, evaluation_id=evaluation.pk, reason="One more word", at=LATER)
    assert operations.give_scores(**score, at=LATER)


def test_costs_are_kept_from_who_may_not_see_them():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    assert queries.figures_shown(shop.foreman, evaluation)["cost"] is None
    assert queries.figures_shown(orders.make_order_cast().director, evaluation)["cost"] is not None


def test_reasons_of_deviations_are_written_down_by_who_had_part():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    operations.explain(actor=shop.foreman, evaluation_id=evaluation.pk, figure="days", words="Bench down", at=LATER)
    operations.explain(actor=shop.foreman, evaluation_id=evaluation.pk, figure="days", words="Two days", at=LATER)
    evaluation.refresh_from_db()
    assert [one["words"] for one in evaluation.reasons] == ["Two days"]
    with pytest.raises(errors.NotAllowed):
        operations.explain(actor=shop.mate, evaluation_id=evaluation.pk, figure="days", words="x", at=LATER)


def test_a_reward_keeps_what_somebody_did_then_and_is_taken_back_by_a_reason():
    shop = make_shop()
    order = orders.make_effective()
    make_done(order, shop, first=date(2026, 11, 30), last=date(2026, 11, 27))
    boss = orders.make_order_cast().director
    made = operations.give_reward(
        actor=boss, person_id=shop.foreman.pk, kind="REWARD", reason="Early", order_id=order.pk, at=LATER
    )
    assert made.facts["on_time"] == 1
    operations.undo_reward(actor=boss, reward_id=made.pk, reason="Wrong person", at=LATER)
    with pytest.raises(errors.WrongState):
        operations.undo_reward(actor=boss, reward_id=made.pk, reason="Again", at=LATER)
    assert Reward.objects.get().undone_reason == "Wrong person"


def test_nobody_rewards_himself():
    boss = orders.make_order_cast().director
    with pytest.raises(errors.NotAllowed):
        operations.give_reward(actor=boss, person_id=boss.pk, kind="REWARD", reason="x", month=LATER.date(), at=LATER)


def test_performance_counts_the_tasks_of_whom_one_looks_after():
    shop = make_shop()
    make_evaluation(shop, late=True)
    period = {"by": "person", "first": datetime(2026, 11, 1).date(), "last": datetime(2026, 12, 31).date()}
    mine = performance.performance(shop.foreman, **period)
    assert [(one.whose, one.work.tasks, one.work.on_time) for one in mine] == [(shop.foreman, 1, 0)]
    assert performance.performance(shop.mate, **period) == []


def test_no_more_than_a_year_and_a_bit_is_looked_at_at_once():
    with pytest.raises(errors.Invalid):
        performance.performance(make_shop().planner, by="person", first=date(1, 1, 1), last=date(2026, 11, 30))


def test_cases_are_found_by_every_word_and_say_their_lesson():
    shop = make_shop()
    texts = {"cause": "主供应商缺料", "lesson": "要有第二家供应商"}
    case = cases.save_case(actor=shop.planner, title="缺料", kind="FAILURE", texts=texts, tags=["缺料"], at=LATER)
    rows = cases.list_cases(shop.foreman)
    assert list(CaseFilter({"q": "第二家"}, rows).qs) == [case] and not CaseFilter({"q": "运输"}, rows).qs
    with pytest.raises(errors.Invalid):
        cases.save_case(actor=shop.planner, title="x", kind="FAILURE", texts={"cause": "y"}, at=LATER)
    with pytest.raises(errors.NotAllowed):
        cases.save_case(actor=shop.worker, title="x", kind="FAILURE", texts=texts, at=LATER)


def test_the_order_open_again_is_not_concluded():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    head = evaluation.order.department.head
    closure.reopen_order(actor=head, order_id=evaluation.order_id, reason="x", at=LATER)
    with pytest.raises(errors.WrongState):
        operations.end_evaluation(actor=head, evaluation_id=evaluation.pk, conclusion="Fine", at=LATER)


def test_an_order_that_cannot_be_evaluated_holds_up_no_other(monkeypatch):
    shop = make_shop()
    (bad, _one), (good, _other) = make_closed(shop), make_closed(shop, late=False)
    asked = queries.asked

    def fails(order):
        if order.pk == bad.pk:
            raise errors.Conflict()
        return asked(order)

    monkeypatch.setattr(queries, "asked", fails)
    assert operations.open_due(at=CLOSED) == 1
    assert OrderEvaluation.objects.get().order == good
