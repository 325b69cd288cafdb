"""Until when an exception is to be answered, and what its end asks for. Settings and arithmetic, no queries."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import settings, worktime
from common.errors import Text
from orders.exceptions.choices import Kind, Severity

HOURS = {
    Severity.URGENT: ("exceptions.answer_hours_urgent", 2, gettext_lazy("Hours of work to answer an urgent exception")),
    Severity.SERIOUS: ("exceptions.answer_hours_serious", 8, gettext_lazy("Hours of work to answer a serious one")),
    Severity.MINOR: ("exceptions.answer_hours_minor", 20, gettext_lazy("Hours of work to answer a minor exception")),
}
MOST = Decimal(1_000_000_000)
MOST_ESCALATIONS = 3  # the head of the department, and twice the head above
_SOON = timedelta(minutes=1)


def register() -> None:
    """Declare the settings; called once from this room's wiring."""
    for key, hours, words in HOURS.values():
        settings.definitions.register(key, settings.Definition(hours, words, "orders", bounds=settings.Bounds(1, 720)))


def answer_due(severity: str, since: datetime) -> datetime:
    """Until when an exception of this severity that was reported (or reopened) then is to be answered: so many hours
    of work on days of work."""
    key, _hours, _words = HOURS[Severity(severity)]
    return worktime.due(since, int(settings.get(key)), worktime.hours_of_work())


def next_escalation(severity: str, at: datetime) -> datetime:
    """When somebody further up is told if it stays unanswered: after as much time again."""
    return max(answer_due(severity, at), at + _SOON)


def missing_to_close(case: Any) -> dict[str, list[Text]]:
    """What an exception lacks before it is closed: cause and remedy (R215, R217); of a complaint also that the customer
    was told (R218). Field → messages."""
    wrong: dict[str, list[Text]] = {}
    if not case.cause:
        wrong["cause"] = [_("Say what the root cause is.")]
    if not case.remedy:
        wrong["remedy"] = [_("Say what was done about it.")]
    if case.kind == Kind.COMPLAINT and case.told_date is None:
        wrong["told_date"] = [_("A complaint is closed once the customer was told.")]
    return wrong


def amount_error(amount: Decimal | None) -> Text:
    """What is wrong with an amount of money; "" when nothing is."""
    if amount is None:
        return ""
    if amount < 0:
        return _("Enter zero or more.")
    return _("This is more than anything costs here.") if amount > MOST else ""
