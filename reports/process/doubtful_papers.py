"""Data quality as a paper: a score for each area, what is missing or doubtful in it, and the way to put it right."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reports.facts.models import FactMark
from reports.figures import policies
from reports.layout import wording
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.layout.paper import share as part_of
from reports.process import asked, doubtful
from reports.process.doubtful import AREAS, TWIN, Area, Found
from reports.standard.reports import Wanted

CODE = "data-quality"
ALL = "all"


def paper(wanted: Wanted) -> Paper:
    """How good the data are, as they stand now; of one area its doubtful rows as well. Raises NotAllowed."""
    policies.require_view(wanted.actor)
    seen = [one for one in doubtful.areas(wanted.actor) if wanted.by in ("", ALL, one.code)]
    found = [(area, doubtful.counted(wanted, area)) for area in seen]
    parts: list[Paper] = [_facts()] if wanted.by in ("", ALL) else []
    if wanted.by not in ("", ALL):
        parts += [one for area, checks in found for one in _rows(wanted, area, checks)]
    return Paper(
        title=_("Data quality"),
        columns=tuple(_columns()),
        rows=tuple(row for area, checks in found for row in _table(wanted, area, checks)),
        facts=((_("As of"), wanted.today.isoformat()),),
        charts=(Chart(Shape.BARS, _("Complete and free of doubt"), "what", (Series("good"),)),) if found else (),
        definitions=tuple(_definitions(found)),
        notes=(_("Customers and products in use; drafts, submitted and effective orders. Of what you may see."),),
        problem="" if found else _("Your roles show neither customers nor products nor orders."),
        parts=tuple(parts),
    )


def _columns() -> Iterator[Column]:
    yield Column("what", _("Area and check"))
    yield Column("rows", _("Looked at"), Form.COUNT)
    yield Column("wrong", _("Missing or doubtful"), Form.COUNT)
    yield Column("good", _("In order"), Form.SHARE, definition=_("Of an area: the mean over its checks."))
    yield Column("new", _("Entered lately"), Form.COUNT, _("The last 30 days"), _("Rows entered in the last 30 days."))
    yield Column("new_good", _("In order"), Form.SHARE, _("The last 30 days"))


def _table(wanted: Wanted, area: Area, found: list[Found]) -> Iterator[Row]:
    yield Row(
        (
            area.label,
            max((one.rows for one in found), default=0),
            sum(one.wrong for one in found),
            score((one.rows, one.wrong) for one in found),
            max((one.new_rows for one in found), default=0),
            score((one.new_rows, one.new_wrong) for one in found),
        ),
        key=area.code,
        url=asked.way(CODE, wanted, by=area.code),
    )
    for one in found:
        yield Row(
            (
                one.check.label,
                one.rows,
                one.wrong,
                _good(one.rows, one.wrong),
                one.new_rows,
                _good(one.new_rows, one.new_wrong),
            ),
            level=1,
            key=f"{area.code}:{one.check.code}",
            url=asked.way(CODE, wanted, by=area.code) if one.wrong else "",
            links={"wrong": asked.page(wanted, area.cleaning)} if one.wrong and one.check.code == TWIN else {},
        )


def _good(rows: int, wrong: int) -> Decimal | None:
    return part_of(rows - wrong, rows)


def score(counts: Iterable[tuple[int, int]]) -> Decimal | None:
    """The mean share of rows that are in order, over the checks that have any."""
    shares = [good for rows, wrong in counts if (good := _good(rows, wrong)) is not None]
    return sum(shares, Decimal(0)) / len(shares) if shares else None


def _rows(wanted: Wanted, area: Area, found: list[Found]) -> Iterator[Paper]:
    """The rows that each check found, to be put right one by one."""
    for one in found:
        if not one.wrong:
            continue
        rows = doubtful.offenders(wanted, area, one.check, wanted.top)
        yield Paper(
            title=one.check.label,
            columns=(Column("row", area.label), Column("why", _("Why it matters"))),
            rows=tuple(
                Row(
                    (each.name, one.check.why),
                    key=str(each.key),
                    url=asked.page(wanted, area.page.format(doubtful.reference_of(area, each))),
                )
                for each in rows
            ),
            notes=() if one.wrong <= len(rows) else (_("The latest %(count)s.") % {"count": len(rows)},),
        )


def _facts() -> Paper:
    """Whether the facts of reports are what the documents say."""
    mark: Any = FactMark.objects.first()
    rows = []
    if mark is not None:
        rows = [
            Row((_("Facts follow the documents until"), _moment(mark.caught_up_at)), key="caught_up"),
            Row((_("Last comparison of all facts with the documents"), _moment(mark.checked_at)), key="checked"),
            Row(
                (_("Found wrong then, and put right"), f"{mark.last_faults:,}" if mark.checked_at else "–"),
                key="faults",
            ),
        ]
    return Paper(
        title=_("Facts of reports"),
        columns=(Column("what", _("What")), Column("value", _("How it stands"))),
        rows=tuple(rows),
        problem="" if rows else _("No facts were gathered yet."),
    )


def _moment(at: Any) -> str:
    return wording.moment(at) if at else "–"


def _definitions(found: list[tuple[Area, list[Found]]]) -> Iterator[Definition]:
    yield Definition(
        _("In order"),
        _("Which share of the rows a check found nothing wrong with; of an area the mean of these shares."),
        _("Rows without the fault"),
        _("Rows that could have it"),
        _("What was merged, closed, made void or is history; fields that you may not see"),
    )
    for area, checks in found:
        for one in checks:
            yield Definition(wording.said_of(area.label, one.check.label), one.check.why)


def choices() -> tuple[tuple[str, Any], ...]:
    """What the report may be told of: all areas, or one with its rows."""
    return tuple((one.code, one.label) for one in AREAS.values())
