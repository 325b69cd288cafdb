"""Fixtures of the stock tests."""

import pytest

from accounts.people import queries as people
from common import operation


@pytest.fixture
def in_operation(db):
    """Run a function as orders do: inside an operation of the machine."""
    return lambda call: operation.in_operation(people.system_user().pk, call)
