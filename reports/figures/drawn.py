"""What an answer can be drawn as, and how it is drawn unless somebody picks another. Nothing is counted here."""

from collections.abc import Iterator
from decimal import Decimal

from reports.figures import statements
from reports.figures.answers import Answer, Group
from reports.figures.dimensions import AXES, Source
from reports.figures.measures import Measure
from reports.layout.paper import Chart, Form, Series, Shape

MOST_SERIES = 5
FORMER, TARGET = "~former", "~target"
_ADDED = (Form.COUNT, Form.QUANTITY, Form.MONEY)


def value_of(measure: Measure, group: Group | None) -> Decimal | None:
    """The figure of a combination of members; of one that has none what nothing is."""
    return measure.value(group.sums) if group else measure.value({})


def fitting(answer: Answer) -> tuple[Shape, ...]:
    """The charts that say something of this answer, the usual one first; none where there is nothing along an axis.
    Lines join neighbours in time and nothing else; what is stacked must add up; parts of a whole are not below zero."""
    asked = answer.question
    if not asked.rows or not answer.rows:
        return ()
    axis, first = AXES[asked.rows[0]], asked.asked[0]
    is_time, adds = axis.source is Source.TIME, _adds(answer, first)
    found = [_usual(answer), Shape.BARS]
    found += [Shape.STACK] if asked.column and adds else []
    found += [Shape.LINES] if is_time else []
    found += [Shape.MAP] if axis.code == "province" and not asked.column else []
    found += [Shape.SHARES] if adds and _are_parts(answer, first) else []
    return tuple(dict.fromkeys(found))


def _usual(answer: Answer) -> Shape:
    asked = answer.question
    axis, first = AXES[asked.rows[0]], asked.asked[0]
    if asked.column:
        return Shape.STACK if _adds(answer, first) else Shape.BARS
    if axis.code == "province":
        return Shape.MAP
    return Shape.LINES if axis.source is Source.TIME and first.is_share else Shape.BARS


def _adds(answer: Answer, measure: Measure) -> bool:
    """Whether the figures of the members make up that of the whole."""
    terms = all(statements.is_additive(answer.question, term.key) for term in measure.terms)
    return terms and not answer.overlaps and not measure.is_share and measure.form in _ADDED


def _are_parts(answer: Answer, measure: Measure) -> bool:
    values = [value_of(measure, group) or 0 for group in answer.groups.values()]
    return all(value >= 0 for value in values) and any(values)


def charts(answer: Answer, shape: Shape | None) -> Iterator[Chart]:
    """What an answer draws: the members of its first row, the largest of its columns; the others together where bars
    stand for the whole of their row."""
    asked = answer.question
    if not asked.rows or not answer.rows:
        return
    axis, first = AXES[asked.rows[0]], asked.asked[0]
    shape = shape or _usual(answer)
    if asked.column:
        best = sorted(answer.columns, key=lambda one: -(value_of(first, answer.column_sums.get(one)) or 0))
        has_others = len(best) > MOST_SERIES and shape in (Shape.STACK, Shape.SHARES)
        kept = [one for one in answer.columns if one in set(best[: MOST_SERIES - has_others])]
        series = tuple(Series(f"{first.code}:{one}") for one in kept)
        yield Chart(shape, first.label, axis.code, series, first.code, has_others=has_others)
        return
    series = (Series(first.code),)
    if asked.against:
        series += (Series(first.code + FORMER, is_former=True),)
    if asked.with_targets and shape is not Shape.SHARES:
        series += (Series(first.code + TARGET, is_target=True),)
    yield Chart(shape, first.label, axis.code, series)
