"""What every test starts from."""

import math

import pytest
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from hypothesis import HealthCheck, settings

from common import settings as company
from common.models import Setting
from orders_site.supervisor import emptying

# how fast this machine is just now says nothing about the code
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, whose first rows are kept aside for after each test with transactions of its own."""
    with django_db_blocker.unblock():
        emptying.keep_fresh(connection)


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
def _source_language():
    """Each test begins in English, whatever language the one before it left behind."""
    translation.activate("en")
    yield
    translation.activate("en")
