"""How an operation of the API is announced to end (docs/api.md, Versions): in the document, and in every answer.

``Deprecation`` (RFC 9745) says since when it should not be used, ``Sunset`` (RFC 8594) until when it is there, ``Link``
what takes its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils.http import http_date

NOTICE = timedelta(days=365)  # between the two days, at least
_ATTRIBUTE = "deprecation"
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Deprecation:
    """Since when, until when, and the address that takes its place ('' where none does)."""

    since: date
    sunset: date
    instead: str = ""

    def headers(self) -> dict[str, str]:
        """What every answer of the operation says."""
        links = ['</api/v1/>; rel="deprecation"']
        if self.instead:
            links.append(f'<{self.instead}>; rel="successor-version"')
        return {
            "Deprecation": f"@{_moment(self.since)}",
            "Sunset": http_date(_moment(self.sunset)),
            "Link": ", ".join(links),
        }

    def words(self) -> str:
        """What the document says."""
        instead = f" Use {self.instead} instead." if self.instead else ""
        return f"Deprecated since {self.since}, gone after {self.sunset}.{instead}"


def deprecated(*, since: date, sunset: date, instead: str = "") -> Callable[[F], F]:
    """Announce that an action of a view set ends. Raises ValueError for less than a year's notice."""
    if sunset - since < NOTICE:
        raise ValueError(f"from {since} to {sunset} is less than {NOTICE.days} days of notice")

    def announce(function: F) -> F:
        setattr(function, _ATTRIBUTE, Deprecation(since, sunset, instead))
        return function

    return announce


def of(view: Any) -> Deprecation | None:
    """How the action of a view was announced to end; None where it was not."""
    return getattr(getattr(view, getattr(view, "action", None) or "", None), _ATTRIBUTE, None)


def _moment(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
