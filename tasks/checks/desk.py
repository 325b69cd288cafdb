"""What the pages of checks put around their rows: tabs, and where one goes on."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def tabs(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The views of checks and of corrective actions; the one that is shown is current."""
    checks, actions = reverse("tasks:check-list"), reverse("tasks:action-list")
    entries = [
        (_("Waiting"), checks, {"state": "DUE"}),
        (_("Due by today"), f"{checks}?due=true", {"due": "true"}),
        (_("My checks"), f"{checks}?mine=true&state=DUE", {"mine": "true", "state": "DUE"}),
        (pgettext("checks", "Missed"), f"{checks}?state=MISSED", {"state": "MISSED"}),
        (_("With problems"), f"{checks}?state=PROBLEM&sort=-due_date", {"state": "PROBLEM", "sort": "-due_date"}),
        (_("Corrective actions"), actions, {"actions": "1", "open": "true"}),
        (
            _("My corrective actions"),
            f"{actions}?open=true&mine=true",
            {"actions": "1", "open": "true", "mine": "true"},
        ),
    ]
    given = {name: value for name, value in asked.items() if value and name != "cursor"}
    return [{"label": label, "url": url, "current": given == marks} for label, url, marks in entries]


def back(request: HttpRequest, fallback: str) -> str:
    """Where the page that asked for a dialog wants to be again."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url and url_has_allowed_host_and_scheme(url, {request.get_host()}) else fallback
