"""A report that takes longer than somebody should wait for: its page says so and a worker makes it as a file, with
progress (R257, R259)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reports.builder.ways import Ways
from reports.facts import reading
from reports.figures import parameters, statements
from reports.figures.periods import Period
from reports.figures.question import Question

Text = str | Promise
PATIENCE = 6_000  # milliseconds that each statement of a page has
LATER = "later"  # in the query of an export: a worker works it out
YEAR = 366


@dataclass(frozen=True)
class Long(Exception):
    """What the page says instead of the report. ``all_rows``: what the export is asked by; ``narrower``: ways to less,
    each with its words."""

    title: Text
    all_rows: str
    narrower: tuple[tuple[str, str], ...] = ()


@contextmanager
def shortly(title: Text, query: Mapping[str, str], narrower: Callable[[], Iterator[tuple[str, str]]]) -> Iterator[None]:
    """What is worked out inside has a page's patience. Raises Long."""
    try:
        with reading.patience(PATIENCE):
            yield
    except reading.TakesLong as error:
        asked = {name: value for name, value in query.items() if name not in ("up", "view", "kept")}
        raise Long(title, urlencode({**asked, "name": str(title), LATER: "1"}), tuple(narrower())) from error


def narrower(given: Mapping[str, str], today: date, path: str) -> Iterator[tuple[str, str]]:
    """Addresses of less: a shorter period, fewer axes, no orders counted where goods tell them apart."""
    asked = parameters.read(given, today)

    def to(one: Question, period: str = given.get("period", "")) -> str:
        return Ways(one, period, path).to(one)

    if (asked.until - asked.since).days > YEAR:
        yield _("The last 12 months only"), to(asked, Period.LAST_12_MONTHS)
    if asked.column:
        yield _("Without columns"), to(replace(asked, column=""))
    if len(asked.rows) > 1:
        yield _("The first row alone"), to(replace(asked, rows=asked.rows[:1]))
    rest = tuple(code for code in asked.measures if code != "orders")
    if rest and len(rest) < len(asked.measures) and statements.is_by_line(asked):
        order_by = asked.order_by if asked.order_by in rest else ""
        yield _("Without the number of orders"), to(replace(asked, measures=rest, order_by=order_by))
