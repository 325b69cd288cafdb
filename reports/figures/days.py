"""Where the days of a period are asked for: of kept months and days, or of the facts, in so many goes. Pure."""

from datetime import date, timedelta

from reports.facts.choices import Grain
from reports.figures.dimensions import Time
from reports.figures.question import Question

AT_ONCE = 100  # days whose orders are told apart in memory, and a part of the work for each processor


def pieces(question: Question, *, by_month: bool) -> list[tuple[Grain, date, date]]:
    """The days of the period as kept rows: whole months as months, the rest as days, where these are kept."""
    since, until = question.since, question.until
    if question.time in (Time.DAY, Time.WEEK):
        return [(Grain.DAY, since, until)]
    first = since if since.day == 1 else _after_month(since)
    end = (until + timedelta(days=1)).replace(day=1)  # of the month that is not whole any more
    if first >= end:
        return [] if by_month else [(Grain.DAY, since, until)]
    found = [(Grain.MONTH, first, end - timedelta(days=1))]
    if not by_month:
        if since < first:
            found.append((Grain.DAY, since, first - timedelta(days=1)))
        if end <= until:
            found.append((Grain.DAY, end, until))
    return found


def edges(question: Question, *, by_month: bool) -> list[tuple[date, date]]:
    """The days that kept months leave out: asked of the facts."""
    if not by_month:
        return []
    whole = pieces(question, by_month=True)
    if not whole:
        return [(question.since, question.until)]
    _grain, first, last = whole[0]
    found = []
    if question.since < first:
        found.append((question.since, first - timedelta(days=1)))
    if last < question.until:
        found.append((last + timedelta(days=1), question.until))
    return found


def goes(since: date, until: date) -> list[tuple[date, date]]:
    """A long period in parts: orders are told apart in the memory of each, by several processors, instead of being
    sorted on disk. What counts an order has it on one day, so the parts add up."""
    found = []
    while since <= until:
        end = min(until, since + timedelta(days=AT_ONCE - 1))
        found.append((since, end))
        since = end + timedelta(days=1)
    return found


def _after_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
