"""Two windows of one person arrange a board at the same moment: one of them is told, nothing is mixed."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.tests.racing import race, refusals
from reports.boards.models import BoardArrangement
from reports.boards.tests.test_arrangements import arrange

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_first_arrangements_one_is_told_that_the_other_was_there():
    boss = make_user("executive")
    found = race(
        lambda: arrange(boss, tiles=("risks",), version=0),
        lambda: arrange(boss, tiles=("flow",), version=0),
    )
    assert refusals(found) == [errors.Stale]
    row = BoardArrangement.objects.get()
    assert (len(row.tiles), row.version) == (1, 1)


def test_of_two_changes_of_one_version_one_is_told():
    boss = make_user("executive")
    arrange(boss, version=0)
    found = race(
        lambda: arrange(boss, tiles=("flow",), version=1),
        lambda: arrange(boss, tiles=("regions",), version=1),
    )
    assert refusals(found) == [errors.Stale]
    assert BoardArrangement.objects.get().version == 2
