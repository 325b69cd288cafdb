"""What was tried as a list that can be taken away: a row for each pasted line, with all that the rules say of it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.classification.rules import FACETS
from common.classification.wording import Names
from common.conditions.kinds import Kind
from common.exports import conditions
from common.exports.lists import Column, Sheet
from segments.classification import queries, trying
from segments.classification.models import RuleVersion

Make = Callable[[trying.Tried], Any]


def sheet_of(trial: trying.Trial, rows: Sequence[trying.Tried], version: RuleVersion, shown: str = "") -> Sheet:
    """The rows of a trial as a sheet, in the order they were pasted; a facet that none of them has gets no column.
    ``shown`` says in words what they were narrowed to, "" for nothing."""
    columns = _columns(trial.way, rows, queries.names(version))
    condition = [conditions.line(_("What is pasted"), trial.way.label), _version_in_words(version)]
    if shown:
        condition.append(conditions.line(_("Show only"), shown))
    return Sheet(
        columns=[column for column, _make in columns],
        rows=lambda: (tuple(make(row) for _column, make in columns) for row in rows),
        count=lambda exactly: (len(rows), False),
        condition=condition,
    )


def _version_in_words(version: RuleVersion) -> str:
    return _("Rules: version %(number)s (%(state)s)") % {
        "number": version.number,
        "state": version.get_state_display(),
    }


def _columns(way: trying.Way, rows: Sequence[trying.Tried], names: Names) -> list[tuple[Column, Make]]:
    given = [code for code in FACETS if any(code in row.found.facets for row in rows)]
    return [
        (Column("line", _("Line"), Kind.NUMBER, width=8), lambda row: row.number),
        *((_text_column(place, field), _text_of(place)) for place, field in enumerate(way.fields)),
        (Column("tags", _("Tags"), Kind.TAGS), lambda row: queries.labels(row.found.tags, names)),
        *((_facet_column(code), _facet_of(code)) for code in given),
        (Column("flags", _("Deviations"), Kind.TAGS), lambda row: queries.labels(row.found.flags, names)),
        (Column("is_unexplained", _("Unexplained"), Kind.FLAG), lambda row: row.is_unexplained),
        (Column("rules", _("Rules that spoke"), Kind.TAGS, width=30), _rules_of),
    ]


def _text_column(place: int, field: str) -> Column:
    kind = Kind.CODE if field.endswith(".code") else Kind.TEXT
    return Column(f"text_{place}", trying.SUBJECTS[field], kind, width=0 if kind is Kind.CODE else 28)


def _text_of(place: int) -> Make:
    return lambda row: row.texts[place] if place < len(row.texts) else ""


def _facet_column(code: str) -> Column:
    facet = FACETS[code]
    return Column(code, facet.label, Kind.NUMBER if facet.is_number else Kind.TEXT)


def _facet_of(code: str) -> Make:
    return lambda row: row.found.facets.get(code)


def _rules_of(row: trying.Tried) -> list[str]:
    """Keys of the rules that gave anything, in the order of asking."""
    return list(dict.fromkeys(reason.rule for reason in row.found.reasons))
