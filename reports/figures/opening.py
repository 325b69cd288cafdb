"""Ways on from the figures of an answer: to what each counts, and one level down. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from reports.figures import levels, parameters, statements
from reports.figures.answers import Answer
from reports.figures.below import below
from reports.figures.dimensions import Source, Time
from reports.figures.measures import Measure
from reports.figures.question import Question, next_start, start_of


@dataclass(frozen=True)
class Opening:
    """``here``: the address that drills down, "" for files, whose figures lead nowhere; ``rows_at``: that which shows
    what a figure counts; ``up``: the way back (``levels``), None where the page has none."""

    answer: Answer
    here: str
    rows_at: str
    up: str | None

    def counted(self, measure: Measure, key: tuple[Any, ...]) -> str:
        """The address of what a figure counts, "" where there is none."""
        narrow = self._narrowed(key) if self.here else None
        if narrow is None:
            return ""
        one = replace(narrow, measures=(measure.code,), rows=(), column="", order_by="", top=0)
        if not statements.is_by_line(one):  # only lines count there, too: freight is in no product
            one = replace(one, column=self.answer.of_lines)
        return parameters.address(self.rows_at, one.over(one.since, one.until))

    def down(self, key: tuple[Any, ...]) -> str:
        """One level down: the members of this member, by what comes after it; "" where nothing does."""
        asked = self.answer.question
        narrow = self._narrowed(key) if self.here and len(asked.rows) == 1 else None
        down = below(asked.rows[0], asked) if narrow else ""
        if narrow is None or not down:
            return ""
        if narrow.ends and narrow.against:  # an address names whole periods
            narrow = replace(narrow, until=narrow.ends)
        one = replace(narrow, rows=(down,))
        if one.column == down or {one.column, down} <= set(Time):  # the same, or a second stretch of time
            one = replace(one, column="")
        if self.answer.of_lines and not statements.is_by_line(one):  # below it the same is counted
            one = replace(one, rows=(down, self.answer.of_lines))
        back = {} if self.up is None else {"up": levels.deeper(self.up, asked)}
        return parameters.address(self.here, one, **back)

    def _narrowed(self, key: tuple[Any, ...]) -> Question | None:
        """The question of one cell; None where a member has no name that a filter takes: nobody, no text, what a
        category has beside those below it."""
        asked = self.answer.question
        since, until, ends, filters = asked.since, asked.until, asked.ends, dict(asked.filters)
        for axis, part in zip(asked.axes, key, strict=False):
            if axis.source is Source.TIME:
                last = _last_day(Time(axis.code), part)
                since, until = max(since, part), min(until, last)
                ends = min(ends, last) if ends else None
            elif (axis.is_text and not part) or (axis.source is Source.TREE and part == self._with_direct):
                return None
            else:
                filters[axis.code] = (str(part),)
        return replace(asked, since=since, until=until, ends=ends, filters=filters)

    @cached_property
    def _with_direct(self) -> int | None:
        """The picked category where those below it stand beside its own products: a filter by it takes them all."""
        asked = self.answer.question
        picked = asked.filters.get("category", ())
        for place, axis in enumerate(asked.axes):
            is_beside = axis.source is Source.TREE and len({key[place] for key in self.answer.groups}) > 1
            if is_beside and len(picked) == 1:
                return int(picked[0])
        return None


def _last_day(time: Time, start: date) -> date:
    return date.fromordinal(next_start(time, start_of(time, start)).toordinal() - 1)
