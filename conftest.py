"""What every test starts from."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from hypothesis import HealthCheck, settings

from common import settings as company
from common.links import views as signed_links
from common.models import Setting
from common.tests import live
from orders_site.supervisor import emptying

# how fast this machine is just now says nothing about the code
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, whose first rows are kept aside for after each test with transactions of its own."""
    with django_db_blocker.unblock():
        emptying.keep_fresh(connection)


_shared: set[str] = set()  # the file whose rows stand around its tests just now


@pytest.fixture(scope="module")
def once_a_file(request, django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Calls what makes the rows that every test of a file begins with: once, in a transaction around them all. Each
    test works in a savepoint of its own within it, as after Django's ``setUpTestData``, and gets a copy of what was
    made (``copy.deepcopy``). All tests of such a file with a database ask for it: none meets rows that it did not ask
    for.
    """
    with django_db_blocker.unblock():
        company.forget()
        around: Any = transaction.atomic()
        around._from_testcase = True  # as Django marks its own; its stubs leave out what is private
        around.__enter__()
    _shared.add(request.node.nodeid)

    def make(function: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return function()

    yield make
    _shared.clear()
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _asked_for_what_stands(request):
    """No test runs beside rows of its file that it did not ask for, nor commits them."""
    if not _shared:
        return
    names = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in names or (marker and marker.kwargs.get("transaction")):
        pytest.fail(
            "a test with transactions of its own needs a file of its own: rows stand around the tests of this one"
        )
    if (marker or "db" in names) and "once_a_file" not in names:
        pytest.fail("this test has to ask for the rows that its file shares (once_a_file)")


@pytest.fixture(autouse=True)
def _no_request_outlives_its_test(request):
    """What a browser asked for last is answered before the rows of the test are taken away."""
    served = "live_server" in request.fixturenames
    if served:
        request.getfixturevalue("db")
    yield
    if served:
        live.settle()


def _changed_setting(**_kwargs):
    company.forget()


for _signal in (post_save, post_delete):  # tests write rows of settings as they need them
    _signal.connect(_changed_setting, sender=Setting)


@pytest.fixture(autouse=True)
def _settings_of_the_present(request, monkeypatch):
    """Each test with a database begins with its settings read, and reads them anew when they change, not because
    seconds went by or a test beside it changed its own; afterwards nobody has them in memory."""
    monkeypatch.setattr(company, "_TTL", math.inf)
    monkeypatch.setattr(company, "_ASK", math.inf)
    company.forget()
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        company.get("company.name")
    yield
    company.forget()


@pytest.fixture(autouse=True)
def _room_for_links(monkeypatch):
    """All tests come from one address and count in one cache: who opens links is not one visitor in a hurry."""
    monkeypatch.setattr(signed_links, "RATE", math.inf)


@pytest.fixture(autouse=True)
def _source_language():
    """Each test begins in English, whatever language the one before it left behind."""
    translation.activate("en")
    yield
    translation.activate("en")
