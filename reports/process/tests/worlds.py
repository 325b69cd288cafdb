"""What the tests of this room ask: a standard report as it comes from its maker."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accounts.people.models import User
from common import dates
from orders.tests.builders import AT
from reports.facts import operations as facts
from reports.layout.paper import Paper
from reports.standard.reports import Wanted, standard

TODAY = dates.business_day(AT)


def wanted(actor: User, **more: Any) -> Wanted:
    """The hundred days until the tests' today, unless told otherwise."""
    asked = Wanted(actor, TODAY, TODAY - timedelta(days=100), TODAY, here="/reports/standard/x/")
    return replace(asked, **more)


def made(code: str, actor: User, **more: Any) -> Paper:
    """The report, once the facts are up to date."""
    facts.keep_up(at=AT, patience=0)
    return standard[code].make(wanted(actor, **more))


def cells(paper: Paper, key: str) -> dict[str, Any]:
    """The first row with this key: column → value."""
    row = next(one for one in paper.rows if one.key == key)
    return dict(zip((one.key for one in paper.columns), row.cells, strict=True))


def part(paper: Paper, title: str) -> Paper:
    """The part with this title."""
    return next(one for one in paper.parts if str(one.title) == title)


def is_whole(paper: Paper) -> bool:
    """Whether every row has a cell for every column, and every chart its columns."""
    return all(
        {len(row.cells) for row in one.rows} <= {len(one.columns)}
        and (not one.sums or len(one.sums) == len(one.columns))
        and all(series.column in {c.key for c in one.columns} for chart in one.charts for series in chart.series)
        for one in (paper, *paper.parts)
    )


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
