"""The key figures of a review: of its period, beside the period before and the target; kept as they were when it
ended. No figure is counted here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.people.models import User
from reports.boards import aims
from reports.boards.tiles import KEY
from reports.figures import parameters, policies, queries
from reports.figures.measures import Measure, measures
from reports.figures.question import MOST_MEASURES, Against, Question
from reports.layout import differing, wording
from reports.layout.paper import Definition, Form
from reports.reviews.models import PeriodReview

Text = str | Promise
Kept = dict[str, list[str | None]]  # code -> value, value of the period before, target; as plain decimals


@dataclass(frozen=True)
class Figure:
    """One of them as it is shown. ``tone``: whether the change is good; ``is_missed``: the target was not reached.
    ``rows``: the address of what it counts, "" once it is only kept."""

    code: str
    label: Text
    value: str
    former: str
    change: str
    tone: str
    target: str
    is_missed: bool
    rows: str
    definition: Definition


def worked_out(actor: User, review: PeriodReview, today: date) -> Kept:
    """The figures as they are now, of the measures that ``actor`` sees."""
    found: Kept = {}
    for asked in _questions(actor, review):
        answer = queries.ask(actor=actor, asked=asked, today=today)
        for one in asked.asked:
            target = aims.targets.reached_by(
                actor, one.code, review.since, review.until, department=review.department_id or 0
            )
            values = (one.value(answer.whole.sums), one.value(answer.whole.former or {}), target)
            found[one.code] = [None if value is None else f"{value:f}" for value in values]
    return found


def of(actor: User, review: PeriodReview, today: date) -> list[Figure]:
    """What a review shows: its kept figures, or those of now while it is open."""
    is_kept = review.state == PeriodReview.State.ENDED
    kept = review.figures if is_kept else worked_out(actor, review, today)
    seen = [one for one in policies.seen_measures(actor) if one.code in kept]
    return [_figure(measures[one.code], kept[one.code], review) for one in seen]


def _questions(actor: User, review: PeriodReview) -> Iterator[Question]:
    seen = {one.code for one in policies.seen_measures(actor)}
    codes = [code for code in KEY if code in seen]
    filters: Mapping[str, tuple[str, ...]] = {}
    if review.department is not None:
        filters = {"department": tuple(str(key) for key in below(review))}
    for begin in range(0, len(codes), MOST_MEASURES):
        some = tuple(codes[begin : begin + MOST_MEASURES])
        yield Question(some, review.since, review.until, filters=filters, against=Against.BEFORE)


def below(review: PeriodReview) -> list[int]:
    """The keys of its department and all below it."""
    path: Any = review.department and review.department.path
    rows = type(review.department).objects.filter(path__startswith=path) if path else ()  # type: ignore[union-attr]
    return [row.pk for row in rows]


def _figure(measure: Measure, kept: list[str | None], review: PeriodReview) -> Figure:
    value, former, target = (None if text is None else Decimal(text) for text in kept)
    form = aims.shown_form(measure)
    change, way = _change(measure, value, former)
    filters = {"department": tuple(map(str, below(review)))} if review.department_id else {}
    asked = Question((measure.code,), review.since, review.until, filters=filters)
    return Figure(
        code=measure.code,
        label=measure.label,
        value=wording.written(value, form),
        former=wording.written(former, form),
        change=change,
        tone=_tone(measure, way),
        target=wording.written(target, form) if target is not None else "",
        is_missed=_is_missed(measure, value, target),
        rows=parameters.address(reverse("reports:facts"), asked),
        definition=measure.definition,
    )


def _change(measure: Measure, value: Decimal | None, former: Decimal | None) -> tuple[str, int]:
    if value is None or former is None:
        return "", 0
    change = differing.change(measure.form, value, former)
    if change is None:
        return "", 0
    way = (change > 0) - (change < 0)
    if measure.form is Form.SHARE:
        return _("%(points)s points") % {"points": wording.written(change, Form.POINTS)}, way
    return wording.written(change, Form.GROWTH), way


def _tone(measure: Measure, way: int) -> str:
    if not way or measure.is_better_up is None:
        return "t2"
    return "ok" if (way > 0) == measure.is_better_up else "bad"


def _is_missed(measure: Measure, value: Decimal | None, target: Decimal | None) -> bool:
    if value is None or target is None:
        return False
    return value > target if measure.is_better_up is False else value < target
