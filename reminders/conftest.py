"""What tests of the engine start from."""

import pytest

from reminders.tests import engine


@pytest.fixture
def things():
    """An anchor whose objects the test puts down, moves and ends."""
    with engine.things() as anchor:
        yield anchor


@pytest.fixture
def team(db):
    """A department with head and people, below another with a head."""
    return engine.make_team()
