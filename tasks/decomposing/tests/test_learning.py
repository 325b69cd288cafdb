"""Finished tasks teach how long the next ones take (R148)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.people.queries import system_user
from orders.tests import builders as orders
from tasks.decomposing.choices import Duration
from tasks.decomposing.hours import Lesson, days_of, hours_of
from tasks.decomposing.models import LearnedDuration, TaskTemplate
from tasks.decomposing.operations import learning
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.doing import operations as doing
from tasks.tests.builders import AT, make_shop

EIGHT = Decimal(8)


def template(**columns) -> TaskTemplate:
    """One that is not stored."""
    defaults = {"hours_fixed": Decimal(1), "hours_per_piece": Decimal("0.5"), "hours_per_batch": Decimal(2)}
    return TaskTemplate(**{**defaults, "batch_size": 20, "duration": Duration.HOURS, "days": 3, **columns})


def test_hours_are_a_function_of_the_quantity():
    assert hours_of(template(), Decimal(10)) == 8  # 1 + 5 + one batch
    assert hours_of(template(), Decimal(21)) == Decimal("15.50")  # two batches
    assert hours_of(template(batch_size=0), Decimal(10)) == 6


def test_a_lesson_replaces_the_standard():
    lesson = Lesson(Decimal("1.5"), Decimal("4.5"))
    assert hours_of(template(), Decimal(10), lesson) == 12
    assert days_of(template(), Decimal(12), lead_days=9, hours_a_day=EIGHT, lesson=lesson) == 2
    assert days_of(template(duration="DAYS"), Decimal(12), lead_days=9, hours_a_day=EIGHT, lesson=lesson) == 5
    assert days_of(template(duration="DAYS"), Decimal(12), lead_days=9, hours_a_day=EIGHT) == 3
    assert days_of(template(duration="LEAD_TIME"), Decimal(12), lead_days=9, hours_a_day=EIGHT) == 9


@pytest.mark.django_db
def test_enough_finished_tasks_replace_the_standard_and_are_named():
    shop = make_shop()
    numbers = []
    for took in (3, 6, 6, 6, 9):
        order = orders.make_effective(lines=[made_to_order()])
        propose(order, shop)
        release(order, shop)
        task = by_origin(order)["MADE_REVIEW:1"]
        doing.finish_task(actor=shop.foreman, task_id=task.pk, result="ok", hours=Decimal(took) / 6, at=AT)
        numbers.append(order.number)
    assert learning.learn(actor=system_user(), at=AT + timedelta(hours=1)) == 1
    row = LearnedDuration.objects.get()
    assert (row.samples, row.factor, row.factor_low, row.factor_high) == (5, 2, 1, 3)
    assert set(row.orders) == set(numbers)
    order = orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    assert by_origin(order)["MADE_REVIEW:1"].planned_hours == 1  # 0.5 by the template


@pytest.mark.django_db
def test_few_finished_tasks_change_nothing_yet():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    release(order, shop)
    task = by_origin(order)["MADE_REVIEW:1"]
    doing.finish_task(actor=shop.foreman, task_id=task.pk, result="ok", hours=Decimal(4), at=AT)
    learning.learn(actor=system_user(), at=AT)
    other = orders.make_effective(lines=[made_to_order()])
    propose(other, shop)
    assert by_origin(other)["MADE_REVIEW:1"].planned_hours == Decimal("0.50")
