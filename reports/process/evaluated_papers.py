"""Evaluation of finished orders as a paper: figures and scores by month, department, salesperson or whoever worked on
them, and what was concluded (R282)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures import naming, policies
from reports.figures.dimensions import Time
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.layout.paper import share as part_of
from reports.process import asked, evaluated, staying
from reports.process.bottlenecks import names_of
from reports.process.evaluated import ASPECTS, Evaluated, Person
from reports.standard.reports import Wanted
from tasks.evaluation import policies as evaluation
from tasks.evaluation.models import Score

CODE = "evaluations"
CONCLUSIONS = 20
Scores = dict[str, tuple[int, Decimal]]


def paper(wanted: Wanted) -> Paper:
    """The evaluations ended in the period. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    by = wanted.by or "month"
    marks = evaluated.scores(wanted, by)
    whole = evaluated.evaluated(wanted)
    table = _of_people(wanted, marks) if by == "person" else _of_orders(wanted, by, marks, whole)
    columns, rows, sums = table
    return Paper(
        title=_("Evaluation of finished orders"),
        columns=tuple(columns),
        rows=rows,
        sums=sums if rows else (),
        charts=(
            Chart(Shape.LINES if by == "month" else Shape.BARS, _("Tasks in time"), "member", (Series("on_time"),)),
            Chart(Shape.BARS, _("Scores"), "member", tuple(Series(one) for one in ASPECTS)),
        )
        if rows
        else (),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted, by)),
        problem="" if rows else _("No evaluation was ended in this period."),
        parts=(_conclusions(wanted),) if rows else (),
    )


def _of_orders(wanted: Wanted, by: str, marks: dict[Any, Scores], whole: Sequence[Evaluated]) -> Any:
    hides = evaluation.hides_cost(wanted.actor)
    found = evaluated.evaluated(wanted, by)
    found.sort(key=lambda one: one.key if by == "month" else (-one.orders, one.key))
    if by == "month":
        names: dict[Any, str] = {one.key: naming.stretch(Time.MONTH, one.key) for one in found}
    else:
        names = names_of("department" if by == "department" else "person", [one.key for one in found])
    rows = [
        Row(
            tuple(_cells(names.get(one.key) or naming.nothing(), one, marks.get(one.key, {}), hides=hides)),
            key=str(one.key),
            url=_down(wanted, by, one.key),
            is_unfinished=by == "month" and one.key == wanted.today.replace(day=1),
        )
        for one in found
    ]
    total = pgettext("row of a report", "Total")
    all_marks = evaluated.scores(wanted, "").get(0, {})
    sums = tuple(_cells(total, whole[0], all_marks, hides=hides)) if whole else ()
    return _columns(by, hides=hides), rows, sums


def _down(wanted: Wanted, by: str, key: Any) -> str:
    if by == "department" and key:
        return asked.way(CODE, wanted, by="salesperson", department=key)
    return asked.way(CODE, wanted, by="month", salesperson=key) if by == "salesperson" and key else ""


def _columns(by: str, *, hides: bool) -> Iterator[Column]:
    label = {"month": _("Month"), "department": _("Department"), "salesperson": _("Salesperson")}
    yield Column("member", label[by])
    yield Column("orders", _("Orders evaluated"), Form.COUNT)
    yield Column("delivered", _("Delivered on time"), Form.SHARE, definition=_("By the first promise, every line."))
    yield from _work_columns()
    yield Column("days", _("Days taken ÷ planned"), Form.SHARE)
    yield Column("satisfaction", _("Satisfaction"), Form.FACTOR, definition=_("Of the customers, 1 to 5."))
    yield Column("exceptions", _("Exceptions"), Form.COUNT)
    yield Column("complaints", _("Complaints"), Form.COUNT)
    yield Column("planned_cost", _("Planned cost"), Form.MONEY, is_hidden=hides)
    yield Column("actual_cost", _("Actual cost"), Form.MONEY, is_hidden=hides)
    yield Column("deviation", _("Cost over plan"), Form.SHARE, is_hidden=hides)
    yield from _score_columns()


def _work_columns() -> Iterator[Column]:
    yield Column("tasks", _("Tasks"), Form.COUNT)
    yield Column("on_time", _("Tasks in time"), Form.SHARE)
    yield Column("planned", _("Planned hours"), Form.QUANTITY)
    yield Column("actual", _("Hours taken"), Form.QUANTITY)


def _score_columns() -> Iterator[Column]:
    words = dict(Score.Aspect.choices)
    for one in ASPECTS:
        yield Column(one, words[one], Form.FACTOR, _("Scores, 1 to 5"))
    yield Column("scores", pgettext("how many", "Number"), Form.COUNT, _("Scores, 1 to 5"))


def _cells(name: Any, one: Evaluated, marks: Scores, *, hides: bool) -> Iterator[Cell]:
    yield from (name, one.orders, part_of(one.delivered_on_time, one.delivered))
    yield from _work_cells(one)
    yield part_of(one.actual_days, one.planned_days)
    yield None if one.satisfaction is None else round(one.satisfaction, 2)
    yield from (one.exceptions, one.complaints)
    cost = (one.planned_cost, one.actual_cost, part_of(one.actual_cost - one.planned_cost, one.planned_cost))
    yield from (None, None, None) if hides else cost
    yield from _score_cells(marks)


def _work_cells(one: Evaluated | Person) -> Iterator[Cell]:
    yield from (one.tasks, part_of(one.on_time, one.tasks), one.planned_hours, one.actual_hours)


def _score_cells(marks: Scores) -> Iterator[Cell]:
    for one in ASPECTS:
        yield round(marks[one][1], 2) if one in marks else None
    yield sum(count for count, _mean in marks.values())


def _of_people(wanted: Wanted, marks: dict[Any, Scores]) -> Any:
    found = evaluated.people(wanted)
    known = {one.key for one in found}
    found += [Person(key, 0, 0, 0, Decimal(0), Decimal(0)) for key in marks if key not in known]
    names = {**names_of("person", [one.key for one in found]), staying.OTHERS: _("Others")}
    columns = [
        Column("member", _("Person")),
        Column("orders", _("Orders evaluated"), Form.COUNT),
        *_work_columns(),
        *_score_columns(),
    ]
    rows = [
        Row(
            (names.get(one.key, ""), one.orders, *_work_cells(one), *_score_cells(marks.get(one.key, {}))),
            key=str(one.key),
        )
        for one in found
    ]
    return columns, rows, ()


def _conclusions(wanted: Wanted) -> Paper:
    found = evaluated.conclusions(wanted, CONCLUSIONS)
    return Paper(
        title=_("What was concluded"),
        columns=(
            Column("order", _("Order")),
            Column("day", _("Ended on"), Form.DAY),
            Column("words", _("Conclusion")),
            Column("reasons", _("Reasons of deviations")),
        ),
        rows=tuple(
            Row(
                (one.number, one.day, one.words, one.reasons),
                key=str(one.evaluation_id),
                url=asked.page(wanted, f"/evaluations/{one.evaluation_id}/"),
            )
            for one in found
        ),
        notes=(_("The latest %(count)s.") % {"count": CONCLUSIONS},),
    )


def _definitions() -> Iterator[Definition]:
    yield Definition(
        _("Orders evaluated"),
        _("Finished orders whose evaluation was ended in the period; figures as they were kept then."),
        exclusions=_("Evaluations that are still open"),
    )
    yield Definition(
        _("Tasks in time"),
        _("How often tasks of these orders were done by their day."),
        _("Tasks done on or before the department's day; where it gave none, the first planned end"),
        _("Tasks done"),
    )
    yield Definition(
        _("Cost over plan"),
        _("By how much these orders cost more than planned; below zero: less."),
        _("Goods, freight, extra cost of changes, cost of exceptions − planned cost"),
        _("Planned cost"),
    )
    yield Definition(
        pgettext("evaluation", "Scores"),
        _("What colleagues, heads and salespeople think of the work: teamwork, communication, solving problems."),
        _("Sum of the scores, 1 to 5"),
        _("Scores"),
    )


def _notes(wanted: Wanted, by: str) -> Iterator[str]:
    yield _("Counted on the day on which the evaluation was ended.")
    if by == "person" and staying.comparable(wanted.actor) is not None:
        yield _("People whom you may not compare are “Others”.")
