"""What the pages of standard reports are drawn from: the catalogue, a report with all by which it can be set, its
files."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse
from django.urls import reverse

from accounts import policies as rights
from accounts.console.site import console_pages
from accounts.people.models import User
from common import dates, errors
from reports.builder import files, making, policies, waiting
from reports.builder import queries as kept_reports
from reports.builder.files import File
from reports.builder.models import SavedReport
from reports.figures.periods import LABELS, Period
from reports.layout.paper import Paper, Text
from reports.standard import bar, conditions, parameters, queries
from reports.standard.reports import Control, Standard, Wanted

TYPED = "_name"  # what somebody typed instead of picking: customer_name, product_name


@dataclass(frozen=True)
class Card:
    """A report in the catalogue, with those that are kept of it."""

    report: Standard
    url: str
    kept: list[SavedReport] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """A report as it was set, and the paper that it gives. ``kept``: the name under which it is kept."""

    report: Standard
    wanted: Wanted
    paper: Paper
    kept: SavedReport | None

    @property
    def tables(self) -> list[Paper]:
        """The tables of the report, one below the other."""
        return [self.paper, *self.paper.parts]


def address_of(code: str) -> str:
    """The page of a report."""
    return reverse("reports:standard", args=[code])


def catalogue(*, actor: User, typed: str) -> dict[str, Any]:
    """The context of the catalogue: reports by subject whose words hold all that was typed. Raises NotAllowed."""
    words = typed.casefold().split()
    kept: dict[str, list[SavedReport]] = {}
    for one in kept_reports.list_reports(actor):
        kept.setdefault(one.standard, []).append(one)
    groups: dict[Text, list[Card]] = {}
    for report in queries.list_reports(actor):
        mine = kept.get(report.code, [])
        if _holds(words, report, mine):
            groups.setdefault(report.group, []).append(Card(report, address_of(report.code), mine))
    return {"groups": groups, "questions": _questions(kept.get("", []), words), "q": typed}


def _holds(words: Sequence[str], report: Standard, kept: Sequence[SavedReport]) -> bool:
    text = " ".join(str(one) for one in (report.title, report.about, report.group, *kept)).casefold()
    return all(word in text for word in words)


def _questions(kept: list[SavedReport], words: Sequence[str]) -> list[SavedReport]:
    """Questions to the figures that are kept, which belong to no report."""
    return [one for one in kept if all(word in str(one).casefold() for word in words)]


def found(*, actor: User, code: str, given: Mapping[str, str], today: date) -> Found:
    """The report that an address asks for. ``kept`` in it names a kept one. Raises as ``queries.made``."""
    asked = dict(given)
    kept = _kept(actor, code, asked.pop("kept", ""))
    report = queries.get_report(actor=actor, code=code)
    report, wanted = queries.wanted(actor, code, _named(actor, report, asked), today, address_of(code))
    return Found(report, wanted, queries.drawn(report, wanted), kept)


def _kept(actor: User, code: str, text: str) -> SavedReport | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise errors.NotFound()
    report = kept_reports.get_report(actor=actor, report_id=int(text))
    if report.standard != code:
        raise errors.NotFound()
    return report


def _named(actor: User, report: Standard, asked: dict[str, str]) -> dict[str, str]:
    """The parameters with what was typed as a name turned into what it names, for browsers without scripts. Raises
    Invalid."""
    for name in ("customer", "product"):
        typed = asked.pop(name + TYPED, "").strip()
        if typed and not asked.get(name) and name in parameters.names_of(report):
            row = conditions.named(actor, name, typed)
            if row is None:
                raise errors.Invalid(fields={name: [bar.unknown(typed)]})
            asked[name] = str(row.pk)
    return asked


def page(*, actor: User, code: str, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """The context of a report's page."""
    one = found(actor=actor, code=code, given=given, today=today)
    keeps = {"kept": str(one.kept.pk)} if one.kept else {}
    query = parameters.write(one.report, one.wanted)
    long = [form for form in File if files.is_long(form, one.paper)]
    return {
        "found": one,
        "report": one.report,
        "bar": bar.of(one.report, one.wanted, keeps),
        "keeps": keeps,
        "address": parameters.address(address_of(code), one.report, one.wanted, **keeps),
        "query": urlencode({**query, "standard": code}),
        "kept_of_it": [row for row in kept_reports.list_reports(actor) if row.standard == code],
        "is_own": one.kept is not None and policies.is_own(actor, one.kept),
        "files": _files(one, long) if rights.can(actor, policies.EXPORT) else [],
        "all_rows": urlencode({**query, "standard": code, "name": str(one.kept or one.paper.title)}) if long else "",
        "all_count": files.length(one.paper),
        "set_url": _set_url(actor, one.report),
    }


def shortly(*, actor: User, code: str, given: Mapping[str, str], today: date) -> AbstractContextManager[None]:
    """What is worked out inside has a page's patience. Raises NotAllowed, NotFound, ``waiting.Long``."""
    report = queries.get_report(actor=actor, code=code)
    rest = {name: value for name, value in given.items() if value and not name.endswith(TYPED)}
    asked = {**rest, "standard": code}
    fewer = (Period.LAST_12_MONTHS, Period.THIS_MONTH) if Control.PERIOD in report.controls else ()
    kept = {name: value for name, value in rest.items() if name not in ("since", "until", "period")}
    ways = [(str(LABELS[one]), f"{address_of(code)}?{urlencode({**kept, 'period': one.value})}") for one in fewer]
    return waiting.shortly(report.title, asked, lambda: iter(ways))


def _set_url(actor: User, report: Standard) -> str:
    """Where he may change what the report judges by; "" for who may not."""
    page = console_pages.get(report.set_on) if report.set_on and actor.is_staff else None
    return reverse(f"admin:{report.set_on}") if page and rights.can(actor, page.verb) else ""


def _files(one: Found, long: Sequence[File]) -> list[tuple[File, str]]:
    path = reverse("reports:standard-file", args=[one.report.code])
    name = {"name": str(one.kept)} if one.kept else {}
    return [
        (form, parameters.address(path, one.report, one.wanted, file=form.value, **name))
        for form in File
        if form not in long
    ]


def download(*, actor: User, code: str, given: Mapping[str, str], form: File, at: datetime) -> FileResponse:
    """The report as a file, noted. Raises NotAllowed, and as ``queries.made``."""
    rights.require(actor, policies.EXPORT)
    asked = {name: value for name, value in given.items() if name not in ("file", "name")}
    report, wanted = queries.wanted(actor, code, asked, dates.business_day(at))
    noted = {**parameters.write(report, wanted), "standard": code}
    paper = queries.drawn(report, wanted)
    title = given.get("name", "").strip()[:80] or paper.title  # that under which it is kept
    return making.taken(actor=actor, paper=replace(paper, title=title), asked=noted, form=form, at=at)
