"""The database's own refusals reach people as words, on every page and whatever part of a request met them."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.test import RequestFactory

from accounts.collaboration import queries
from accounts.people.operations import departments
from accounts.tests.builders import make_department, make_user
from common import database_errors, errors, refusals

pytestmark = pytest.mark.django_db


class _Cause(Exception):
    pgcode = "25P03"


@pytest.fixture
def page(client):
    client.force_login(make_user("administrator"))
    client.raise_request_exception = False
    return client


def _fails(error):
    def call(*args, **kwargs):
        raise error

    return call


@pytest.mark.parametrize(
    "error", [OperationalError("canceling statement"), InterfaceError("connection already closed")]
)
def test_a_page_whose_database_is_away_asks_to_come_back(page, monkeypatch, error):
    monkeypatch.setattr(queries, "count_unread", _fails(error))
    answer = page.get("/inbox/")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert str(errors.Unavailable.default_message) in answer.content.decode()


def test_a_part_says_it_as_a_toast(page, monkeypatch):
    monkeypatch.setattr(queries, "count_unread", _fails(OperationalError("away")))
    answer = page.get("/inbox/", headers={"HX-Request": "true", "HX-Target": "inbox-rows"})
    assert answer.status_code == 503 and "so:toast" in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("address", ["/inbox/", "/api/v1/orders/"])
def test_a_session_that_cannot_be_read_is_no_error_of_ours(page, monkeypatch, address):
    monkeypatch.setattr(SessionStore, "load", _fails(OperationalError("server closed the connection")))
    answer = page.get(address)
    assert answer.status_code == 503 and answer.headers["Retry-After"]


def test_of_two_who_take_one_code_the_second_gets_words(page, monkeypatch):
    make_department(code="X")
    monkeypatch.setattr(departments, "_lock_tree", dict)  # as if the other one had not committed when we looked
    form = {"code": "X", "name": "Twice", "kind": "SALES", "parent": "", "head": "", "is_active": "on"}
    monkeypatch.setattr("django.forms.models.ModelForm.validate_unique", lambda self: None)
    answer = page.post("/admin/accounts/department/add/", form)
    assert answer.status_code == 409
    assert str(errors.Conflict.default_message) in answer.content.decode()


def test_what_each_error_means():
    idle = InternalError("terminating connection due to idle-in-transaction timeout")
    idle.__cause__ = _Cause()
    assert isinstance(database_errors.as_refusal(idle), errors.Unavailable)
    assert isinstance(database_errors.as_refusal(IntegrityError("duplicate key")), errors.Conflict)
    assert database_errors.as_refusal(InternalError("cache lookup failed")) is None
    assert database_errors.as_refusal(ValueError("bug")) is None


def test_the_page_of_a_real_error_stays_a_500():
    assert refusals.server_error(RequestFactory().get("/")).status_code == 500


def test_a_form_that_is_too_large_is_told_so(page, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = page.post("/admin/settings/", {f"field-{n}": "x" for n in range(9)})
    assert answer.status_code == 400 and "more than is taken at once" in answer.content.decode()
