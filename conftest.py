"""What every test starts from."""

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from common import settings as company
from orders_site.supervisor import emptying

# how fast this machine is just now says nothing about the code
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, whose first rows are kept aside for after each test with transactions of its own."""
    with django_db_blocker.unblock():
        emptying.keep_fresh(connection)


@pytest.fixture(autouse=True)
def _settings_of_the_present(request):
    """What a test with transactions of its own wrote is gone afterwards: nobody reads its settings from memory."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        company.forget()


@pytest.fixture(autouse=True)
def _source_language():
    """Each test begins in English, whatever language the one before it left behind."""
    translation.activate("en")
    yield
    translation.activate("en")
