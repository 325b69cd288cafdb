"""When something is wanted again: the few choices that people take, or a day and an hour of their own. Pure."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from common import dates, workdays
from reminders.scanning import moments
from reminders.scanning.settings import times


class Later(models.TextChoices):
    """What is offered."""

    HOUR = "HOUR", pgettext_lazy("later", "In an hour")
    TOMORROW = "TOMORROW", pgettext_lazy("later", "Tomorrow morning")
    WORKDAY = "WORKDAY", pgettext_lazy("later", "On the next day of work")
    WEEK = "WEEK", pgettext_lazy("later", "In a week")


def moment(choice: str, at: datetime) -> datetime:
    """The moment of a choice: days begin when the quiet hours end."""
    today = dates.business_day(at)
    if choice == Later.HOUR:
        return at + timedelta(hours=1)
    if choice == Later.WORKDAY:
        return morning(workdays.calendar().moved(today, 1))
    return morning(today + timedelta(days=7 if choice == Later.WEEK else 1))


def morning(day: date, hour: int | None = None) -> datetime:
    """A day at an hour; without one when the quiet hours end."""
    quiet = times().quiet
    clock = quiet.morning if hour is None else quiet.morning.replace(hour=hour)
    return moments.on(day, clock, quiet.zone)
