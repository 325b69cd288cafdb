"""Targets beside what was reached (R244, R274): for each whose target it is, over some days."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.people.models import Department, User
from common import errors
from common.dates import month_end
from common.workdays import calendar
from reports.figures import naming
from reports.figures.dimensions import AXES
from reports.figures.measures import Measure, measures
from reports.figures.question import last_year, year_before
from reports.targets import ending, pace, policies, queries, reached, spreading
from reports.targets.ending import Ending
from reports.targets.models import Target
from reports.targets.pace import Expected, Stretch
from reports.targets.spreading import Plan
from reports.targets.subjects import AXIS, Kind, Whose, whose_of


@dataclass(frozen=True)
class Standing:
    """How somebody stands. ``due``: the target of the days so far; ``former``: the same days last year, as many of them
    as are over this year; ``needed``: per day of work that remains; ``expected``: by the end at this pace, ``ending``:
    by the forecast."""

    whose: Whose
    name: str
    level: int
    target: Decimal
    reached: Decimal | None
    due: Decimal | None
    former: Decimal | None
    needed: Decimal | None
    expected: Expected | None
    ending: Ending | None = None


@dataclass(frozen=True)
class Attained:
    """A measure with all who have a target for it. ``unseen``: how many have one whose orders the reader sees only in
    part, so that what they reached cannot be told."""

    measure: Measure
    stretch: Stretch
    standings: tuple[Standing, ...]
    unseen: int


Plans = dict[Whose, dict[int, Plan]]  # whose → year → plan


def measures_with_targets(actor: User, kinds: Collection[Kind], since: date, until: date) -> list[Measure]:
    """Those that he sees with a target of one of ``kinds`` in these years, in the order of the registry."""
    rows = policies.visible_to(actor).filter(year__gte=since.year, year__lte=until.year).order_by()
    found = {row.measure for row in rows.only("measure", *_KEYS) if whose_of(row).kind in kinds}
    return [measures[code] for code in measures if code in found]


def attained(
    *,
    actor: User,
    measure: Measure,
    kind: Kind,
    stretch: Stretch,
    only: Collection[Whose] | None = None,
    departments: Collection[int] = (),
) -> Attained:
    """How those of a kind stand over the days of ``stretch``; ``only`` these, or those of ``departments``. The tree of
    departments and categories in its order. Raises as ``figures.queries.ask``."""
    queries.seen_measure(actor, measure.code)
    plans = _plans(actor, measure, kind, stretch)
    wanted = {
        whose: target
        for whose, years in plans.items()
        if (target := spreading.over(years, stretch.since, stretch.until)) is not None
        and (only is None or whose in only)
    }
    homes = queries.departments_of(wanted)
    if departments:
        wanted = {
            whose: target
            for whose, target in wanted.items()
            if (whose.key if kind is Kind.DEPARTMENT else homes.get(whose)) in departments
        }
    sight = policies.sight_of(actor)
    counted = [whose for whose in wanted if sight.counts(whose, homes.get(whose))]
    figures = _Figures(actor, measure, kind, {one: wanted[one] for one in counted}, stretch)
    standings = [
        _standing(whose, name, level, wanted[whose], plans[whose], figures)
        for whose, name, level in _named(kind, counted)
    ]
    return Attained(measure, stretch, tuple(standings), len(wanted) - len(counted))


_KEYS = ("department_id", "person_id", "region", "product_id", "category_id")


def _plans(actor: User, measure: Measure, kind: Kind, stretch: Stretch) -> Plans:
    rows: Iterable[Target] = policies.visible_to(actor).filter(
        measure=measure.code, year__gte=stretch.since.year, year__lte=stretch.until.year
    )
    found: dict[Whose, dict[int, dict[int, Decimal]]] = {}
    for row in rows:
        whose = whose_of(row)
        if whose.kind is kind:
            found.setdefault(whose, {}).setdefault(row.year, {})[row.month] = row.value
    return {
        whose: {year: queries.plan_of(measure, months) for year, months in years.items()}
        for whose, years in found.items()
    }


class _Figures:
    """What was reached by all of them now and a year ago and where it ends, asked for together."""

    def __init__(self, actor: User, measure: Measure, kind: Kind, counted: dict[Whose, Decimal], stretch: Stretch):
        self.measure, self.stretch = measure, stretch
        keys = [one.key for one in counted]
        last = min(stretch.today, stretch.until) if stretch.since <= stretch.today else stretch.until

        def ask(since: date, until: date) -> dict[int | str, Decimal]:
            found = reached.figures_of(
                actor=actor, measure=measure, kind=kind, keys=keys, since=since, until=until, today=stretch.today
            )
            return {key: one[None] for key, one in found.items()}

        self.now = ask(stretch.since, last)
        self.former_so_far = ask(*last_year(stretch.since, last))
        self.former_whole = self.former_so_far
        if stretch.runs and not measure.is_share:
            self.former_whole = ask(*last_year(stretch.since, stretch.until))
        self.endings = ending.endings(
            actor=actor, measure=measure, kind=kind, stretch=stretch, targets=counted,
            so_far=self.now if stretch.since <= stretch.today else {},
        )  # fmt: skip
        self.workdays = calendar().between(stretch.today, stretch.until) if stretch.runs else 0

    def of(self, key: int | str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Now, the same days a year ago, the whole stretch a year ago."""
        nothing = None if self.measure.is_share else Decimal(0)
        has_begun = self.stretch.since <= self.stretch.today
        return (
            self.now.get(key, nothing) if has_begun else None,
            self.former_so_far.get(key),
            self.former_whole.get(key),
        )


def _standing(
    whose: Whose, name: str, level: int, target: Decimal, years: dict[int, Plan], figures: _Figures
) -> Standing:
    now, former, former_whole = figures.of(whose.key)
    stretch, measure = figures.stretch, figures.measure
    told = stretch.runs and not measure.is_share
    is_goal = told and measure.is_better_up is not False  # nobody needs more complaints a day
    return Standing(
        whose=whose,
        name=name,
        level=level,
        target=target,
        reached=now,
        due=spreading.over(years, stretch.since, stretch.today) if told else None,
        former=former,
        needed=pace.needed(target, now, figures.workdays) if is_goal else None,
        expected=pace.expected(now, stretch, former_whole, former) if told else None,
        ending=figures.endings.get(whose.key),
    )


def _named(kind: Kind, counted: Sequence[Whose]) -> list[tuple[Whose, str, int]]:
    """Names and levels in the order in which they are shown."""
    if kind is Kind.COMPANY:
        return [(one, "", 0) for one in counted]
    names = naming.names_of(AXES[AXIS[kind]], [one.key for one in counted])
    if kind is not Kind.DEPARTMENT:
        return sorted(((one, names[one.key], 0) for one in counted), key=lambda row: row[1])
    paths = dict(Department.objects.filter(pk__in=[one.key for one in counted]).values_list("pk", "path"))
    ordered = sorted(counted, key=lambda one: paths[int(one.key)])
    above = [
        sum(paths[int(one.key)].startswith(path) and path != paths[int(one.key)] for path in paths.values())
        for one in ordered
    ]
    return [(one, names[one.key], level) for one, level in zip(ordered, above, strict=True)]


@dataclass(frozen=True)
class Month:
    """A month of a course: its target, what was reached so far, and in the same month a year ago: of the month that
    runs, in as many days of it."""

    day: date
    target: Decimal | None
    reached: Decimal | None
    former: Decimal | None


@dataclass(frozen=True)
class Course:
    """The months of a stretch one by one, their targets together, and where they end by the forecast; None where that
    is not told of this measure, nothing is to come or no target is set."""

    months: list[Month]
    target: Decimal | None
    ending: Ending | None


def course(*, actor: User, measure: Measure, whose: Whose, stretch: Stretch) -> Course:
    """Somebody's course over a stretch of whole months. Raises NotFound for whose orders or targets are not his to see,
    and as ``figures.queries.ask``."""
    queries.seen_measure(actor, measure.code)
    home = queries.departments_of([whose])
    sight = policies.sight_of(actor)
    if whose not in home or not (sight.sees(whose, home[whose]) and sight.counts(whose, home[whose])):
        raise errors.NotFound()
    days = [stretch.since.replace(day=1)]
    while (following := _next(days[-1])) <= stretch.until:
        days.append(following)
    plans = _plans(actor, measure, whose.kind, stretch).get(whose, {})
    targets = [plans[day.year].months[day.month - 1] if day.year in plans else None for day in days]
    now = _by_month(actor, measure, whose, stretch, days[0], stretch.until)
    former = _former(actor, measure, whose, stretch, days)
    nothing = None if measure.is_share else Decimal(0)
    months = [
        Month(day, target, now.get(day, nothing) if day <= stretch.today else None, former.get(year_before(day)))
        for day, target in zip(days, targets, strict=True)
    ]
    whole = sum((one for one in targets if one), Decimal(0))
    if measure.is_share or not whole:
        return Course(months, None, None)
    found = ending.endings(
        actor=actor, measure=measure, kind=whose.kind, stretch=stretch, targets={whose: whole},
        so_far={whose.key: sum((one.reached for one in months if one.reached), Decimal(0))},
    )  # fmt: skip
    return Course(months, whole, found.get(whose.key))


def _former(
    actor: User, measure: Measure, whose: Whose, stretch: Stretch, days: Sequence[date]
) -> dict[date | None, Decimal]:
    """What was reached in each month a year ago; of the month that runs, in as many days of it."""
    found = _by_month(actor, measure, whose, stretch, *last_year(days[0], stretch.until))
    running, today = stretch.today.replace(day=1), stretch.today
    if running not in days or today == month_end(today):
        return found
    so_far = _by_month(actor, measure, whose, stretch, year_before(running), year_before(today))
    others = {month: value for month, value in found.items() if month != year_before(running)}
    return others | so_far


def _next(month: date) -> date:
    return month_end(month) + timedelta(days=1)


def _by_month(
    actor: User, measure: Measure, whose: Whose, stretch: Stretch, since: date, until: date
) -> dict[date | None, Decimal]:
    found = reached.figures_of(
        actor=actor, measure=measure, kind=whose.kind, keys=[whose.key], since=since, until=until,
        today=stretch.today, by_month=True,
    )  # fmt: skip
    return found.get(whose.key, {})
