"""Where what was reached ends by the forecast: what came so far and what is expected of the days that remain (R244,
R256, R274). The method is the one that erred least in the past, as on the page of forecasts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from common.dates import month_end
from common.workdays import calendar
from reports.figures.measures import Measure
from reports.forecast import forecasting, refusing, wording
from reports.forecast.backtest import Miss
from reports.forecast.methods import Method
from reports.forecast.series import Rhythm, Series, collect
from reports.forecast.sheets import amount
from reports.forecast.together import together
from reports.outlook.wanted import MEASURES, Wanted
from reports.outlook.wanted import since as history_begins
from reports.targets import reached
from reports.targets.pace import Stretch
from reports.targets.subjects import Kind, Whose

MOST = 40  # of a table: each is worked out with all methods when its history has changed
_KEPT = 60 * 60 * 24 * 40  # seconds: the history changes with every month
_RELEASE = 1  # of what is kept

Months = Mapping[date | None, Decimal]


@dataclass(frozen=True)
class Ending:
    """Expected by the end, between ``low`` and ``high`` in 80 of 100 cases. ``off``: errors of sums of as many months
    in the past as a share of what came; ``how``: the method, or why nothing is said."""

    how: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    off: Decimal | None = None


def is_told(measure: Measure, stretch: Stretch) -> bool:
    """Whether it can be told of this measure, and there are days to come."""
    return measure.code in MEASURES and stretch.today < stretch.until


def endings(
    *,
    actor: User,
    measure: Measure,
    kind: Kind,
    stretch: Stretch,
    targets: Mapping[Whose, Decimal],
    so_far: Mapping[int | str, Decimal],
) -> dict[int | str, Ending]:
    """Where each of ``targets`` ends, by the key of whose it is: one question brings all their months. ``so_far``: what
    they reached of the stretch. Raises as ``figures.queries.ask``."""
    if not is_told(measure, stretch):
        return {}
    parts = parts_of(stretch)
    largest = sorted(targets, key=lambda one: (-targets[one], str(one.key)))
    told, rest = [one.key for one in largest[:MOST]], [one.key for one in largest[MOST:]]
    months: dict[int | str, dict[date | None, Decimal]] = {}
    if len(parts) <= forecasting.LONGEST[Rhythm.MONTH.season]:
        months = reached.figures_of(
            actor=actor, measure=measure, kind=kind, keys=told, since=history_begins(stretch.today),
            until=month_end(stretch.today), today=stretch.today, by_month=True,
        )  # fmt: skip
    found = {
        key: _ending(measure, _series(months.get(key, {}), stretch.today), parts, so_far.get(key, Decimal(0)))
        for key in told
    }
    few = _("No forecast: only the %(most)s with the largest targets are forecast here.") % {"most": MOST}
    return found | dict.fromkeys(rest, Ending(few))


def parts_of(stretch: Stretch) -> list[float]:
    """Of the months from the running one to that in which the stretch ends: which part of its days of work is still to
    come and belongs to it; nothing of months before it begins."""
    days = calendar()
    found, month = [], stretch.today.replace(day=1)
    while month <= stretch.until:
        before, last = month - timedelta(days=1), month_end(month)
        after, end = max(before, stretch.today, stretch.since - timedelta(days=1)), min(last, stretch.until)
        work = days.between(before, last)
        mine, whole = (days.between(after, end), work) if work > 0 else ((end - after).days, (last - before).days)
        found.append(max(0, mine) / whole)
        month = last + timedelta(days=1)
    return found


def _series(months: Months, today: date) -> Series:
    rows = ((month, figure) for month, figure in months.items() if month is not None)
    return collect(rows, Rhythm.MONTH, today, history_begins(today))


def _ending(measure: Measure, series: Series, parts: Sequence[float], so_far: Decimal) -> Ending:
    is_demand = Wanted(measure, {}).is_demand
    if not any(parts):  # the days that remain are no days of work
        return Ending(_("No day of work is left."), so_far, so_far, so_far)
    while not parts[-1]:
        parts = parts[:-1]
    if why := _refused(series, len(parts)):
        return Ending(why)
    method, steps, misses = _worked_out(series, len(parts), is_demand=is_demand)
    found = together(series.values, series.season, steps, misses, parts, is_demand=is_demand)

    def by_the_end(value: float) -> Decimal:
        return so_far + (amount(value, measure.form) or Decimal(0))

    tried = ngettext("tried %(count)d time", "tried %(count)d times", found.tried) % {"count": found.tried}
    return Ending(
        _("%(method)s (%(tried)s)") % {"method": method.label, "tried": tried},
        by_the_end(found.value),
        by_the_end(found.low80),
        by_the_end(found.high80),
        None if found.off is None else Decimal(repr(round(found.off, 4))),
    )


def _refused(series: Series, ahead: int) -> str:
    """Why nothing is said; "" where something can be."""
    most = forecasting.LONGEST[series.season]
    if ahead > most:
        return _("No forecast: the end is %(months)s ahead; at most %(most)s are forecast.") % {
            "months": wording.lasting(ahead, series.rhythm),
            "most": wording.lasting(most, series.rhythm),
        }
    if refusal := refusing.refuse(series):
        return wording.refused(refusal, series.rhythm)
    bears = forecasting.bear(len(series.values), series.season, ahead)
    if bears < ahead:
        return _("No forecast: the end is %(months)s ahead; the history is long enough for %(bears)s.") % {
            "months": wording.lasting(ahead, series.rhythm),
            "bears": wording.lasting(bears, series.rhythm),
        }
    return ""


def _worked_out(series: Series, ahead: int, *, is_demand: bool) -> tuple[Method, list[float], list[Miss]]:
    """The method chosen, what it says, its errors in the past: the same for the same history, and so kept."""
    asked = repr((_RELEASE, series.first, series.values, ahead, is_demand))
    key = f"targets-ending-{hashlib.sha256(asked.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        chosen = forecasting.forecast(series, ahead, is_demand=is_demand).chosen
        if chosen is None:  # refused: asked before
            raise ValueError("there is no forecast")
        misses = [(one.origin, one.index, one.said, one.came) for one in chosen.misses]
        kept = (str(chosen.method), list(chosen.steps), misses)
        cache.set(key, kept, _KEPT)
    method, steps, misses = kept
    return Method(method), steps, [Miss(*one) for one in misses]
