"""The list of tasks as a file: the rows and the conditions of the screen."""

import pytest
from django.db import transaction
from django.http import QueryDict

from common.exports.lists import Asked
from orders.tests import builders as order_builders
from tasks.doing import exporting, operations
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db


def _rows(actor, query, columns=None):
    sheet = exporting.open_tasks(actor, Asked(query=QueryDict(query), at=AT, columns=columns))
    with transaction.atomic():
        return [tuple(row) for row in sheet.rows()]


def test_it_has_the_rows_that_the_condition_lets_through_in_words():
    shop = make_shop()
    task = make_task(shop=shop)
    make_task(task.order, shop=shop, title="Pack", department_id=shop.warehouse.pk)
    operations.mark_key(actor=shop.foreman, task_id=task.pk, is_key=True, at=AT)
    operations.block_task(actor=shop.foreman, task_id=task.pk, reason="MATERIAL", at=AT)
    asked = ["title", "order", "state", "phase", "key", "block_reason", "is_picked"]
    assert _rows(shop.planner, "state=BLOCKED", asked) == [
        (task.title, task.order.number, "Blocked", "Production", "Marked by hand", "Material is missing", False)
    ]
    assert len(_rows(shop.planner, "open=true")) == 2


def test_a_stranger_takes_nothing_away():
    make_task()
    assert _rows(order_builders.make_order_cast().stranger, "open=true") == []
