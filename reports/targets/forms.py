"""Shapes of what people ask of a plan and type into it, and of notes on strategy."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.typed import read_key, read_number
from reports.figures import policies as figures
from reports.figures.measures import Measure, measures
from reports.targets import members, proposing, reached, strategy
from reports.targets.members import Plan
from reports.targets.models import StrategyNote
from reports.targets.operations import FIRST_YEAR, LAST_YEAR, Seen
from reports.targets.proposing import Way
from reports.targets.sheets import COLUMNS, Cell, Draft, Shown
from reports.targets.subjects import PARTS, Kind, Whose, read

MOST_ADDED = 50
_CELL = re.compile(r"plan-(\d{1,4})-m(\d{1,2})", re.ASCII)
_LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """Which plan an address asks for, and what is to be proposed."""

    plan: Plan
    way: Way | None = None
    percent: Decimal = proposing.USUAL

    @property
    def query(self) -> dict[str, str]:
        """It as parameters, without a proposal."""
        plan = self.plan
        found = {
            "year": str(plan.year),
            "measure": plan.measure.code,
            "kind": plan.kind.value,
            "department": str(plan.department or ""),
            "more": ",".join(one.code for one in plan.more),
        }
        return {name: value for name, value in found.items() if value}

    def address(self, path: str, **changed: Any) -> str:
        """``path`` with it behind."""
        query = {**self.query, **{name: str(value) for name, value in changed.items()}}
        return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


def asked_of(actor: User, given: Mapping[str, str], today: date) -> Asked:
    """The plan that an address asks for; the amounts of this year's departments unless it says otherwise. Raises
    NotAllowed (no reports, a hidden measure), Invalid."""
    figures.require_view(actor)
    wrong: dict[str, list[Any]] = {}
    measure = _measure(actor, given, wrong)
    kind = Kind(given["kind"]) if given.get("kind") in set(PARTS) else Kind.DEPARTMENT
    if given.get("kind") and given["kind"] not in set(PARTS):
        wrong["kind"] = [_("There is no such plan.")]
    way = Way(given["propose"]) if given.get("propose") in set(Way) else None
    year = _year(given, today, wrong)
    percent = _percent(given, wrong)
    department = read_key(given.get("department", "")) or 0
    if wrong or measure is None:
        raise errors.Invalid(fields=wrong)
    figures.require_seen(actor, (measure,))
    if not reached.is_countable(measure, kind):
        kind = Kind.DEPARTMENT
    plan = Plan(year, measure, kind, department if kind is Kind.PERSON else 0, _more(given, kind))
    if given.get("q"):
        added = tuple(one for one in members.find(plan, given["q"]) if one not in plan.more)
        plan = Plan(plan.year, measure, kind, plan.department, (*plan.more, *added)[:MOST_ADDED])
    return Asked(plan, way, percent)


def _measure(actor: User, given: Mapping[str, str], wrong: dict[str, list[Any]]) -> Measure | None:
    seen = figures.seen_measures(actor)
    code = given.get("measure", "")
    if not code:
        return next((one for one in seen if one.code == "amount"), seen[0])
    if code in measures:
        return measures[code]
    wrong["measure"] = [_("There is no measure “%(code)s”.") % {"code": code}]
    return None


def _year(given: Mapping[str, str], today: date, wrong: dict[str, list[Any]]) -> int:
    text = given.get("year", "") or str(today.year)
    if text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR < int(text) <= LAST_YEAR:
        return int(text)
    wrong["year"] = [_("Enter a year like 2027.")]
    return today.year


def _percent(given: Mapping[str, str], wrong: dict[str, list[Any]]) -> Decimal:
    try:
        found = read_number(given.get("percent", "").removesuffix("%"))
    except ValueError:
        found = Decimal("Infinity")
    found = proposing.USUAL if found is None else found
    if not proposing.LOWEST <= found <= proposing.HIGHEST:
        wrong["percent"] = [_("Enter a number from −99 to 1000.")]
    return found


def _more(given: Mapping[str, str], kind: Kind) -> tuple[Whose, ...]:
    found = (read(one) for one in given.get("more", "").split(",")[:MOST_ADDED] if one)
    return tuple(dict.fromkeys(one for one in found if one is not None and one.kind is kind))


def draft_of(data: QueryDict) -> Draft:
    """What a page of the plan was sent back with. Raises Invalid where it is damaged."""
    rows: dict[str, Whose] = {}
    for name, text in data.items():
        if name.startswith("plan-") and name.endswith("-who"):
            whose = read(str(text))
            if whose is None:
                raise _damaged()
            rows[name.removeprefix("plan-").removesuffix("-who")] = whose
    if len(set(rows.values())) < len(rows):
        raise _damaged()
    typed: dict[Cell, str] = {}
    for name, text in data.items():
        match = _CELL.fullmatch(name)
        if match and match[1] in rows and int(match[2]) in COLUMNS:
            typed[rows[match[1]], int(match[2])] = str(text).strip()[:_LONGEST]
    return Draft(typed, _shown(data.get("version", "")))


def _shown(text: str) -> dict[Cell, Shown]:
    try:
        found = json.loads(text or "{}")
        return {
            (_known(code), int(month)): Shown(Seen(int(pk), int(version)), str(value)[:_LONGEST])
            for code, months in found.items()
            for month, (pk, version, value) in months.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error


def _known(code: str) -> Whose:
    whose = read(code)
    if whose is None:
        raise ValueError(code)
    return whose


def _damaged() -> errors.Invalid:
    return errors.Invalid(fields={"version": [_("This page is damaged. Open it again.")]})


class NoteForm(forms.ModelForm):
    """A note on sales strategy."""

    class Meta:
        model = StrategyNote
        fields = ("year", "subject", "department", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, data: Any, *, actor: User, note: StrategyNote | None, initial: Mapping[str, Any]):
        super().__init__(data, instance=note, initial=dict(initial))
        choice = self.fields["department"]
        choice.queryset = strategy.departments_for(actor)  # type: ignore[attr-defined]
        choice.empty_label = _("The whole company")  # type: ignore[attr-defined]
