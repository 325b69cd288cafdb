"""What a line of the log says: which request, who, how long; and never a name, a search word, a row."""

import io
import json
import logging

import pytest
import structlog
from celery import shared_task
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection
from django.test import override_settings
from django.urls import path

from accounts.tests.builders import make_user
from orders_site import logs
from orders_site.urls import urlpatterns as known

SECRET = "wang.xiaoming"


@login_not_required
def refused_by_the_database(request):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE people (name text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO people VALUES (%s), (%s)", [SECRET, SECRET])


urlpatterns = [path("refused/", refused_by_the_database), *known]


@pytest.fixture
def lines():
    """What is written meanwhile, as production writes it; called: the lines of an event."""
    written, made = io.StringIO(), logs.configure("INFO", as_json=True)["formatters"]["line"]
    made.pop("()")
    handler = logging.StreamHandler(written)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**made))
    root = logging.getLogger()
    root.addHandler(handler)

    def read(event: str = "") -> list[dict]:
        told = [json.loads(line) for line in written.getvalue().splitlines()]
        return [line for line in told if event in ("", line["event"])]

    read.text = written.getvalue
    yield read
    root.removeHandler(handler)


@pytest.mark.django_db
def test_a_request_says_which_it_was_who_asked_and_how_long_it_took(client, lines):
    user = make_user(roles=["order_desk"], username=SECRET)
    client.force_login(user)
    client.get("/orders/", {"q": SECRET})
    client.post("/sign-in/", {"username": SECRET, "password": SECRET})
    client.get("/api/v1/orders/", {"search": SECRET})
    found = lines("request_finished")
    assert len(found) == 3
    for line in found:
        assert line["request_id"]
        assert line["user_id"] == user.pk
        assert line["duration_ms"] >= 0
        assert {"timestamp", "level", "request", "code"} <= set(line)
    assert SECRET not in lines.text()
    assert len({line["request_id"] for line in found}) == 3


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_request_that_fails_says_why_and_nothing_of_the_row(client, lines):
    client.raise_request_exception = False
    assert client.get("/refused/").status_code in (409, 500)
    assert lines("request_finished") or lines("request_failed")
    assert "duplicate key" in lines.text() or not lines("request_failed")
    assert SECRET not in lines.text()


@shared_task(name="tests.refused", bind=True)
def refused(self):
    raise IntegrityError(
        f'duplicate key value violates unique constraint "u"\nDETAIL:  Key (name)=({SECRET}) exists.\n'
    )


def test_a_job_that_fails_says_which_how_long_and_nothing_of_the_row(lines):
    from django_structlog.celery.receivers import CeleryReceiver

    receiver = CeleryReceiver()
    receiver.receiver_task_prerun("7", refused)
    try:
        refused.run()
    except IntegrityError as error:
        receiver.receiver_task_failure("7", error, sender=refused)
    finally:
        structlog.contextvars.clear_contextvars()
    (line,) = lines("task_failed")
    assert line["task_id"] == "7"
    assert line["duration_ms"] >= 0
    assert "duplicate key" in line["exception"]
    assert SECRET not in lines.text()


@pytest.mark.parametrize(
    "said",
    [
        f'invalid input syntax for type integer: "{SECRET}"',
        f'invalid input value for enum "kind": "{SECRET}"',
        f'invalid input syntax for type json\nCONTEXT:  COPY common_importrow, line 3, column data: "{SECRET}"',
        f'syntax error at or near "x"\nLINE 1: SELECT {SECRET}\n        ^',
    ],
)
def test_values_that_the_database_quotes_without_a_detail_are_left_out_too(said):
    kept = logs.without_rows(None, "error", {"error": said})["error"]
    assert SECRET not in kept and kept.startswith(said[:12])


def test_an_error_in_a_chain_loses_only_the_row():
    said = f"x\nDETAIL:  Failing row contains (1,\n{SECRET}).\n\nThe above exception was the cause\nCONTEXT: y"
    kept = logs.without_rows(None, "error", {"exception": said})["exception"]
    assert SECRET not in kept
    assert kept.startswith("x\nDETAIL left out") and kept.endswith("CONTEXT: y")
