"""From one question to the next: what may be put into rows, columns, measures and conditions, taken out or moved, each
as the address that does it. No figure is counted here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from reports.builder import looks
from reports.builder.looks import Look
from reports.figures import parameters, queries, question
from reports.figures.dimensions import AXES, Axis, Source
from reports.figures.measures import Measure
from reports.figures.question import Question

Text = str | Promise


@dataclass(frozen=True)
class Choice:
    """Something that can be put in or taken out by following ``url``. ``in_rows``, ``in_column``: addresses that put an
    axis there; ``sooner``, ``later``: that move it one place; "" where it cannot go."""

    code: str
    label: Text
    url: str = ""
    is_on: bool = False
    in_rows: str = ""
    in_column: str = ""
    sooner: str = ""
    later: str = ""
    value: Text = ""


class Ways:
    """Addresses from one question to the next."""

    def __init__(self, asked: Question, period: str, path: str, more: Mapping[str, str] | None = None):
        self.asked, self.period, self.path, self.more = asked, period, path, more or {}

    def to(self, asked: Question) -> str:
        """The address of another question over the same days."""
        if asked.order_by not in (question.BY_NAME, *asked.measures):
            asked = replace(asked, order_by="")
        return parameters.address(self.path, asked, self.period, **self.more)

    def axes(self, seen: Iterable[Axis]) -> dict[Text, list[Choice]]:
        found: dict[Text, list[Choice]] = {}
        for axis in seen:
            found.setdefault(axis.group, []).append(self._axis(axis))
        return found

    def _axis(self, axis: Axis) -> Choice:
        asked, on = self.asked, axis.code in self.asked.rows or axis.code == self.asked.column
        if on:
            return Choice(axis.code, axis.label, is_on=True)
        if not all(queries.is_countable(one, [axis]) for one in asked.asked):
            return Choice(axis.code, axis.label)
        is_time = axis.source is Source.TIME
        rows = asked.rows
        column = asked.column
        if is_time:  # one stretch of time at most
            rows = tuple(code for code in rows if AXES[code].source is not Source.TIME)
            column = "" if column and AXES[column].source is Source.TIME else column
        into_rows = replace(asked, rows=(*rows, axis.code)[-2:], column=column)
        return Choice(
            axis.code,
            axis.label,
            in_rows=self.to(into_rows),
            in_column=self.to(replace(asked, rows=rows, column=axis.code)),
        )

    def in_rows(self) -> Iterator[Choice]:
        """What stands in the rows, each with the ways out and to another place."""
        codes = self.asked.rows
        for code in codes:
            rest = replace(self.asked, rows=tuple(one for one in codes if one != code))
            sooner, later = (self._moved(codes, code, step, "rows") for step in (-1, 1))
            yield Choice(code, AXES[code].label, self.to(rest), sooner=sooner, later=later)

    def chosen(self) -> Iterator[Choice]:
        """The measures, each with the ways out and to another place; the last one stays."""
        codes = self.asked.measures
        for one in self.asked.asked:
            rest = replace(self.asked, measures=tuple(code for code in codes if code != one.code))
            sooner, later = (self._moved(codes, one.code, step, "measures") for step in (-1, 1))
            yield Choice(one.code, one.label, self.to(rest) if rest.measures else "", sooner=sooner, later=later)

    def _moved(self, codes: tuple[str, ...], code: str, step: int, name: str) -> str:
        """The address where it stands one place sooner or later; "" at the end."""
        place = codes.index(code)
        if not 0 <= place + step < len(codes):
            return ""
        moved = list(codes)
        moved[place], moved[place + step] = moved[place + step], moved[place]
        changed: dict[str, Any] = {name: tuple(moved)}
        return self.to(replace(self.asked, **changed))

    def looks(self, now: Look) -> Iterator[tuple[Choice, str]]:
        """Table, chart, both."""
        rest = {name: value for name, value in self.more.items() if name != looks.NAME}
        for one, label in looks.LABELS.items():
            url = parameters.address(self.path, self.asked, self.period, **rest, **looks.written(one))
            yield Choice(one.value, label, url, is_on=one is now), looks.ICONS[one]

    def out_of_columns(self, axis: Axis) -> Choice:
        return Choice(axis.code, axis.label, self.to(replace(self.asked, column="")))

    def measures(self, seen: list[Measure]) -> dict[Text, list[Choice]]:
        found: dict[Text, list[Choice]] = {}
        axes = [*self.asked.axes, *(AXES[code] for code in self.asked.filters)]
        for one in seen:
            on = one.code in self.asked.measures
            more = replace(self.asked, measures=(*self.asked.measures, one.code))
            can = not on and queries.is_countable(one, axes)
            found.setdefault(one.group, []).append(Choice(one.code, one.label, self.to(more) if can else "", on))
        return found

    def conditions(self, picked: Iterable[tuple[Axis, str]]) -> Iterator[Choice]:
        for axis, named in picked:
            rest = {one: kept for one, kept in self.asked.filters.items() if one != axis.code}
            yield Choice(axis.code, axis.label, self.to(replace(self.asked, filters=rest)), value=named)
