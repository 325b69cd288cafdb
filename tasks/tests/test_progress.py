"""How far tasks are together, as lines, boards, checks and reports say it (SEMANTICS 13)."""

from decimal import Decimal

import pytest

from tasks.task.models import Task
from tasks.task.progress import share_done


def task(progress, hours=1, state="RUNNING"):
    return Task(progress=progress, planned_hours=Decimal(hours), state=state)


@pytest.mark.parametrize(
    ("tasks", "share"),
    [
        ([], None),
        ([task(50)], 50),
        ([task(100, 3), task(0, 1)], 75),
        ([task(100, 0), task(0, 0)], 50),  # one of no hours counts as one hour
        ([task(99), task(100, 999, "DONE")], 99),  # the whole only when all are done
        ([task(100, 1, "DONE"), task(100, 2, "DONE")], 100),
    ],
)
def test_each_is_weighed_by_its_planned_hours(tasks, share):
    assert share_done(tasks) == share
