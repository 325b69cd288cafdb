"""How the period close stands, and the check that every dated operation makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from accounts.periods.models import PeriodStep
from accounts.periods.rights import VIEW
from common import dates, errors, locks
from common.errors import Text
from common.locks import Lock
from common.registry import Registry


@dataclass(frozen=True)
class Unfinished:
    """Something of a month that should be settled before it is closed: ``count(first, last)`` days of it."""

    label: Text
    count: Callable[[date, date], int]
    url_name: str = ""


@dataclass(frozen=True)
class Standing:
    """How it stands: closed until this day (None: never closed), the month that may be closed next (None: it is not
    over), and what of that is not finished: (what, how many, where to look)."""

    closed_until: date | None
    next_month: date | None
    unfinished: list[tuple[Text, int, str]]


# key -> what a room above would have settled before a month is closed
unfinished: Registry[Unfinished] = Registry("accounts.periods.unfinished")


def require_open(*days: date | None, at: datetime) -> None:
    """Raise WrongState where one of these days lies in a closed month: nothing is dated into it, and nothing dated
    there is taken back. Call inside the operation, whose transaction then holds the months as they are.

    The running month is never closed, so that most calls take no statement.
    """
    if fault := fault_of(*days, at=at):
        raise errors.WrongState(fault, code="period_closed", status="CLOSED", possible=[])


def fault_of(*days: date | None, at: datetime) -> str:
    """The same as words, for what is refused field by field or row by row; "" where all these days are open."""
    until = frontier(*days, at=at)
    found = [day for day in days if until is not None and day is not None and day <= until]
    if until is None or not found:
        return ""
    text = _("%(day)s lies in a closed month: the books are closed until %(until)s.")
    return text % {"day": min(found).isoformat(), "until": until.isoformat()}


def frontier(*days: date | None, at: datetime) -> date | None:
    """The last closed day, held as it is to the end of the transaction; None where none of these days can be closed,
    because nothing is or they lie in the running month (no statement then)."""
    first_open = dates.business_day(at).replace(day=1)
    if all(day is None or day >= first_open for day in days):
        return None
    locks.share(Lock.PERIODS)
    return closed_until()


def closed_until() -> date | None:
    """The last day that is closed; None when nothing is."""
    return PeriodStep.objects.order_by("-id").values_list("closed_until", flat=True).first()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the next month."""
    return dates.month_end(month) + timedelta(days=1)


def next_month(today: date) -> date | None:
    """The month to be closed next; without any closed yet the one before this. None while it is not over."""
    until = closed_until()
    found = month_of(until + timedelta(days=1)) if until else month_of(month_of(today) - timedelta(days=1))
    return found if dates.month_end(found) < today else None


def list_steps(actor: User) -> list[PeriodStep]:
    """What was closed and opened again, newest first, the last hundred. Raises NotAllowed."""
    policies.require(actor, VIEW)
    return list(PeriodStep.objects.select_related("by").order_by("-id")[:100])


def standing(actor: User, today: date) -> Standing:
    """How the period close stands. Raises NotAllowed."""
    policies.require(actor, VIEW)
    month = next_month(today)
    found = []
    if month:
        for one in unfinished.values():
            count = one.count(month, dates.month_end(month))
            if count:
                found.append((one.label, count, one.url_name))
    return Standing(closed_until(), month, found)
