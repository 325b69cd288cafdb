"""What the tests of forecasts begin with: the years of two salespeople, made once a file."""

import copy

import pytest

from common import clock
from orders.tests.builders import AT
from reports.outlook.tests.worlds import make_two_sellers


@pytest.fixture
def today(monkeypatch):
    """The day of the builders."""
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture(scope="module")
def histories():
    """Amounts of the salesperson's and of his mate's months; a file with others overrides it."""
    return 48, (500_000, 500_000)


@pytest.fixture(scope="module")
def standing(once_a_file, histories):
    """The cast and the salesperson's order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT)
        return once_a_file(lambda: make_two_sellers(*histories))


@pytest.fixture
def begun(standing):
    """A copy of one's own: a test may change what it holds."""
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def order(begun):
    return begun[1]
