"""The list of checks as a file: the rows and the conditions of the screen."""

import pytest
from django.db import transaction
from django.http import QueryDict

from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked, lists
from orders.tests.builders import AT, TODAY, make_effective, make_order_cast
from tasks.checks import exporting, operations
from tasks.checks.asking import ActionDraft

pytestmark = pytest.mark.django_db


def rows_of(actor, query="", columns=None):
    sheet = exporting.open_checks(actor, Asked(query=QueryDict(query), at=AT, columns=columns))
    with transaction.atomic():
        return [tuple(row) for row in sheet.rows()]


@pytest.fixture
def order():
    desk, worker = make_user("order_desk"), make_user("production")
    order = make_effective(make_order_cast().owner)
    asked = [ActionDraft("Ask another supplier", worker.pk, TODAY), ActionDraft("Call", worker.pk, TODAY)]
    operations.record_check(
        actor=desk, order_id=order.pk, problem="MATERIAL", words="No sensors", progress=40, actions=asked, at=AT
    )
    return order


def test_it_has_what_was_found_and_what_is_done_about_it(order):
    columns = ["order", "state", "progress", "problem", "words", "actions", "late"]
    assert rows_of(make_user("order_desk"), "state=PROBLEM", columns) == [
        (order.number, "Problem found", 40, "Material is missing", "No sensors", "Ask another supplier; Call", 0)
    ]
    assert len(rows_of(make_user("order_desk"))) == 2  # and the one that waits
    assert rows_of(make_user("order_desk"), "state=MISSED") == []


def test_a_stranger_takes_nothing_away(order):
    assert rows_of(make_order_cast().stranger) == []


def test_a_condition_that_the_list_does_not_know_is_refused(order):
    with pytest.raises(errors.Invalid):
        lists["checks"].require_known(QueryDict("colour=red"))
