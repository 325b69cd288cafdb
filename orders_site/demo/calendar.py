"""Days and moments of the story: working hours in the company's time zone, counted back from today."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from common.dates import business_day, business_zone

OPENS, CLOSES = time(8, 30), time(17, 45)


@dataclass(frozen=True)
class Calendar:
    """The span of the story: from ``first`` (eighteen months ago) over ``go_live`` to ``now``."""

    now: datetime
    months: int = 18
    days_here: int = 120

    @property
    def today(self) -> date:
        return business_day(self.now)

    @property
    def first(self) -> date:
        return self.today - timedelta(days=int(self.months * 30.4))

    @property
    def go_live(self) -> date:
        """The day on which the company began to work with this software."""
        return self.today - timedelta(days=self.days_here)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=business_zone())

    def working(self, moment: datetime) -> datetime:
        """The moment itself, or the next one within working hours."""
        local = moment.astimezone(business_zone())
        if local.time() > CLOSES:
            local = datetime.combine(local.date() + timedelta(days=1), OPENS, tzinfo=business_zone())
        elif local.time() < OPENS:
            local = datetime.combine(local.date(), OPENS, tzinfo=business_zone())
        while local.weekday() >= 5:
            local = datetime.combine(local.date() + timedelta(days=1), OPENS, tzinfo=business_zone())
        return local

    def some_moment(self, rng: random.Random, day: date) -> datetime:
        """A working moment of a day (or of the next working day)."""
        return self.working(self.at(day, rng.randint(8, 17), rng.randint(0, 59)))
