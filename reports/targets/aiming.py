"""Targets beside figures by anything (registry ``figures.aims``): of the whole, and of rows that are members or
stretches of time for which targets are set. No figure is counted here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.people.models import Department, User
from reports.figures.aims import Aims, Key
from reports.figures.dimensions import AXES, Source, Time
from reports.figures.measures import Measure
from reports.figures.question import Question, next_start
from reports.targets import policies, queries, spreading
from reports.targets.models import Target
from reports.targets.spreading import Plan
from reports.targets.subjects import AXIS, PARTS, Kind, Whose, whose_of

Plans = dict[Whose, dict[int, Plan]]
_STRETCHES = (Time.MONTH, Time.QUARTER, Time.YEAR)  # of days and weeks none is set
_KINDS = {AXIS[kind]: kind for kind in PARTS}


@dataclass(frozen=True)
class _Wanted:
    """Of whom, over which days. ``alone``: the figure is of one department without those below it, whom its target
    counts."""

    whose: Whose
    since: date
    until: date
    alone: bool = False


def of(actor: User, asked: Question, rows: Sequence[Key]) -> Aims:
    """What is to be reached beside the rows of an answer and beside the whole. Of whose orders he sees only a part
    there is none: it would stand beside less than it is for. Raises NotAllowed."""
    sight = policies.sight_of(actor)
    wanted = dict(_wanted(asked, rows, _whole(actor, asked)))
    homes = queries.departments_of({one.whose for one in wanted.values()})
    parents = set(Department.objects.filter(is_active=True, parent__isnull=False).values_list("parent_id", flat=True))
    kept = {
        key: one
        for key, one in wanted.items()
        if one.whose in homes
        and sight.counts(one.whose, homes[one.whose])
        and not (one.alone and one.whose.kind is Kind.DEPARTMENT and one.whose.key in parents)
    }
    found: dict[tuple[str, Key], Decimal] = {}
    for measure in asked.asked:
        plans = _plans(measure, {one.whose for one in kept.values()}, range(asked.since.year, asked.until.year + 1))
        for key, one in kept.items():
            value = spreading.over_all(plans.get(one.whose, {}), one.since, one.until)
            if value is not None:
                found[measure.code, key] = value
    return found


def _whole(actor: User, asked: Question) -> _Wanted | None:
    """Whose target the whole stands beside; None where none is of the same orders."""
    if asked.segment or asked.as_of:
        return None
    if asked.filters:
        ((axis, keys), *more) = asked.filters.items()
        if more or len(keys) != 1 or axis not in _KINDS:
            return None
        return _Wanted(_member(axis, keys[0]), asked.since, asked.until, alone=True)
    whose = policies.beside_all(actor, asked.since, asked.until)
    return None if whose is None else _Wanted(whose, asked.since, asked.until)


def _wanted(asked: Question, rows: Sequence[Key], whole: _Wanted | None) -> Iterator[tuple[Key, _Wanted]]:
    if whole is not None:
        yield (), whole
    if len(asked.rows) != 1 or asked.segment or asked.as_of:
        return
    axis = AXES[asked.rows[0]]
    if axis.source is Source.TIME:
        if whole is None or axis.code not in _STRETCHES:
            return
        for (day,) in rows:
            last = next_start(Time(axis.code), day) - timedelta(days=1)
            yield (day,), _Wanted(whole.whose, max(day, asked.since), min(last, asked.until), whole.alone)
    elif axis.code in _KINDS and not asked.filters:
        for (key,) in rows:
            if key:
                yield (key,), _Wanted(_member(axis.code, key), asked.since, asked.until, alone=True)


def _member(axis: str, key: str | int) -> Whose:
    kind = _KINDS[axis]
    return Whose(kind, key if kind is Kind.REGION else int(key))


def _plans(measure: Measure, wanted: Iterable[Whose], years: Iterable[int]) -> Plans:
    """What is set for each of them, asked for at once."""
    members = set(wanted)
    values: dict[Whose, dict[int, dict[int, Decimal]]] = {}
    for row in Target.objects.filter(measure=measure.code, year__in=list(years)).order_by():
        whose = whose_of(row)
        if whose in members:
            values.setdefault(whose, {}).setdefault(row.year, {})[row.month] = row.value
    return {
        whose: {year: queries.plan_of(measure, months) for year, months in years_of.items()}
        for whose, years_of in values.items()
    }
