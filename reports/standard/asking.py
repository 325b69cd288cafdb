"""What standard reports ask the figures: measures that the reader may see, over his period, narrowed as he set it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from common import errors
from reports.figures import papers, parameters, periods, policies, queries
from reports.figures.answers import Answer
from reports.figures.measures import measures
from reports.figures.question import Question
from reports.layout.paper import Paper, Shape, Text
from reports.standard import conditions
from reports.standard.reports import Wanted

API = "/api/"
_API_FACTS, _API_FIGURES, _FIGURES = "/api/v1/figures/facts/", "/api/v1/figures/", "/reports/"


def seen(wanted: Wanted, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the measures that the reader may see. Raises NotAllowed where he sees none."""
    found = tuple(code for code in codes if policies.sees(wanted.actor, measures[code]))
    if not found:
        raise errors.NotAllowed(verb=policies.VIEW)
    return found


def question(wanted: Wanted, codes: Iterable[str], **more: Any) -> Question:
    """A question over the report's days, up to today: what happened lies before, and a stretch that runs is compared
    with as many days of another. ``more``: as a question takes it."""
    asked = Question(seen(wanted, codes), wanted.since, wanted.until, filters=conditions.filters(wanted))
    return up_to_today(replace(asked, **more), wanted)


def up_to_today(asked: Question, wanted: Wanted) -> Question:
    """The question without the days that are still to come, if any have passed."""
    runs = asked.since <= wanted.today < asked.until
    return replace(asked, until=wanted.today, ends=asked.until) if runs else asked


def former(wanted: Wanted) -> tuple[date, date] | None:
    """The days that a report is compared with, as its figures are; None for nothing."""
    asked = Question((), wanted.since, wanted.until, against=wanted.against)
    return periods.former(up_to_today(asked, wanted), wanted.today)


def up_to_yesterday(asked: Question, wanted: Wanted) -> Question:
    """The question of days that are over, if there are any: what is due today is not late yet."""
    last = wanted.today - timedelta(days=1)
    return replace(asked, until=last, ends=asked.until) if asked.since <= last < asked.until else asked


def answer(wanted: Wanted, asked: Question) -> Answer:
    """The figures themselves. Raises as ``figures.queries.ask``."""
    return queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)


def paper(wanted: Wanted, found: Answer, title: Text, shape: Shape | None = None) -> Paper:
    """The table of an answer, whose rows lead to the builder and whose figures lead to what they count."""
    at = rows_at(wanted) or papers.ROWS
    return papers.made_of(found, title=title, today=wanted.today, shape=shape, here=builder_at(wanted), rows_at=at)


def builder_at(wanted: Wanted) -> str:
    """Where questions are answered: of the builder on a page, of the API for callers of the API, "" for files."""
    if not wanted.here:
        return ""
    return _API_FIGURES if wanted.here.startswith(API) else _FIGURES


def rows_at(wanted: Wanted) -> str:
    """Where what a figure counts is shown; "" for files."""
    if not wanted.here:
        return ""
    return _API_FACTS if wanted.here.startswith(API) else papers.ROWS


def rows_of(wanted: Wanted, asked: Question, measure: str, **more: Any) -> str:
    """The address of what one figure counts; "" for files."""
    path = rows_at(wanted)
    if not path:
        return ""
    one = replace(asked, measures=(measure,), rows=(), column="", order_by="", top=0, **more)
    return parameters.address(path, one.over(one.since, one.until))
