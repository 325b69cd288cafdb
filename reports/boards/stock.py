"""The backlog as it stands on a day: all movements up to it (``orderbook.measures``), not those of a period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import currencies
from reports.boards import sparks, tiles
from reports.boards.choosing import View
from reports.boards.tiles import Tile, Told
from reports.figures import parameters, policies, queries
from reports.figures.dimensions import Time
from reports.figures.measures import Measure
from reports.figures.measures import measures as known
from reports.figures.periods import Period, days_of
from reports.layout import wording
from reports.layout.paper import Definition, Form

CODE, PIECES = "backlog", "backlog_quantity"
YEARS = 29  # all that happened: a question reaches no farther
LABEL = gettext_lazy("Backlog")


def measure_for(view: View) -> Measure | None:
    """The backlog as this board tells it."""
    return measure_of(view.actor, amounts=view.amounts)


def measure_of(actor: User, *, amounts: bool = True) -> Measure | None:
    """The backlog in amounts, in pieces for who may not see amounts or where strangers pass; None where nobody counts
    it."""
    if CODE not in known:
        return None
    return known[CODE if amounts and policies.sees(actor, known[CODE]) else PIECES]


def beginning(today: date) -> date:
    """From when on movements count."""
    return date(max(1990, today.year - YEARS), 1, 1)


def at(told: Told, measure: Measure, day: date) -> Decimal:
    """What is open at the end of a day."""
    asked = told.asked((measure.code,), beginning(told.today), day)
    return measure.value(queries.ask(actor=told.actor, asked=asked, today=told.today).whole.sums) or Decimal(0)


def course(told: Told, measure: Measure, now: Decimal, since: date, until: date, time: Time) -> list[Decimal]:
    """What was open at the end of each stretch of days: back from ``now``, at the end of ``until``."""
    asked = replace(told.asked((measure.code,), since, until), rows=(time,))
    answer = queries.ask(actor=told.actor, asked=asked, today=told.today)
    grown = [answer.value(measure, key) or Decimal(0) for key in answer.rows]
    return _back(grown, now)


def _back(grown: Sequence[Decimal], now: Decimal) -> list[Decimal]:
    found = []
    for one in reversed(grown):
        found.append(now)
        now -= one
    return found[::-1]


def backlog_tile(view: View) -> Tile | None:
    """The tile: what is open now, against the end of the days compared with; None where nobody counts it."""
    measure = measure_for(view)
    return None if measure is None else tile_of(view.told, measure)


def tile_of(told: Told, measure: Measure) -> Tile:
    """The same of a question."""
    span, today = told.span, told.today
    now, then = at(told, measure, span.until), at(told, measure, span.former[1])
    year = days_of(Period.LAST_12_MONTHS, today)
    line = course(told, measure, at(told, measure, today) if span.until != today else now, year[0], today, Time.MONTH)
    change, way = tiles.changed(measure.form, now, then)
    number, unit = sparks.short(now, measure.form, currencies.base())
    asked = told.asked((measure.code,), beginning(today), span.until)
    return Tile(
        code=CODE,
        label=LABEL,
        value=wording.written(now, Form.COUNT if measure.form is Form.MONEY else measure.form),
        number=number,
        unit=unit,
        parts=_("pieces") if measure.code == PIECES else "",
        change=change,
        tone="t2",
        direction={1: "up", -1: "down"}.get(way, ""),
        spark=sparks.spark(line),
        rows=parameters.address(reverse("reports:facts"), asked),
        page=told.page_of(measure.code),
        definition=_definition(measure),
        form=measure.form,
        figure=now,
        former=then,
    )


def _definition(measure: Measure) -> Definition:
    meaning = _("What is ordered and not delivered yet, at the end of the period: all movements since the first order.")
    return replace(measure.definition, term=LABEL, meaning=meaning)
