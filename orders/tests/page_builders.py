"""A browser for door tests: signed in, with htmx on request."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.people.models import User


def statements(call: Callable[[], Any]) -> int:
    """How many statements a page takes; settings, which are read every few seconds, and sessions apart."""
    with CaptureQueriesContext(connection) as captured:
        call()
    apart = ("common_setting", "django_session", "accounts_sessionclock")
    return sum(not any(table in query["sql"] for table in apart) for query in captured.captured_queries)


class Browser:
    """Opens pages as a person, whole or as the part that htmx would swap into ``target``."""

    def __init__(self, user: User):
        self.client = Client()
        self.client.force_login(user)

    def warm(self) -> "Browser":
        """Let a first page do what only first pages do (session, settings), before statements are counted."""
        self.client.get("/counts/")
        return self

    def get(self, url: str, **query: Any) -> Any:
        """The whole page."""
        return self.client.get(url, query)

    def part(self, url: str, target: str, **query: Any) -> Any:
        """What htmx would swap."""
        return self.client.get(url, query, headers={"HX-Request": "true", "HX-Target": target})

    def post(self, url: str, **data: Any) -> Any:
        """A plain form, with a nonce of its own unless one is given."""
        return self.client.post(url, {"nonce": uuid.uuid4().hex, **data})

    def send(self, url: str, target: str = "dialog", **data: Any) -> Any:
        """The same form over htmx."""
        form = {"nonce": uuid.uuid4().hex, **data}
        return self.client.post(url, form, headers={"HX-Request": "true", "HX-Target": target})
