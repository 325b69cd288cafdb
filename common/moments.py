"""The past moment that a list is asked for: a day (its end), or a minute of it, in the company's time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from common import dates, errors

PARAMETER = "at"


def read(text: str, now: datetime) -> datetime:
    """``2026-11-01`` is the end of that day, ``2026-11-01T14:30`` the end of that minute; nothing is the end of last
    month. Raises Invalid for anything else, and for a moment to come."""
    if not text.strip():
        return dates.day_start(dates.business_day(now).replace(day=1)) - timedelta(microseconds=1)
    try:
        found = datetime.fromisoformat(text.strip())
        local = found.replace(tzinfo=found.tzinfo or dates.business_zone())
        step = timedelta(days=1) if len(text.strip()) == 10 else timedelta(minutes=1)
        moment = local.replace(second=0, microsecond=0) + step - timedelta(microseconds=1)
    except (ValueError, OverflowError):
        raise _wrong(_("Write a day like 2026-11-01, or a moment like 2026-11-01T14:30.")) from None
    if dates.business_day(moment) > dates.business_day(now):
        raise _wrong(_("This moment is still to come."))
    return min(moment, now)


def written(moment: datetime) -> str:
    """A moment as forms and addresses carry it: to the minute, in the company's time."""
    return moment.astimezone(dates.business_zone()).strftime("%Y-%m-%dT%H:%M")


def _wrong(text: str) -> errors.Invalid:
    return errors.Invalid(fields={PARAMETER: [text]})
