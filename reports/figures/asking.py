"""One question being answered: from the kept sums where they can answer, else from the facts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from reports.facts import reading
from reports.facts.choices import Dimension
from reports.facts.models import FactMark
from reports.figures import aims, days, naming, narrowing, ordering, periods, policies, question, statements
from reports.figures.answers import Answer, Group, Groups
from reports.figures.dimensions import AXES, OF_LINES, Source, Time
from reports.figures.forest import Forest
from reports.figures.measures import Sums
from reports.figures.question import Against, Question
from reports.figures.sql import Sql
from reports.figures.statements import Key
from reports.figures.within import Within, is_by_month, is_summed

ZERO = Decimal(0)
MOST_GROUPS = 250_000  # of an answer: with two measures some 300 MB of whoever works them out
MOST_CELLS = 2_000_000  # of a table, most of them empty: 100,000 rows by twelve months are not too many


class Asking:
    """One question being answered: what all its statements share."""

    def __init__(self, actor: User, asked: Question, today: date):
        self.actor, self.asked, self.today = actor, asked, today
        self.terms = statements.keys_of(asked.asked)
        self.by_line = statements.is_by_line(asked)
        self.forest = Forest()
        self.within = self._within()

    @cached_property
    def mark(self) -> FactMark:
        """How far the facts are."""
        return FactMark.objects.using(reading.alias()).first() or FactMark()

    def _within(self) -> Within:
        if self.asked.segment:
            only = policies.picked(self.actor, self.asked.segment, self.today)
            return Within(False, only=narrowing.as_sql(only))
        return narrowing.within(policies.reach_of(self.actor))

    def answer(self) -> Answer:
        asked = self.asked
        groups = self._both(asked, self.terms)
        row_sums = self._fewer(groups, replace(asked, column="")) if asked.column else groups
        rows = ordering.rows(asked, groups, row_sums)
        columns = sorted({key[-1] for key in groups}, key=str) if asked.column else []
        if asked.column and AXES[asked.column].source is Source.TIME:
            columns = question.stretches(Time(asked.column), asked.since, asked.until)
        shown = rows[: asked.top] if asked.top else rows
        if len(shown) * len(columns) * len(self.terms) > MOST_CELLS:
            raise _too_many(MOST_CELLS)
        by_column = self._fewer(groups, replace(asked, rows=())) if asked.column else {}
        return Answer(
            question=asked,
            groups=groups,
            names=ordering.names(asked, shown, columns),
            rows=shown,
            columns=columns,
            row_sums=row_sums,
            column_sums={key[0]: one for key, one in by_column.items()},
            whole=self._fewer(groups, replace(asked, rows=(), column=""))[()],
            others=max(0, len(rows) - asked.top) if asked.top else 0,
            is_kept=_kept(asked, self.mark, self.forest) is not None,
            picked=tuple(naming.picked(self.actor, asked.filters)),
            as_of=self.mark.caught_up_at,
            aims=aims.of(self.actor, asked, shown),
            of_lines=next((one.code for one in asked.axes if one.base in OF_LINES), ""),
            overlaps=self.forest.overlaps(asked),
        )

    def above(self, answer: Answer) -> Answer:
        """The members of its first axis that ``answer`` shows, counted as it counts: their rows are what its rows below
        them make up, and they make up its whole. Asked for by itself a region has freight that is in no product."""
        first = replace(self.asked, rows=self.asked.rows[:1], top=0)
        groups = self._fewer(answer.groups, first)
        sums = self._fewer(answer.groups, replace(first, column="")) if first.column else groups
        shown = {row[0] for row in answer.rows}
        rows = [key for key in ordering.rows(first, groups, sums) if key[0] in shown]
        return replace(
            answer,
            question=first,
            groups=groups,
            row_sums=sums,
            rows=rows,
            others=len({key[0] for key in answer.row_sums} - shown),
            aims=aims.of(self.actor, first, rows),
        )

    def _fewer(self, groups: Groups, fewer: Question) -> Groups:
        """The groups brought together by fewer axes: added up where parts make the whole, else asked for."""
        if not self.asked.axes:
            return groups
        places = [n for n, one in enumerate(self.asked.axes) if one in fewer.axes]
        overlap = self.forest.overlaps(self.asked)
        adds = {key for key in self.terms if not overlap and statements.is_additive(self.asked, key)}
        found: dict[tuple[Any, ...], Group] = {}
        if rest := [key for key in self.terms if key not in adds]:
            found = self._both(replace(fewer, order_by=""), rest)
        added: dict[tuple[Any, ...], list[Group]] = {}
        for key, one in groups.items():
            added.setdefault(tuple(key[place] for place in places), []).append(one)
        if not fewer.axes:
            added.setdefault((), [])
        is_compared = bool(self.asked.against)
        return {
            key: Group(
                key,
                _together([one.sums for one in parts], adds, found[key].sums if key in found else {}),
                _together([one.former or {} for one in parts], adds, (found[key].former or {}) if key in found else {})
                if is_compared
                else None,
            )
            for key, parts in added.items()
        }

    def _both(self, asked: Question, terms: Sequence[Key]) -> Groups:
        """The groups of a question and, where it is compared, of the days before, brought together by key."""
        now = self.sums(asked, terms)
        days = periods.former(self.asked, self.today)  # the same for what is asked with fewer axes
        then = self._then(asked, terms, *days) if days else {}
        found = {
            key: Group(key, now.get(key, {}), then.get(key, {}) if days else None) for key in now.keys() | then.keys()
        }
        return found or ({} if asked.axes else {(): Group((), {}, {} if days else None)})

    def _then(self, asked: Question, terms: Sequence[Key], since: date, until: date) -> dict[tuple[Any, ...], Sums]:
        former = self.sums(asked.over(since, until), terms)
        if asked.time is None:
            return former
        place = next(n for n, one in enumerate(asked.axes) if one.source is Source.TIME)
        if asked.against is Against.LAST_YEAR:
            moved = question.beside_last_year(asked.time, (since, until), (asked.since, asked.until))
        else:  # as many stretches as have passed
            passed = min(asked.until, self.today) if asked.since <= self.today else asked.until
            moved = question.beside(asked.time, (since, until), (asked.since, passed))
        found: dict[tuple[Any, ...], Sums] = {}
        for key, sums in former.items():
            to = (*key[:place], moved[key[place]], *key[place + 1 :])
            found[to] = _together([found[to], sums], sums.keys(), {}) if to in found else sums
        return found

    def sums(self, asked: Question, terms: Sequence[Key]) -> dict[tuple[Any, ...], Sums]:
        """Keys of the axes → their terms, added up from wherever the answer lies. Raises Invalid for more than anybody
        reads, before all of them are held."""
        wide = len(asked.axes)
        found: dict[tuple[Any, ...], dict[Key, Decimal]] = {}
        rows = self._rows_of(asked, terms)
        for row in rows:
            mine = found.get(row[:wide])
            if mine is None:
                found[row[:wide]] = dict(zip(terms, row[wide:], strict=True))
            else:
                for term, value in zip(terms, row[wide:], strict=True):
                    mine[term] += value
        if len(found) > MOST_GROUPS or len(rows) > 2 * MOST_GROUPS:
            raise _too_many(MOST_GROUPS)
        return {key: sums for key, sums in found.items() if not wide or any(sums.values())}

    def _rows_of(self, asked: Question, terms: Sequence[Key]) -> list[tuple[Any, ...]]:
        """The rows of all parts, asked for at once, and no more of them than an answer may have: a group that lies in
        two parts comes twice."""
        whole = Sql()
        for part in self.parts_of(asked, terms):
            whole.add(" UNION ALL " if whole.text else "")
            whole += part
        return fetched(whole.add(" LIMIT %s", 2 * MOST_GROUPS + 1)) if whole.text else []

    def parts_of(self, asked: Question, terms: Sequence[Key]) -> list[Sql]:
        """Statements whose rows together are the answer: over sums where they can answer, else over facts."""
        base = self.base_of(asked, terms)
        by_day = asked.time in (Time.DAY, Time.WEEK)
        found = []
        for part in self.within.parts():
            if base is None or not is_summed(part, base, by_day=by_day, has_own=self.mark.has_own_sums):
                found += self._of_facts(asked, part, terms)
                continue
            by_month = is_by_month(part, base)
            if days.pieces(asked, by_month=by_month):
                found.append(statements.over_sums(asked, base, part, self.forest.tree(asked), terms))
            found += [
                self._facts(asked.over(since, until), part, terms)
                for since, until in days.edges(asked, by_month=by_month)
            ]
        return found

    def _of_facts(self, asked: Question, within: Within, terms: Sequence[Key]) -> list[Sql]:
        """Many orders to be told apart are asked for in several goes."""
        by_line = self._by_line(asked, terms)
        is_long = by_line and statements.ORDERS in terms and asked.as_of is None
        if not is_long or not (within.is_all or within.departments):
            return [self._facts(asked, within, terms)]
        goes = days.goes(asked.since, asked.until)
        return [self._facts(asked.over(since, until), within, terms, is_go=len(goes) > 1) for since, until in goes]

    def _facts(self, asked: Question, within: Within, terms: Sequence[Key], *, is_go: bool = False) -> Sql:
        by_line = self._by_line(asked, terms)
        return statements.over_facts(asked, within, self.forest.tree(asked), terms, by_line=by_line, is_go=is_go)

    def _by_line(self, asked: Question, terms: Sequence[Key]) -> bool:
        """Whether lines are told apart for these terms. How many orders there are needs none where no member of lines
        is shown or picked: each order has lines."""
        return self.by_line and (statements.is_by_line(asked) or list(terms) != [statements.ORDERS])

    def each_fact(self) -> Sql:
        """The facts behind its figures."""
        tree = self.forest.tree(self.asked)
        return statements.each_fact(self.asked, self.within, tree, self.asked.listed, by_line=self.by_line)

    def base_of(self, asked: Question, terms: Sequence[Key]) -> Dimension | None:
        """Kept sums that answer it. Of orders told by lines they count an order in each member; without members shown
        or picked, every order counts, since each has lines."""
        base = _kept(asked, self.mark, self.forest)
        if statements.ORDERS in terms and statements.counts_twice(asked, base):
            return None
        if self.by_line and not statements.is_by_line(asked) and terms != [statements.ORDERS]:
            return None  # freight is in no line
        return base


def _kept(asked: Question, mark: FactMark, forest: Forest) -> Dimension | None:
    """The one dimension whose sums can answer, also the sides of a table that only facts answer. Those of suppliers a
    site may not have yet."""
    base = statements.base_of(asked)
    if base is Dimension.SUPPLIER and not mark.has_suppliers:
        return None
    return None if forest.tree(asked).with_direct else base


def _together(parts: Sequence[Sums], adds: Collection[Key], rest: Sums) -> Sums:
    found = {key: sum((one.get(key, ZERO) for one in parts), ZERO) for key in adds}
    return {**found, **rest}


def _too_many(most: int) -> errors.Invalid:
    return errors.Invalid(
        _(
            "These rows and columns make more than %(most)s figures. Narrow it: a shorter period, months instead of "
            "days, fewer things in rows and columns, or conditions."
        )
        % {"most": f"{most:,}"}
    )


def fetched(sql: Sql) -> list[tuple[Any, ...]]:
    return reading.fetched(sql.text, sql.given)
