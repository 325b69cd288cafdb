"""Attainment as papers: targets beside what was reached, with the way to what is counted (R244, R274)."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures.measures import Measure
from reports.layout import differing
from reports.layout.paper import Column, Form, Paper, Row, Shape, Text
from reports.standard import conditions
from reports.standard.reports import Wanted
from reports.targets import attaining, cells, ending, members, reached, ways
from reports.targets.attaining import Attained, Standing
from reports.targets.pace import Stretch
from reports.targets.subjects import Kind, Whose

ATTAINMENT, KEY = "attainment", "key-targets"


def attainment(wanted: Wanted) -> Paper:
    """How all of a kind stand, a table for each measure that has targets. Raises as ``figures.queries.ask``."""
    kind, stretch = Kind(wanted.by), ways.stretch_of(wanted)
    counted = attaining.measures_with_targets(wanted.actor, [kind], wanted.since, wanted.until)
    departments = conditions.department_ids(wanted) if kind in (Kind.DEPARTMENT, Kind.PERSON) else []
    tables = []
    for measure in counted:
        if not reached.is_countable(measure, kind):
            continue
        found = attaining.attained(
            actor=wanted.actor, measure=measure, kind=kind, stretch=stretch, departments=departments
        )
        if found.standings or found.unseen:
            tables.append(_table(wanted, kind, found))
    return _together(wanted, _("Target attainment"), tables)


def key_targets(wanted: Wanted) -> Paper:
    """All measures with a target of the company, a department or a person, beside what was reached."""
    whose, stretch = ways.whose_of(wanted), ways.stretch_of(wanted)
    found, unseen = [], 0
    for measure in attaining.measures_with_targets(wanted.actor, [whose.kind], wanted.since, wanted.until):
        one = attaining.attained(
            actor=wanted.actor, measure=measure, kind=whose.kind, stretch=stretch, only=[whose]
        )  # fmt: skip
        found += [(measure, standing) for standing in one.standings]
        unseen += one.unseen
    tables = [
        _of_measures(wanted, stretch, [pair for pair in found if pair[0].form is form])
        for form in dict.fromkeys(measure.form for measure, _standing in found)
    ]
    paper = _together(wanted, _("Key figures against target"), tables)
    return replace(paper, problem=ways.only_a_part()) if unseen and not tables and whose == Whose() else paper


def _together(wanted: Wanted, title: Text, tables: Sequence[Paper]) -> Paper:
    notes = tuple(ways.strategy_notes(wanted))
    if not tables:
        return Paper(title, (), (), notes=notes, problem=_("No target is set for these days."))
    terms = dict.fromkeys(one for table in tables for one in table.definitions)
    first, *rest = (replace(table, definitions=()) for table in tables)
    if rest:  # each says itself what it is of
        rest[-1] = replace(rest[-1], notes=(*rest[-1].notes, *notes))  # below all of them
        return Paper(title, (), (), definitions=tuple(terms), parts=(first, *rest))
    return replace(first, title=title, definitions=tuple(terms), notes=(*first.notes, *notes))


def _table(wanted: Wanted, kind: Kind, found: Attained) -> Paper:
    measure = found.measure
    ends = ending.is_told(measure, found.stretch)
    columns = cells.columns_of(measure, Column("name", members.label_of(kind)), found.stretch.runs, ends)
    rows = tuple(
        Row(
            cells.cells_of(measure, one, columns, one.name),
            level=one.level,
            key=str(one.whose.key),
            url=ways.course_url(wanted, measure, one.whose),
            links=ways.links(wanted, measure, one.whose),
        )
        for one in found.standings
    )
    unseen = _("%(count)s are not shown: you see only a part of their orders, and attainment would be wrong.")
    return Paper(
        title=measure.label,
        columns=columns,
        rows=rows,
        charts=(cells.chart(measure, "name", Shape.BARS),) if rows else (),
        definitions=(measure.definition, *((cells.definition_of_forecast(),) if ends else ())),
        notes=(unseen % {"count": found.unseen},) if found.unseen else (),
        problem="" if rows else _("Nothing that you see in full has a target here."),
    )


def _of_measures(wanted: Wanted, stretch: Stretch, found: Sequence[tuple[Measure, Standing]]) -> Paper:
    """Measures of one form, a row for each."""
    form = found[0][0].form
    are_shares = all(measure.is_share for measure, _standing in found)
    first = found[0][0]
    gap = cells.gap(first)
    columns = [Column("name", pgettext("report", "Measure")), Column("target", pgettext("column", "Target"), form)]
    columns += [Column("reached", _("Reached"), form)]
    columns += [] if are_shares else [Column("attainment", _("Attainment"), Form.SHARE)]
    columns += [gap, Column("met", pgettext("column of targets", "Met"))]
    ends = any(ending.is_told(measure, stretch) for measure, _standing in found)
    if stretch.runs and not are_shares:
        columns += [Column("due", _("Target by today"), form), *cells.expected(form)]
    columns += cells.forecast(form) if ends else ()
    former = _("The same days last year") if stretch.runs else _("The same period last year")
    columns += [Column("former", former, form), differing.column(form, "change")]
    rows = tuple(
        Row(
            cells.cells_of(measure, one, columns, measure.label),
            key=measure.code,
            url=ways.course_url(wanted, measure, one.whose),
            links=ways.links(wanted, measure, one.whose),
        )
        for measure, one in found
    )
    return Paper(
        title=_titles().get(form, _("Ratios")),
        columns=tuple(columns),
        rows=rows,
        definitions=(
            *(measure.definition for measure, _standing in found),
            *((cells.definition_of_forecast(),) if ends else ()),
        ),
    )


def _titles() -> dict[Form, str]:
    """What measures of one form are called together."""
    return {
        Form.SHARE: _("Shares"),
        Form.MONEY: _("Amounts"),
        Form.COUNT: pgettext("measures", "Numbers"),
        Form.QUANTITY: _("Quantities"),
    }
