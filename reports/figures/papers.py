"""Answers as papers: tables with sums, comparisons and charts, each figure with the way to its rows. Nothing is counted
here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import currencies
from reports.figures import drawn, fractions, naming, periods
from reports.figures.answers import Answer, Group
from reports.figures.dimensions import AXES, OF_LINES, Axis, Source, Time
from reports.figures.drawn import FORMER, TARGET
from reports.figures.measures import Measure, Sums
from reports.figures.opening import Opening
from reports.figures.question import AGAINST_LABELS, next_start
from reports.layout import differing, wording
from reports.layout.paper import Cell, Column, Definition, Form, Paper, Row, Shape, Text

ROWS = "/reports/rows/"  # the page that shows what a figure counts
GROWTH, REACHED, OTHERS = "~growth", "~reached", "~others"


def made_of(
    answer: Answer,
    *,
    title: Text,
    today: date,
    shape: Shape | None = None,
    here: str = "",
    rows_at: str = ROWS,
    up: str | None = None,
) -> Paper:
    """The table of an answer with its chart. ``here``: the address that drills down, "" for files; ``rows_at``: that
    which shows what a figure counts (``parameters`` are put behind both); ``up``: the way back (``levels``), None where
    the page has none."""
    return _Drawing(answer, title, today, shape, Opening(answer, here, rows_at, up)).paper()


class _Drawing:
    """One answer being laid out."""

    def __init__(self, answer: Answer, title: Text, today: date, shape: Shape | None, opening: Opening):
        self.answer, self.title, self.today, self.shape, self.opening = answer, title, today, shape, opening
        self.asked = answer.question
        self.row_axes = [AXES[code] for code in self.asked.rows]
        self.column_axis = AXES[self.asked.column] if self.asked.column else None
        self.is_compared = bool(self.asked.against)

    def paper(self) -> Paper:
        rows = [self._row(key) for key in self.answer.rows]
        if self.answer.others:
            rows.append(self._others())
        return Paper(
            title=self.title,
            columns=tuple(self._columns()),
            rows=rows if self.asked.rows else [self._row(())],
            sums=tuple(self._sums()) if self.asked.rows else (),
            facts=tuple(self._facts()),
            charts=tuple(drawn.charts(self.answer, self.shape)),
            definitions=tuple(self._definitions()),
            notes=tuple(self._notes()),
            problem="" if self.answer.groups else _("Nothing was found in this period."),
        )

    # --- columns ------------------------------------------------------------------------------

    def _columns(self) -> Iterator[Column]:
        for axis in self.row_axes:
            yield Column(axis.code, axis.label)
        for member in self.answer.columns if self.column_axis else ():
            group = self._name(self.column_axis, member)
            for measure in self.asked.asked:
                yield Column(f"{measure.code}:{member}", measure.label, measure.form, group, measure.meaning)
        for measure in self.asked.asked:
            group, is_whole = pgettext("sums of a pivot", "Total") if self.column_axis else "", bool(self.column_axis)
            if not self.is_compared and not self.asked.with_targets:
                yield Column(measure.code, measure.label, measure.form, group, measure.meaning, is_whole=is_whole)
                continue
            if not group or len(self.asked.measures) > 1:
                group = f"{group} {measure.label}".strip()
            yield Column(measure.code, pgettext("figures", "This period"), measure.form, group, measure.meaning)
            if self.is_compared:
                yield Column(measure.code + FORMER, AGAINST_LABELS[self.asked.against], measure.form, group)
                yield differing.column(measure.form, measure.code + GROWTH, group)
            if self.asked.with_targets:
                yield Column(measure.code + TARGET, pgettext("column", "Target"), measure.form, group)
                yield differing.reached_column(measure.form, measure.code + REACHED, group)

    def _name(self, axis: Axis | None, key: Any) -> str:
        if axis is None:
            return ""
        if axis.source is Source.TIME:
            return naming.stretch(Time(axis.code), key)
        return self.answer.names[axis.code].get(key, naming.nothing())

    # --- rows ---------------------------------------------------------------------------------

    def _row(self, key: tuple[Any, ...]) -> Row:
        names = [self._name(axis, part) for axis, part in zip(self.row_axes, key, strict=True)]
        cells: list[Cell] = list(names)
        links: dict[str, str] = {}
        for member in self.answer.columns if self.column_axis else ():
            group = self.answer.groups.get((*key, member))
            for measure in self.asked.asked:
                cells.append(drawn.value_of(measure, group))
                self._link(links, f"{measure.code}:{member}", measure, (*key, member), group)
        whole = self.answer.row_sums.get(key) if self.asked.rows else self.answer.whole
        for measure in self.asked.asked:
            cells += self._beside(measure, whole, key)
            self._link(links, measure.code, measure, key, whole)
        return Row(
            cells=tuple(cells),
            key="|".join(str(part) for part in key),
            url=self.opening.down(key),
            links=links,
            is_unfinished=self._is_unfinished(key),
        )

    def _link(
        self, links: dict[str, str], column: str, measure: Measure, key: tuple[Any, ...], group: Group | None
    ) -> None:
        if drawn.value_of(measure, group) is not None and (url := self.opening.counted(measure, key)):
            links[column] = url

    def _beside(self, measure: Measure, group: Group | None, key: tuple[Any, ...] | None) -> list[Cell]:
        """A figure with what it is compared with; ``key``: of the row, () the whole, None for the others."""
        is_known = key is not None or self.answer.has_rest(measure)
        now = drawn.value_of(measure, group) if is_known else None
        found: list[Cell] = [now]
        if self.is_compared:
            former = measure.value(group.former) if is_known and group and group.former is not None else None
            found += [former, differing.change(measure.form, now, former)]
        if self.asked.with_targets:
            target = self.answer.aims.get((measure.code, key)) if key is not None else None
            found += [target, differing.reached(measure.form, now, target)]
        return found

    def _others(self) -> Row:
        """What ``top`` leaves out: the whole less what is shown; empty where members have something in common."""
        shown = [self.answer.row_sums[key] for key in self.answer.rows if key in self.answer.row_sums]
        cells: list[Cell] = [pgettext("rows of a report", "%(count)s others") % {"count": self.answer.others}]
        cells += [""] * (len(self.row_axes) - 1)
        for member in self.answer.columns if self.column_axis else ():
            mine = [self.answer.groups.get((*key, member)) for key in self.answer.rows]
            rest = _rest(self.answer.column_sums.get(member), [one for one in mine if one])
            cells += [
                drawn.value_of(measure, rest) if self.answer.has_rest(measure) else None for measure in self.asked.asked
            ]
        rest = _rest(self.answer.whole, shown)
        for measure in self.asked.asked:
            cells += self._beside(measure, rest, None)
        return Row(cells=tuple(cells), key=OTHERS)

    def _sums(self) -> Iterator[Cell]:
        yield pgettext("row of a report", "Total")
        yield from [""] * (len(self.row_axes) - 1)
        for member in self.answer.columns if self.column_axis else ():
            for measure in self.asked.asked:
                yield drawn.value_of(measure, self.answer.column_sums.get(member))
        for measure in self.asked.asked:
            yield from self._beside(measure, self.answer.whole, ())

    def _is_unfinished(self, key: tuple[Any, ...]) -> bool:
        for axis, part in zip(self.row_axes, key, strict=True):
            if axis.source is Source.TIME:
                return bool(part <= self.today < next_start(Time(axis.code), part))
        return False

    # --- words --------------------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, str]]:
        yield _("Period"), f"{self.asked.since.isoformat()} – {self.asked.until.isoformat()}"
        if then := periods.former(self.asked, self.today):
            days = {"period": AGAINST_LABELS[self.asked.against], "days": f"{then[0]} – {then[1]}"}
            yield _("Compared with"), _("%(period)s: %(days)s") % days
        for axis, named in self.answer.picked:
            yield str(axis.label), named
        if any(measure.form == Form.MONEY for measure in self.asked.asked):
            yield _("Amounts in"), wording.in_money(currencies.base())
        if self.asked.as_of is not None:
            yield _("As known on"), self.asked.as_of.isoformat()
        elif self.answer.as_of is not None:
            yield _("As of"), wording.moment(self.answer.as_of)

    def _definitions(self) -> Iterator[Definition]:
        for measure in self.asked.asked:
            yield replace(measure.definition, figures=fractions.said(measure, self.answer.whole.sums))

    def _notes(self) -> Iterator[str]:
        if self.asked.as_of is not None:
            yield _("Counted as it was known on that day; customers and products are told apart as they are today.")
        if any(axis.source is Source.TAGS for axis in self.asked.axes):
            yield _("A customer with several tags is in each of their rows: they add up to more than the whole.")
        if self.asked.with_targets:
            yield _("A target is shown for whom one is set for all of these days and whose orders you see all.")
        if any(axis.base in OF_LINES for axis in self.asked.axes):
            yield _("Freight belongs to no product and is left out; an order counts in every product that it has.")


def _rest(whole: Group | None, parts: Sequence[Group]) -> Group | None:
    if whole is None:
        return None

    def less(of: Callable[[Group], Sums]) -> Sums:
        return {
            key: value - sum((of(one).get(key, Decimal(0)) for one in parts), Decimal(0))
            for key, value in of(whole).items()
        }

    former = less(lambda one: one.former or {}) if whole.former is not None else None
    return Group((), less(lambda one: one.sums), former)
