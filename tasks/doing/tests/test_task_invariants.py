"""What must hold of tasks is seen when it does not (RELIABILITY 3)."""

import copy
from decimal import Decimal

import pytest

from orders.order.models import OrderLine
from orders.tests.flow_builders import broken_invariants
from tasks.doing import operations
from tasks.task.models import Task, TaskLink, TaskStep, WorkLog
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_pair)


@pytest.fixture
def pair(made):
    return copy.deepcopy(made)


def _make_pair():
    """A task at work with hours, and one that waits for it."""
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Calibrate", after=[first.pk])
    operations.report_progress(actor=shop.foreman, task_id=first.pk, progress=40, hours=Decimal(3), at=AT)
    assert broken_invariants() == {}
    return first, second


def _waits_wrongly(first, second):
    Task.objects.filter(pk=second.pk).update(open_predecessors=0)


def _hours_lost(first, second):
    WorkLog.objects.all().delete()


def _history_cut(first, second):
    TaskStep.objects.filter(task=first, move="start").delete()


def _line_says_other(first, second):
    OrderLine.objects.filter(order=first.order, line_no=1).update(work_done=99)


def _line_gone(first, second):
    Task.objects.filter(pk=second.pk).update(line_no=77)


def _circle(first, second):
    TaskLink.objects.create(predecessor=second, successor=first)


def _of_two_orders(first, second):
    other = make_task(shop=make_shop())
    TaskLink.objects.create(predecessor=first, successor=other)


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (_waits_wrongly, "tasks.waiting"),
        (_hours_lost, "tasks.hours"),
        (_history_cut, "tasks.stepped"),
        (_line_says_other, "tasks.facts"),
        (_line_gone, "tasks.lines"),
        (_circle, "tasks.no_circle"),
        (_of_two_orders, "tasks.one_order"),
    ],
)
def test_what_was_spoilt_is_named(pair, spoil, key):
    spoil(*pair)
    assert key in broken_invariants()
