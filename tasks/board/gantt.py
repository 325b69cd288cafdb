"""The chart of an order's tasks as geometry: which days stand in which column, where each bar and each arrow lies.
Pure: the page draws it as SVG, so it stands without a script, prints, and says the same as the list beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

ROW, BAR, HEAD = 28, 14, 52  # px; a row is as high as one of the list beside it
DAY, WEEK = "day", "week"
WIDTHS = {DAY: 40, WEEK: 12}  # px of a day
LEAST = {DAY: 42, WEEK: 140}  # days that are drawn at least, so that a wide screen is filled
MOST_BY_DAY, MOST = 200, 1500  # days
_BEFORE, _AFTER = 1, 2  # days drawn around the work
AHEAD = 560  # px after today within which a bar is seen when the chart opens on today
UPPER = HEAD + 14 * ROW  # px of the rows that are seen when the chart opens
DONE = "done"  # the look of what is done
_MONDAY = 0
_TURN = 8  # px from the end of a bar to where its arrow turns
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Row:
    """A row to draw: ``key`` names a task (None: a phase), ``look`` is phase, done, crit or norm. A row without days
    has no bar."""

    key: int | None
    start: date | None
    end: date | None
    progress: int = 0
    look: str = "norm"
    is_milestone: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar in px, with what of it is done."""

    row: Row
    x: int
    y: int
    width: int
    done: int

    @property
    def middle(self) -> int:
        """Where its row has its middle."""
        return self.y + BAR // 2

    @property
    def tip(self) -> str:
        """The points of a milestone's diamond at its end."""
        x, y, half = self.x + self.width, self.middle, BAR // 2
        return f"{x - half},{y - half} {x},{y} {x - half},{y + half} {x - BAR},{y}"


@dataclass(frozen=True)
class Tick:
    """A day (or the week that begins with it) in the head."""

    day: date
    x: int
    middle: int
    is_today: bool = False


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn. ``shades`` are days off as (x, width), ``lines`` the x of grid lines with whether one
    is strong, ``arrows`` the paths of what precedes what."""

    scale: str
    first: date
    last: date
    unit: int
    width: int
    height: int
    today_x: int | None
    months: list[Tick] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    shades: list[tuple[int, int]] = field(default_factory=list)
    lines: list[tuple[int, bool]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)

    head: int = HEAD
    bar: int = BAR

    @property
    def body(self) -> int:
        """The height without the head."""
        return self.height - self.head

    @property
    def opens_at(self) -> int:
        """The px to which the chart is opened: today; where no upper task still to do is near it, the first of their
        bars."""
        if self.today_x is None:
            return 0
        live = [bar for bar in self.bars if bar.row.key is not None and bar.row.look != DONE and bar.y < UPPER]
        if any(bar.x <= self.today_x + AHEAD and bar.x + bar.width >= self.today_x for bar in live):
            return self.today_x
        return min((bar.x for bar in live if bar.x > self.today_x), default=self.today_x)


def draw(
    rows: Sequence[Row],
    links: Iterable[tuple[int, int, bool]],
    *,
    today: date,
    is_workday: Callable[[date], bool],
    scale: str = DAY,
) -> Chart:
    """The chart of ``rows`` in their order. ``links`` are (predecessor, successor, whether it counts from its start).
    A work that takes longer than the days of a scale is drawn by weeks, and cut after ``MOST`` days."""
    first, last = _window(rows, today, scale)
    if scale == DAY and (last - first).days >= MOST_BY_DAY:
        return draw(rows, links, today=today, is_workday=is_workday, scale=WEEK)
    unit = WIDTHS[scale]
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    bars = [bar for at, row in enumerate(rows) if (bar := _bar(row, at, first, last, unit)) is not None]
    placed: dict[int | None, Bar] = {bar.row.key: bar for bar in bars if bar.row.key is not None}
    return Chart(
        scale=scale,
        first=first,
        last=last,
        unit=unit,
        width=len(days) * unit,
        height=HEAD + len(rows) * ROW,
        today_x=(today - first).days * unit + unit // 2 if first <= today <= last else None,
        months=_months(days, unit),
        ticks=_ticks(days, unit, scale, today),
        shades=_shades(days, unit, is_workday),
        lines=[(at * unit, one.weekday() == _MONDAY) for at, one in enumerate(days) if _is_line(one, scale)],
        bars=bars,
        arrows=_arrows(placed, links),
    )


def _window(rows: Iterable[Row], today: date, scale: str) -> tuple[date, date]:
    starts = [one.start for one in rows if one.start]
    ends = [one.end for one in rows if one.end]
    first = min(starts, default=today) - timedelta(_BEFORE)
    if scale == WEEK:
        first -= timedelta(first.weekday())
    last = max([*ends, *starts], default=today) + timedelta(_AFTER)
    last = max(last, first + timedelta(LEAST[scale] - 1))
    return first, min(last, first + timedelta(MOST - 1))


def _bar(row: Row, at: int, first: date, last: date, unit: int) -> Bar | None:
    if row.start is None or row.end is None or row.start > last:
        return None
    end = min(row.end, last)
    width = ((end - row.start).days + 1) * unit
    done = int(width * min(max(row.progress, 0), 100) / HUNDRED)
    return Bar(row, (row.start - first).days * unit, HEAD + at * ROW + (ROW - BAR) // 2, width, done)


def _months(days: Sequence[date], unit: int) -> list[Tick]:
    starts = [(at, one) for at, one in enumerate(days) if at == 0 or one.day == 1]
    if len(starts) > 1 and (starts[1][0] - starts[0][0]) * unit < 2 * WIDTHS[DAY]:
        starts = starts[1:]  # the end of a month has no room for its name
    return [Tick(one, at * unit, at * unit) for at, one in starts]


def _ticks(days: Sequence[date], unit: int, scale: str, today: date) -> list[Tick]:
    if scale == DAY:
        return [Tick(one, at * unit, at * unit + unit // 2, one == today) for at, one in enumerate(days)]
    mondays = [(at, one) for at, one in enumerate(days) if one.weekday() == _MONDAY]
    return [Tick(one, at * unit, at * unit + unit * 7 // 2, one <= today < one + timedelta(7)) for at, one in mondays]


def _is_line(day: date, scale: str) -> bool:
    return scale == DAY or day.weekday() == _MONDAY


def _shades(days: Sequence[date], unit: int, is_workday: Callable[[date], bool]) -> list[tuple[int, int]]:
    """Days off that follow each other are one."""
    found: list[tuple[int, int]] = []
    for at, one in enumerate(days):
        if is_workday(one):
            continue
        if found and found[-1][0] + found[-1][1] == at * unit:
            found[-1] = (found[-1][0], found[-1][1] + unit)
        else:
            found.append((at * unit, unit))
    return found


def _arrows(bars: Mapping[int | None, Bar], links: Iterable[tuple[int, int, bool]]) -> list[str]:
    return [
        _arrow(bars[before], bars[after], from_start)
        for before, after, from_start in links
        if {before, after} <= bars.keys()
    ]


def _arrow(before: Bar, after: Bar, from_start: bool) -> str:
    """From the end of a bar (or its start) down or up and into the start of the next."""
    x = before.x + (3 if from_start else before.width)
    into, y = after.x - 2, after.middle
    out = before.middle
    if not from_start and into >= x + 2 * _TURN:
        return f"M{x} {out}H{x + _TURN}V{y}H{into}"
    # no room between them: leave downwards (or upwards) out of the bar, and come in from the left
    side = 1 if y > out else -1
    edge = out + side * (BAR // 2)
    leave = x - 4 if not from_start else x
    if into - _TURN >= leave:
        return f"M{leave} {edge}V{y}H{into}"
    return f"M{leave} {edge}V{edge + side * (ROW - BAR) // 2}H{after.x - _TURN}V{y}H{into}"
