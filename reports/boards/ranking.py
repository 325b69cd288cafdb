"""Rankings: the largest regions, salespeople, products, customers of a period, each beside as much of the one
before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse

from common import currencies
from reports.boards import charts, tiles
from reports.boards.choosing import View
from reports.figures import naming, parameters, queries
from reports.figures.answers import Answer
from reports.figures.dimensions import AXES
from reports.figures.measures import Measure
from reports.figures.measures import measures as known
from reports.figures.question import Question
from reports.layout import wording
from reports.layout.paper import Form

SHOWN = 8
AXIS_OF = {"regions": "region", "salespeople": "salesperson", "products": "product", "customers": "customer"}
_IN = {"customers": ("received", "amount", "orders")}  # of the finance board


@dataclass(frozen=True)
class Place:
    """One of them: ``share`` of the first in percent, ``text`` as it is read, ``change`` against the days before."""

    name: str
    value: Decimal
    share: Decimal
    text: str
    change: str
    tone: str
    direction: str
    url: str


@dataclass(frozen=True)
class Ranking:
    """``unit`` is said once in the head. ``report``: the whole list in the builder."""

    measure: Measure
    unit: str
    places: list[Place]
    report: str


def of(view: View, code: str) -> Ranking:
    """The ranking of a tile."""
    axis, measure = AXIS_OF[code], _measure(view, code)
    asked = Question(
        (measure.code,),
        view.span.since,
        view.span.until,
        rows=(axis,),
        filters=view.filters,
        order_by=measure.code,
        top=SHOWN,
    )
    answer = queries.ask(actor=view.actor, asked=asked, today=view.today)
    former = _former(view, answer, asked, axis)
    values = [(key[0], answer.value(measure, key) or Decimal(0)) for key in answer.rows]
    values = [(key, value) for key, value in values if value > 0]
    by, unit = _scale(measure, [value for _key, value in values])
    most = max((value for _key, value in values), default=Decimal(1))
    places = [_place(measure, answer, asked, axis, key, value, former.get(key), most, by) for key, value in values]
    whole = replace(asked, top=0)
    return Ranking(measure, unit, places, parameters.address(reverse("reports:builder"), whole, view.span.period.value))


def _measure(view: View, code: str) -> Measure:
    wanted = _IN[code] if code in _IN and view.board.code == "finance" else ("amount", "orders")
    if code == "products":
        wanted = ("amount", "quantity")
    return next((known[one] for one in wanted if charts.sees(view, known[one])), known[wanted[-1]])


def _former(view: View, answer: Answer, asked: Question, axis: str) -> Mapping[Any, Decimal | None]:
    """The same of those that are shown, over as much of the period before."""
    keys = [key[0] for key in answer.rows]
    named = tuple(str(key) for key in keys if key not in ("", None))
    if not named:
        return {}
    before = replace(asked.over(*view.span.former), filters={**view.filters, axis: named}, order_by="", top=0)
    found = queries.ask(actor=view.actor, asked=before, today=view.today)
    return {key[0]: found.value(asked.asked[0], key) for key in found.rows}


def _place(
    measure: Measure,
    answer: Answer,
    asked: Question,
    axis: str,
    key: Any,
    value: Decimal,
    former: Decimal | None,
    most: Decimal,
    by: Decimal,
) -> Place:
    change, way = tiles.changed(measure.form, value, former)
    is_open = AXES[axis].is_text and not key
    one = replace(asked, rows=(), order_by="", top=0, filters={**asked.filters, axis: (str(key),)})
    return Place(
        name=answer.names[axis].get(key, naming.nothing()),
        value=value,
        share=(value * 100 / most).quantize(Decimal("0.01")),
        text=wording.written(value / by, Form.DAYS) if by > 1 else wording.written(value, _whole(measure)),
        change=change,
        tone=tiles.tone_of(measure.is_better_up, way),
        direction={1: "up", -1: "down"}.get(way, ""),
        url="" if is_open else parameters.address(reverse("reports:facts"), one),
    )


def _whole(measure: Measure) -> Form:
    return Form.COUNT if measure.form is Form.MONEY else measure.form


def _scale(measure: Measure, values: list[Decimal]) -> tuple[Decimal, str]:
    """By what all are divided, and how that is called in the head."""
    if measure.form is not Form.MONEY or not values:
        return Decimal(1), ""
    by, scale = wording.scale(max(values))
    return by, wording.in_money(currencies.base(), scale)
