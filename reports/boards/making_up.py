"""What a key figure is made of: numerator and denominator of the period and of the days compared with, each with its
rows, and how many rows its definition leaves out. No figure is counted here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import keyset
from reports.boards import leaving
from reports.boards.tiles import Told
from reports.figures import fractions, parameters, queries
from reports.figures.measures import Measure, Side, Sums
from reports.figures.question import last_year
from reports.layout.paper import Cell, Column, Form, Paper, Row

PATIENCE_MS, MOST = 250, 99_999
PERIOD, DAYS, SORT, NOW, FORMER = "period", "days", "sort", "now", "former"
Stretch = tuple[str, date, date]
_KEYS = {Side.ABOVE: "numerator", Side.BELOW: "denominator", Side.MISSED: "rest"}


def of(told: Told, measure: Measure) -> tuple[Paper, ...]:
    """How the figure is made up, and what it leaves out if that can be counted. Raises as ``figures.queries.ask``."""
    without = _left_out(told, measure)
    return (_made_up(told, measure), *((without,) if without else ()))


def _stretches(told: Told) -> Iterator[Stretch]:
    """The period so far, the days that it is compared with, the same days a year ago."""
    span = told.span
    yield _("This period"), span.since, span.until
    a_year_ago = last_year(span.since, span.until)
    if span.former != a_year_ago:
        yield _("The period before"), *span.former
    yield _("The same period last year"), *a_year_ago


def _made_up(told: Told, measure: Measure) -> Paper:
    shown = [side for side in measure.sides if side]
    counted = [(one, _sums(told, measure, *one[1:])) for one in _stretches(told)]
    rows = [
        Row(
            (name, _days(since, until), *(_cells(measure, shown, sums))),
            key=f"{since}_{until}",
            links=_links(told, measure, shown, sums, since, until),
        )
        for (name, since, until), sums in counted
    ]
    texts = ((name, fractions.said(measure, sums)) for (name, _since, _until), sums in counted)
    return Paper(
        pgettext("key figure", "How it is made up"),
        tuple(_columns(measure, shown)),
        rows,
        facts=tuple((name, said) for name, said in texts if said),
    )


def _sums(told: Told, measure: Measure, since: date, until: date) -> Sums:
    asked = told.asked((measure.code,), since, until)
    return queries.ask(actor=told.actor, asked=asked, today=told.today).whole.sums


def _columns(measure: Measure, shown: list[Side]) -> Iterator[Column]:
    yield Column(PERIOD, _("Period"))
    yield Column(DAYS, pgettext("key figure", "Days"))
    said = {Side.ABOVE: measure.numerator, Side.BELOW: measure.denominator, Side.MISSED: _missed()}
    for side in shown:
        yield Column(_KEYS[side], fractions.label_of(side), measure.form_of(side), definition=said[side])
    yield Column(measure.code, measure.label, measure.form)


def _missed() -> str:
    return _("Those of the denominator that the numerator does not count.")


def _cells(measure: Measure, shown: list[Side], sums: Sums) -> Iterator[Cell]:
    yield from (measure.sum_of(side, sums) for side in shown)
    yield measure.value(sums)


def _links(told: Told, measure: Measure, shown: list[Side], sums: Sums, since: date, until: date) -> dict[str, str]:
    """The rows of each side; of a side that is nothing there are none."""
    asked, page = told.asked((measure.code,), since, until), reverse("reports:facts")
    found = {
        _KEYS[side]: parameters.address(page, replace(asked, side=side)) for side in shown if measure.sum_of(side, sums)
    }
    return {**found, measure.code: parameters.address(page, asked)} if measure.value(sums) is not None else found


def _days(since: date, until: date) -> str:
    return f"{since.isoformat()} – {until.isoformat()}"


def _left_out(told: Told, measure: Measure) -> Paper | None:
    """What the definition leaves out, of the period and of the days compared with; None where nothing of it can be
    counted, and of a past day: who was left out then is not known."""
    sorts = leaving.sorts_of(measure)
    if not sorts or told.as_of is not None:
        return None
    days = {NOW: (told.span.since, told.span.until), FORMER: told.span.former}
    sets = {
        (one.code, key): (lambda rows=one.rows, over=over: rows(told, *over))
        for one in sorts
        for key, over in days.items()
    }
    counted = keyset.numbers(sets, PATIENCE_MS, MOST)
    rows = []
    for one in sorts:
        cells = {key: counted.get((one.code, key)) for key in days}
        links = {key: one.way(told, *days[key]) for key, number in cells.items() if number}
        links = {key: url for key, url in links.items() if url}
        rows.append(Row((one.label, *cells.values()), key=one.code, links=links))
    slow = (_("– where counting takes too long."),) if len(counted) < len(sets) else ()
    columns = (
        Column(SORT, pgettext("key figure", "Left out")),
        Column(NOW, _("This period"), Form.COUNT),
        Column(FORMER, former_label(told), Form.COUNT),
    )
    return Paper(pgettext("key figure", "What it leaves out"), columns, rows, notes=slow)


def former_label(told: Told) -> str:
    """What the days compared with are called."""
    is_year = told.span.former == last_year(told.span.since, told.span.until)
    return _("The same period last year") if is_year else _("The period before")
