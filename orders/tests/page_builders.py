"""A browser for door tests: signed in, with htmx on request."""

from typing import Any

from django.test import Client

from accounts.people.models import User


class Browser:
    """Opens pages as a person, whole or as the part that htmx would swap into ``target``."""

    def __init__(self, user: User):
        self.client = Client()
        self.client.force_login(user)

    def get(self, url: str, **query: Any) -> Any:
        """The whole page."""
        return self.client.get(url, query)

    def part(self, url: str, target: str, **query: Any) -> Any:
        """What htmx would swap."""
        return self.client.get(url, query, headers={"HX-Request": "true", "HX-Target": target})

    def post(self, url: str, **data: Any) -> Any:
        """A plain form."""
        return self.client.post(url, data)

    def send(self, url: str, target: str = "dialog", **data: Any) -> Any:
        """The same form over htmx."""
        return self.client.post(url, data, headers={"HX-Request": "true", "HX-Target": target})
