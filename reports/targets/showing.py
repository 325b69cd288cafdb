"""What the pages of targets and strategy are drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from reports.builder import operations as kept
from reports.builder.desk import Choice
from reports.figures import policies as figures
from reports.figures.measures import Measure
from reports.layout.paper import Form
from reports.targets import (
    filling,
    forms,
    members,
    operations,
    planning,
    policies,
    proposing,
    reached,
    strategy,
    workbook,
)
from reports.targets.forms import Asked
from reports.targets.models import StrategyNote
from reports.targets.proposing import Way
from reports.targets.sheets import Draft, Sheet
from reports.targets.subjects import LABELS, PARTS, Kind, Whose

PATH = "reports:targets"
YEARS_BACK, YEARS_AHEAD = 4, 2
YEAR_HEADS = "全年|年度|年度目标|Year|Target"  # by which the column is known in what is pasted


@dataclass(frozen=True)
class Note:
    """A note on strategy as the page shows it."""

    pk: int
    subject: str
    department: str
    text: str
    by: str
    at: datetime
    version: int
    can_write: bool

    @classmethod
    def of(cls, actor: User, note: StrategyNote) -> "Note":
        """The note for a reader."""
        return cls(
            note.pk,
            note.get_subject_display(),
            str(note.department or ""),
            note.text,
            str(note.written_by),
            note.written_at,
            note.version,
            strategy.can_write(actor, note),
        )


def page(actor: User, asked: Asked, sheet: Sheet, today: date, problem: str = "") -> dict[str, Any]:
    """The context of the page of a plan."""
    path, plan = reverse(PATH), asked.plan
    return {
        "asked": asked,
        "sheet": sheet,
        "months": [_month(date(plan.year, month, 1)) for month in range(1, 13)],
        "year_heads": YEAR_HEADS,
        "whole_name": _("The whole company"),
        "feet": list(zip(sheet.foot.sums, sheet.foot.gaps, strict=True)) if sheet.foot else [],
        "faults": _faults(sheet),
        "problem": problem,
        "here": asked.address(path),
        "sheet_url": asked.address(reverse("reports:targets-sheet")),
        "unit": "%" if plan.measure.form is Form.SHARE else "",
        "years": [_year(one, plan.year) for one in range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1)],
        "measures": _measures(actor, plan.measure),
        "kinds": [_kind(asked, kind, path) for kind in PARTS if reached.is_countable(plan.measure, kind)],
        "departments": _departments(actor, asked) if plan.kind is Kind.PERSON else [],
        "ways": _ways(asked, path) if sheet.can_save and not plan.measure.is_share else [],
        "can_add": sheet.can_save and plan.kind is not Kind.DEPARTMENT,
        "find": members.label_of(plan.kind),
        "is_partial": not policies.sight_of(actor).sees_all_orders,
        "notes": [Note.of(actor, one) for one in strategy.list_notes(actor, plan.year)],
        "can_note": strategy.can_write(actor),
        "may_take": rights.can(actor, policies.EXPORT),
        "can_import": rights.can(actor, "import.run") and rights.can(actor, policies.PLAN),
    }


def planned(*, actor: User, asked: Asked, today: date) -> Sheet:
    """The sheet that an address asks for, with what it wants proposed. Raises as ``planning.sheet``."""
    draft = None
    if asked.way is not None:
        draft = planning.proposed(
            actor=actor, plan=asked.plan, today=today, way=asked.way, percent=asked.percent
        )  # fmt: skip
    return planning.sheet(actor=actor, plan=asked.plan, today=today, draft=draft)


def saved(*, actor: User, asked: Asked, draft: Draft, at: datetime) -> operations.Outcome | dict[Any, str]:
    """Set what ``draft`` has; the faults of its cells where any cannot be read. Raises as ``set_targets``."""
    entries, faults = planning.entries_of(asked.plan, draft)
    if faults:
        return faults
    plan = asked.plan
    return operations.set_targets(
        actor=actor, year=plan.year, measure=plan.measure.code, entries=entries, at=at
    )  # fmt: skip


def to_fill_in(*, actor: User, asked: Asked, today: date, at: datetime) -> bytes:
    """The plan as a workbook, noted as taken away. Raises NotAllowed, and as ``planning.sheet``."""
    rights.require(actor, policies.PLAN)
    sheet = planning.sheet(actor=actor, plan=asked.plan, today=today)
    content = filling.workbook_of(sheet, _("The whole company"))
    name = workbook.file_name(asked.plan.year)
    kept.note_taken(actor=actor, name=name, asked=asked.query, form="xlsx", rows=len(sheet.all_lines), at=at)
    return content


def _year(year: int, now: int) -> Choice:
    return Choice(str(year), str(year), is_on=year == now)


def _measures(actor: User, now: Measure) -> dict[Any, list[Choice]]:
    found: dict[Any, list[Choice]] = {}
    for one in figures.seen_measures(actor):
        found.setdefault(one.group, []).append(Choice(one.code, one.label, is_on=one == now))
    return found


def _kind(asked: Asked, kind: Kind, path: str) -> Choice:
    url = asked.address(path, kind=kind.value, department="", more="")
    return Choice(kind.value, LABELS[kind], url, is_on=kind is asked.plan.kind)


def _departments(actor: User, asked: Asked) -> list[Choice]:
    sight = policies.sight_of(actor)
    return [
        Choice(str(one.pk), one.name, is_on=one.pk == asked.plan.department)
        for one in people.list_departments()
        if one.is_active and sight.sees(Whose(Kind.DEPARTMENT, one.pk))
    ]


def _ways(asked: Asked, path: str) -> list[tuple[Choice, bool]]:
    """What may be proposed, and whether it takes a percentage."""
    return [
        (Choice(way.value, proposing.LABELS[way], asked.address(path), is_on=way is asked.way), way is Way.GROWTH)
        for way in Way
    ]


def _month(day: date) -> tuple[str, str]:
    """The head of a month's column, and other words by which one that is pasted is known."""
    return date_format(day, "M"), f"{day.month}月|{day.year}-{day.month:02}|{day:%b}"


def said(outcome: operations.Outcome) -> str:
    """What became of a plan, in a line."""
    if not outcome.all:
        return _("Nothing was other than before")
    parts: Iterable[tuple[int, str]] = (
        (outcome.added, _("%(count)s new") % {"count": outcome.added}),
        (outcome.changed, _("%(count)s changed") % {"count": outcome.changed}),
        (outcome.removed, _("%(count)s taken away") % {"count": outcome.removed}),
    )
    return _("Targets saved: %(what)s") % {"what": _(", ").join(text for count, text in parts if count)}


def note_page(actor: User, form: forms.NoteForm, note: StrategyNote | None, url: str, version: Any) -> dict[str, Any]:
    """The context of the dialog that writes a note."""
    return {"form": form, "note": note, "url": url, "version": version}


def _faults(sheet: Sheet) -> list[str]:
    """What is wrong with cells, or stored there meanwhile, in words: marks alone are not read by everybody."""
    name = _("The whole company")
    return [
        f"{line.member.name or name}, {box.month or pgettext('the whole year', 'Year')}: {box.fault or box.told}"
        for line in sheet.all_lines
        for box in line.boxes
        if box.fault or box.told
    ]
