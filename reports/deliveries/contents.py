"""What a person gets of a kept report: the figures of his own rights, as far as he may see them at all, counted from
that day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import dates
from reports.builder import files, kinds, making
from reports.builder.models import SavedReport
from reports.figures import parameters, policies
from reports.figures.question import Question
from reports.layout.paper import Paper, Text
from reports.standard import queries as standard

MOST_ROWS = 5_000  # of a file in a mail; of a question what is beyond becomes one row
HIDDEN = gettext_lazy("His roles show him none of it.")
GONE = gettext_lazy("Something that it counts by, a saved condition say, is not there for him.")


@dataclass(frozen=True)
class Content:
    """``flat``: the same one figure a row; ``asked``: the question, where it is one; ``left_out``: what is asked for
    and not his to see; ``is_long``: it has more rows than the file of a mail, and no way to make them fewer."""

    paper: Paper
    flat: Paper | None = None
    asked: Question | None = None
    left_out: tuple[Text, ...] = ()
    is_long: bool = False


def content_of(report: SavedReport, *, reader: User, at: datetime, with_flat: bool = False) -> Content:
    """A kept report for ``reader``. Raises NotAllowed where he may see none of it, NotFound and Invalid where it asks
    for what is not there any more."""
    policies.require_view(reader)
    if report.standard:
        paper = standard.made(reader, report.standard, report.asked, dates.business_day(at))
        is_long = files.length(paper) > MOST_ROWS
        return Content(_named(paper, report), left_out=_hidden(paper), is_long=is_long)
    given, left_out = _seen(report.asked, reader, at)
    if report.shape:
        given["chart"] = report.shape
    found = making.ready(actor=reader, given=given, title=report.name, at=at, most=MOST_ROWS, with_flat=with_flat)
    return Content(found.paper, found.flat, found.asked, left_out)


def address_of(report: SavedReport) -> str:
    """The page with the figures of now: for everybody, whether he finds the kept report or not."""
    if report.standard:
        return kinds.address(report)
    chart = {"chart": report.shape} if report.shape else {}
    return f"{reverse('reports:builder')}?{urlencode({**report.asked, **chart})}"


def _named(paper: Paper, report: SavedReport) -> Paper:
    return replace(paper, title=report.name)


def _hidden(paper: Paper) -> tuple[Text, ...]:
    return tuple(one.label for part in (paper, *paper.parts) for one in part.columns if one.is_hidden)


def _seen(given: Mapping[str, str], reader: User, at: datetime) -> tuple[dict[str, str], tuple[Text, ...]]:
    """A question without the measures that are hidden from him, and these. Raises NotAllowed where all are."""
    asked, hidden = policies.without_hidden(reader, parameters.read(given, dates.business_day(at)))
    kept = {"measures": ",".join(asked.measures), "order_by": asked.order_by} if hidden else {}
    return {**given, **kept}, tuple(one.label for one in hidden)
