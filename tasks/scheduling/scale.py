"""Days of work counted from one day. Pure."""

from datetime import date

from common.workdays import calendar


class Scale:
    """Numbers for days of work: 0 is the first one on or after ``base``, days before it are below zero."""

    def __init__(self, base: date):
        self._calendar = calendar()
        self._base = self._calendar.on_or_after(base)
        self._days = [self._base]  # 0, 1, 2 … as far as somebody asked

    def last(self, day: date) -> int:
        """The number of the day, or of the last day of work before it."""
        return self._calendar.between(self._base, day)

    def first(self, day: date) -> int:
        """The number of the day, or of the next day of work."""
        return self.last(day) + (0 if self._calendar.is_workday(day) else 1)

    def day(self, number: int) -> date:
        """The day with this number."""
        if number < 0:
            return self._calendar.moved(self._base, number)
        while len(self._days) <= number:
            self._days.append(self._calendar.moved(self._days[-1], 1))
        return self._days[number]
