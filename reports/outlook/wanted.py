"""What somebody wants to be forecast, as an address writes it (R256). Pure.

``measures`` one that can be forecast, ``f.<axis>`` as of figures, ``ahead`` so many months, ``rhythm`` MONTH or
QUARTER, ``by`` the axis whose largest members are forecast each by itself, "" the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from common import errors
from common.dates import month_end
from reports.figures import parameters
from reports.figures.dimensions import AXES, Axis, Time
from reports.figures.measures import Measure, measures
from reports.figures.question import Question
from reports.forecast.series import MONTHS_OF_QUARTER, Rhythm

# sums of what customers want, in the order in which they are offered
MEASURES = ("amount", "quantity", "orders", "shipped", "shipped_quantity", "profit")
MEMBERS = ("product", "category", "region", "customer", "salesperson", "department")
RHYTHMS = (Rhythm.MONTH, Rhythm.QUARTER)
LONGEST, USUAL = 12, 6  # months ahead
YEARS = 10  # of history


@dataclass(frozen=True)
class Wanted:
    """``filters`` as those of a question."""

    measure: Measure
    filters: Mapping[str, tuple[str, ...]]
    ahead: int = USUAL
    rhythm: Rhythm = Rhythm.MONTH
    by: str = ""

    @property
    def periods(self) -> int:
        """So many periods ahead: begun quarters are whole ones."""
        return self.ahead if self.rhythm is Rhythm.MONTH else -(-self.ahead // MONTHS_OF_QUARTER)

    @property
    def axis(self) -> Axis | None:
        """By whose members it is told."""
        return AXES[self.by] if self.by else None

    @property
    def is_demand(self) -> bool:
        """Whether it cannot be below zero: nothing is taken away in it."""
        return all(term.factor > 0 for term in self.measure.terms)

    def question(self, today: date, **more: Any) -> Question:
        """Its figures by month, over all history; the running month to its end, so that kept sums answer."""
        asked = Question((self.measure.code,), since(today), month_end(today), rows=(Time.MONTH,), filters=self.filters)
        return replace(asked, **more)

    def address(self, path: str, **more: Any) -> str:
        """``path`` with it behind; ``more`` is changed."""
        return f"{path}?{urlencode(replace(self, **more).written)}"

    @property
    def written(self) -> dict[str, str]:
        """It as parameters of an address."""
        filters = {parameters.filter_name(code): ",".join(keys) for code, keys in self.filters.items()}
        rest = {"ahead": str(self.ahead), "rhythm": self.rhythm.value, **({"by": self.by} if self.by else {})}
        return {"measures": self.measure.code, **rest, **filters}

    def narrowed(self, key: Any) -> "Wanted | None":
        """One member of ``by`` alone; None for nobody, and for a category's own products beside those below it."""
        axis = self.axis
        if axis is None or not key or (axis.code == "category" and self.filters.get("category") == (str(key),)):
            return None
        return replace(self, by="", filters={**self.filters, axis.code: (str(key),)})


def since(today: date) -> date:
    """Where the history begins."""
    return date(today.year - YEARS, 1, 1)


def last_year(today: date) -> tuple[date, date]:
    """The last twelve whole months: whose figures are large in them is shown."""
    until = today.replace(day=1) - timedelta(days=1)
    return today.replace(year=today.year - 1, day=1), until


def read(given: Mapping[str, str], today: date, usual: str) -> Wanted:
    """What an address wants; ``usual``: the measure where it names none. Raises Invalid."""
    asked = {name: value for name, value in given.items() if name == "measures" or name.startswith("f.")}
    question = parameters.read(asked, today, measures=(usual,))
    wrong: dict[str, list[Any]] = {}
    if len(question.measures) > 1:
        wrong["measures"] = [_("Name one measure.")]
    elif question.measures[0] not in MEASURES:
        label = measures[question.measures[0]].label
        wrong["measures"] = [_("“%(measure)s” is not forecast.") % {"measure": label}]
    ahead = given.get("ahead", "") or str(USUAL)
    if ahead not in map(str, range(1, LONGEST + 1)):
        wrong["ahead"] = [_("Name one to %(most)s months.") % {"most": LONGEST}]
    rhythm = given.get("rhythm", "") or Rhythm.MONTH
    if rhythm not in RHYTHMS:
        wrong["rhythm"] = [_("Name MONTH or QUARTER.")]
    by = given.get("by", "")
    if by not in ("", *MEMBERS):
        wrong["by"] = [_("Nothing is forecast by “%(code)s”.") % {"code": by}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return Wanted(question.asked[0], question.filters, int(ahead), Rhythm(rhythm), by)
