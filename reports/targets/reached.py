"""What was reached beside a target: the figures of those for whom targets are set, departments and categories with all
below them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from accounts.people.models import Department, User
from reports.figures import queries as figures
from reports.figures.dimensions import AXES, Time
from reports.figures.measures import Measure, Sums
from reports.figures.question import MOST_KEYS, Question
from reports.targets.subjects import AXIS, Kind

Key = int | str
Figures = dict[Key, dict[date | None, Decimal]]  # whose → month (None: all days) → figure
_WHOLE: date | None = None


def is_countable(measure: Measure, kind: Kind) -> bool:
    """Whether a measure can be told of members of this kind."""
    return kind is Kind.COMPANY or figures.is_countable(measure, [AXES[AXIS[kind]]])


def figures_of(
    *,
    actor: User,
    measure: Measure,
    kind: Kind,
    keys: Collection[Key],
    since: date,
    until: date,
    today: date,
    by_month: bool = False,
) -> Figures:
    """The measure of each of ``keys`` over some days, or in each month of them. Who has none is left out. Raises as
    ``figures.queries.ask``."""
    if not keys or since > until or not is_countable(measure, kind):
        return {}
    asked = Question((measure.code,), since, until, column=Time.MONTH if by_month else "")
    found: dict[tuple[Key, date | None], list[Sums]] = {}
    for rows, filters, alone in _questions(kind, keys):
        question = Question(asked.measures, since, until, rows=rows, column=asked.column, filters=filters)
        if not rows and by_month:
            question = Question(asked.measures, since, until, rows=(Time.MONTH,), filters=filters)
        answer = figures.ask(actor=actor, asked=question, today=today)
        for place, group in answer.groups.items():
            key = alone if not rows else place[0]
            found.setdefault((key, place[-1] if by_month else _WHOLE), []).append(group.sums)
    return _values(measure, kind, keys, found)


def _questions(kind: Kind, keys: Collection[Key]) -> Iterable[tuple[tuple[str, ...], dict[str, tuple[str, ...]], Key]]:
    """Rows, filters, and whose figures a question without rows tells."""
    if kind is Kind.COMPANY:
        return [((), {}, 0)]
    if kind is Kind.DEPARTMENT:
        return [(("department",), {}, 0)]
    axis, names = AXIS[kind], sorted(str(key) for key in keys)
    if kind is Kind.CATEGORY and len(names) == 1:  # picked alone it would be told by those below it
        return [((), {axis: tuple(names)}, int(names[0]))]
    if len(names) <= MOST_KEYS:
        return [((axis,), {axis: tuple(names)}, 0)]
    parts = [names[place : place + MOST_KEYS - 1] for place in range(0, len(names), MOST_KEYS - 1)]
    if len(parts[-1]) == 1 and kind is Kind.CATEGORY:
        parts[-1].append(parts[0][0])
        parts[0] = parts[0][1:]
    return [((axis,), {axis: tuple(part)}, 0) for part in parts]


def _values(
    measure: Measure, kind: Kind, keys: Collection[Key], found: dict[tuple[Key, date | None], list[Sums]]
) -> Figures:
    inside = below(keys) if kind is Kind.DEPARTMENT else {key: (key,) for key in keys}
    months = {month for _key, month in found}
    result: Figures = {}
    for key, members in inside.items():
        for month in months:
            parts = [sums for one in members for sums in found.get((one, month), ())]
            value = measure.value(_together(parts)) if parts else None
            if value is not None:
                result.setdefault(key, {})[month] = value
    return result


def below(keys: Collection[Key]) -> dict[Key, tuple[Key, ...]]:
    """Departments with all below them."""
    paths = dict(Department.objects.values_list("pk", "path"))
    return {
        key: tuple(pk for pk, path in paths.items() if path.startswith(paths[int(key)]))
        for key in keys
        if int(key) in paths
    }


def _together(parts: Sequence[Sums]) -> Sums:
    if len(parts) == 1:
        return parts[0]
    terms = {term for one in parts for term in one}
    return {term: sum((one.get(term, Decimal(0)) for one in parts), Decimal(0)) for term in terms}


def largest(*, actor: User, measure: Measure, kind: Kind, since: date, until: date, today: date, top: int) -> list[Key]:
    """The members of a kind with the most of a measure. Raises as ``figures.queries.ask``."""
    if kind in (Kind.COMPANY, Kind.CATEGORY) or not is_countable(measure, kind):
        return []
    asked = Question((measure.code,), since, until, rows=(AXIS[kind],), order_by=measure.code, top=top)
    answer = figures.ask(actor=actor, asked=asked, today=today)
    return [row[0] for row in answer.rows if row[0]]
