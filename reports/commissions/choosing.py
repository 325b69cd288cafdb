"""Which rules hold for whom (R280). Pure.

Rules on different measures add up. Of several on the same measure that of the nearest department holds: one's own
department's before that of the department above, the company's last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from common.dates import month_end
from reports.figures.measures import Measure, measures
from reports.layout.paper import Form


@dataclass(frozen=True)
class Held:
    """A rule as it is worked with. ``path``: of its department, "" for everybody."""

    id: int
    name: str
    measure: str
    steps: Any  # scale.Steps
    is_whole: bool
    path: str
    since: date
    until: date | None

    def holds_in(self, month: date) -> bool:
        """Whether it holds in the month (named by its first day): rules hold for whole months."""
        return self.since <= month and (self.until is None or self.until >= month_end(month))


def rules_of(rules: Iterable[Held], path: str, month: date) -> list[Held]:
    """The rules that hold for somebody in the department at ``path`` ("" for no department) in a month, one a
    measure, in the order of their names."""
    nearest: dict[str, Held] = {}
    for one in rules:
        if not one.holds_in(month) or not path.startswith(one.path):
            continue
        best = nearest.get(one.measure)
        if best is None or len(one.path) > len(best.path):
            nearest[one.measure] = one
    return sorted(nearest.values(), key=lambda one: (one.name, one.id))


def may_count(measure: Measure) -> bool:
    """Whether commission can be counted on a measure: a sum of money, and more of it is better."""
    return measure.form is Form.MONEY and not measure.is_share and measure.is_better_up is True


def countable() -> dict[str, Measure]:
    """The measures on which commission can be counted, by code."""
    return {code: one for code, one in measures.items() if may_count(one)}


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from that of ``first`` to that of ``last``."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = after(day)
    return found


def after(month: date) -> date:
    """The month after one."""
    return month_end(month) + timedelta(days=1)


def before(month: date, count: int = 1) -> date:
    """So many months before one."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def read_month(text: str) -> date | None:
    """The first day of a month written as 2026-10; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
