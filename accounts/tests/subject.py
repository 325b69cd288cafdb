"""A subject for tests of this app: a department, seen by its members; it takes no more when it is closed."""

import pytest

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import Department
from common import errors

TYPE = "test.department"


def _get(user, pk):
    row = Department.objects.filter(pk=pk, members=user).first()
    if row is None:
        raise errors.NotFound()
    return row


def _require_open(row):
    if not row.is_active:
        raise errors.WrongState("closed")


@pytest.fixture
def subject_type():
    """Registered while the test runs."""
    subjects.register(TYPE, Subject(get=_get, url=lambda row: f"/departments/{row.pk}/", require_open=_require_open))
    yield TYPE
    del subjects._entries[TYPE]
