"""What else than questions can be kept under a name: a room above declares how what it keeps is checked and where it
is shown (registry ``reports.kept``, one entry: ``standard``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.registry import Registry
from reports.builder import looks
from reports.builder.models import SavedReport
from reports.figures import parameters
from reports.figures.periods import Period

STANDARD = "standard"


@dataclass(frozen=True)
class Kind:
    """``check`` (person, code, parameters, day) gives the parameters in one way of writing; raises Invalid, NotFound,
    NotAllowed. ``address`` is the page that shows a kept one."""

    check: Callable[[User, str, Mapping[str, str], date], dict[str, str]]
    address: Callable[[SavedReport], str]


kinds: Registry[Kind] = Registry("reports.kept")


def checked(actor: User, standard: str, asked: Mapping[str, Any], today: date) -> dict[str, str]:
    """What a report asks in one way of writing; ``standard``: a standard report's code, "" for a question. Raises
    Invalid, and as its kind."""
    given = {str(name): str(value) for name, value in asked.items()}
    if not standard:
        question = parameters.read(given, today)
        period = given.get("period", "")
        written = parameters.write(question, period if period in set(Period) else "")
        return {**written, **looks.written(looks.of(given))}
    kind = kinds.get(STANDARD)
    if kind is None:
        raise errors.Invalid(fields={"standard": [_("There is no such report.")]})
    return kind.check(actor, standard, given, today)


def address(report: SavedReport) -> str:
    """Where a kept report is shown; "" for a question, whose page is the builder."""
    kind = kinds.get(STANDARD) if report.standard else None
    return kind.address(report) if kind else ""
