"""When a reminder goes: at the rule's time, not in the quiet hours, on days of work where the rule says so. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_FARTHEST = 60  # days that are looked at for a day of work


@dataclass(frozen=True)
class Quiet:
    """The hours of the day in which nothing goes: from ``begins`` to ``ends`` o'clock in ``zone``, over midnight where
    it ends before it begins; the same hour twice: none."""

    begins: int
    ends: int
    zone: tzinfo

    @property
    def morning(self) -> time:
        """When a day begins for reminders."""
        return time(self.ends) if self.begins != self.ends else time(0)

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet then."""
        hour = at.astimezone(self.zone).hour
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour < self.ends or hour >= self.begins

    def after(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into."""
        if not self.holds(at):
            return at
        here = at.astimezone(self.zone)
        end = on(here.date(), self.morning, self.zone)
        return end if end > at else on(here.date() + _DAY, self.morning, self.zone)


@dataclass(frozen=True)
class Manner:
    """How a rule sends: at which time of the day (None: as soon as the day begins), and what it keeps to."""

    send_at: time | None
    is_digest: bool
    workdays_only: bool
    keeps_quiet_hours: bool


@dataclass(frozen=True)
class Times:
    """The company's quiet hours and days of work."""

    quiet: Quiet
    is_workday: Callable[[date], bool]

    def on_day(self, day: date, manner: Manner) -> datetime:
        """When it goes on a day."""
        moment = on(day, self.time_of(manner), self.quiet.zone)
        return self.quiet.after(moment) if manner.keeps_quiet_hours else moment

    def time_of(self, manner: Manner) -> time:
        """At which time of a day a rule sends what counts by days."""
        return self.quiet.morning if manner.send_at is None else manner.send_at

    def from_moment(self, moment: datetime, manner: Manner) -> datetime:
        """When something goes that is due at a moment: a digest at its next time, others as soon as that is allowed."""
        if manner.is_digest:
            moment = self.next_time(moment, manner)
        for _turn in range(_FARTHEST):
            if manner.keeps_quiet_hours:
                moment = self.quiet.after(moment)
            day = moment.astimezone(self.quiet.zone).date()
            if not manner.workdays_only or self.is_workday(day):
                return moment
            moment = self.on_day(day + _DAY, manner)
        return moment

    def next_time(self, moment: datetime, manner: Manner) -> datetime:
        """The next time of the rule, the moment itself if it is one."""
        day = moment.astimezone(self.quiet.zone).date()
        today = self.on_day(day, manner)
        return today if today >= moment else self.on_day(day + _DAY, manner)

    def allowed(self, at: datetime, *, workdays_only: bool, keeps_quiet_hours: bool) -> datetime:
        """From when on something may go that was held up until ``at``: that moment itself, where it may go then."""
        return self.from_moment(at, Manner(None, False, workdays_only, keeps_quiet_hours))


def on(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment of a time of the day in a zone; one that the clock leaves out is the same while later, one that comes
    twice is the first."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
