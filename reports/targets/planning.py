"""The plan as a grid: read, proposed, and turned into what is to be set (R085, R086). Nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.typed import NOT_A_NUMBER
from reports.layout.paper import Form
from reports.targets import members, operations, policies, proposing, queries, writing
from reports.targets.drawing import Drawing, last_year
from reports.targets.members import Plan
from reports.targets.operations import Entry
from reports.targets.proposing import Way
from reports.targets.sheets import COLUMNS, YEAR, Cell, Draft, Sheet, Shown, cell_name
from reports.targets.subjects import Kind, Whose


def sheet(*, actor: User, plan: Plan, today: date, draft: Draft | None = None) -> Sheet:
    """The plan with what is stored, or what ``draft`` has instead. Raises NotAllowed (no reports, a hidden measure),
    NotFound (somebody else's department)."""
    queries.seen_measure(actor, plan.measure.code)
    sight = policies.sight_of(actor)
    if plan.department and not sight.sees(Whose(Kind.DEPARTMENT, plan.department)):
        raise errors.NotFound()
    rows = [members.whole_of(actor, plan), *members.members_of(actor, plan, today)]
    return Drawing(actor, plan, rows, today, draft or Draft()).sheet()


def proposed(*, actor: User, plan: Plan, today: date, way: Way, percent: Decimal) -> Draft:
    """A draft of what could stand there. Raises as ``sheet``."""
    found = sheet(actor=actor, plan=plan, today=today)
    form = plan.measure.form
    last = last_year(actor, plan, [line.member for line in found.all_lines], today)
    typed: dict[Cell, str] = {}
    for line in found.all_lines:
        if not line.can_edit or plan.measure.is_share:
            continue
        whose = line.member.whose
        year = writing.read(line.boxes[YEAR].text, form)
        wanted = proposing.propose(way, year, last.get(whose, [None] * 12), percent)
        if wanted is not None:
            values = zip(COLUMNS, (wanted[0], *wanted[1]), strict=True)
            typed |= {(whose, month): writing.typed(value, form) for month, value in values}
    return Draft(typed)


def entries_of(plan: Plan, draft: Draft) -> tuple[list[Entry], dict[Cell, str]]:
    """The cells that are to be other than they were shown, and those that cannot be read with the reason."""
    form, faults, found = plan.measure.form, {}, []
    for cell, text in draft.typed.items():
        was = draft.shown.get(cell, Shown())
        try:
            value, shown = writing.read(text, form), writing.read(was.text, form)
        except ValueError:
            faults[cell] = str(NOT_A_NUMBER)
            continue
        if value == shown:
            continue
        if value is not None and (fault := operations.fault_of(plan.measure, value)):
            faults[cell] = fault
            continue
        found.append(Entry(cell[0], cell[1], value, seen=was.seen, where=cell_name(cell)))
    return found, faults


def told_of(cells: Sequence[Mapping[str, Any]], form: Form) -> dict[str, str]:
    """Cell name → what others stored there, with who it was."""
    found = {}
    for one in cells:
        if one["stored"] is None:
            found[one["where"]] = _("Taken away meanwhile. Save again to set yours.")
            continue
        value = writing.typed(Decimal(one["stored"]), form)
        found[one["where"]] = _("%(person)s set %(value)s meanwhile. Save again to put yours in its place.") % {
            "person": one["by"],
            "value": value,
        }
    return found


def with_refusal(draft: Draft, cells: Sequence[Mapping[str, Any]], form: Form) -> Draft:
    """The draft with what others stored beside what he typed."""
    told = told_of(cells, form)
    return replace(draft, told={cell: told[cell_name(cell)] for cell in draft.typed if cell_name(cell) in told})


def with_faults(draft: Draft, faults: Mapping[Cell, str]) -> Draft:
    """The draft with what is wrong beside what he typed."""
    return replace(draft, faults=faults)
