"""What waited too long is refused in words that whoever asked can show."""

import contextvars
import json

import pytest
from django.test import Client

from orders_site import csp
from orders_site.web_worker import waited


@pytest.fixture
def late():
    """Ask as somebody whose request stood in the queue for too long."""

    def ask(path, **headers):
        def go():
            waited.set(99)
            return Client().get(path, headers=headers)

        return contextvars.copy_context().run(go)

    return ask


def test_a_page_is_refused_under_the_policy_of_every_page(late):
    answer = late("/orders/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Security-Policy"] == csp.POLICY
    assert "<html" in answer.content.decode()


def test_a_part_is_refused_by_a_toast_so_that_nothing_typed_is_lost(late):
    answer = late("/orders/", HX_Request="true", HX_Target="list")
    assert (answer.status_code, answer.content) == (503, b"")
    said = json.loads(answer.headers["HX-Trigger"])["so:toast"]
    assert said["level"] == "err" and said["text"]
    assert answer.headers["Content-Security-Policy"] == csp.POLICY


def test_a_system_is_refused_by_a_problem(late):
    answer = late("/api/v1/orders/")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"].startswith("application/problem+json")
