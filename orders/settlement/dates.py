"""When a plan row is due. Pure."""

from datetime import date, timedelta

from common.dates import month_end


def due_date(start: date, days: int, from_month_end: bool) -> date:
    """``days`` after ``start``, or after the last day of its month (月结 n 天)."""
    return (month_end(start) if from_month_end else start) + timedelta(days=days)
