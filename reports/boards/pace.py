"""How long customers wait, as a tile: the median of cycle times (``process.cycles``) of what took effect in a
period."""

from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.boards import sparks, tiles
from reports.boards.tiles import Tile, Told
from reports.figures.dimensions import AXES, Time
from reports.figures.periods import Period, days_of
from reports.figures.question import stretches
from reports.layout import wording
from reports.layout.paper import Definition, Form
from reports.process import cycle_times, cycles
from reports.process.cycles import Group
from reports.standard.reports import Wanted

CODE = "cycle"
LABEL = gettext_lazy("Cycle time, median")
_PLACE = next(place for place, one in enumerate(cycles.STRETCHES) if one.code == "deliver")


def tile(told: Told) -> Tile:
    """From the last submission to the last signing: half of the orders took no longer."""
    span = told.span
    wanted = Wanted(
        told.actor,
        told.today,
        span.since,
        span.until,
        department=told.department,
        customer_class=told.customer_class,
    )
    now, then = _median(cycles.lengths(wanted, (span.since, span.until))), _median(cycles.lengths(wanted, span.former))
    change, way = tiles.changed(Form.DAYS, now, then)
    query = urlencode({"period": span.period.value, **_narrowed(told)})
    page = f"{reverse('reports:standard', args=[cycle_times.CODE])}?{query}"
    text = wording.written(now, Form.DAYS)
    return Tile(
        code=CODE,
        label=LABEL,
        value=_("%(n)s days") % {"n": text} if now is not None else text,
        number=text,
        unit=_("days") if now is not None else "",
        parts="",
        change=change,
        tone=tiles.tone_of(False, way),
        direction={1: "up", -1: "down"}.get(way, ""),
        spark=sparks.spark(_course(told, wanted)),
        rows=page,
        page=page,
        definition=_definition(),
        form=Form.DAYS,
        figure=now,
        former=then,
    )


def _narrowed(told: Told) -> dict[str, str]:
    """What the report is set to: it tells a class of customers beside the others."""
    found = {"department": str(told.department or ""), "by": "class" if told.customer_class else ""}
    return {name: value for name, value in found.items() if value}


def _course(told: Told, wanted: Wanted) -> list[Decimal | None]:
    year = days_of(Period.LAST_12_MONTHS, told.today)
    days = (year[0], told.today)
    found = {one.key: one for one in cycles.lengths(replace(wanted, since=days[0]), days, AXES[Time.MONTH])}
    return [_of(found[day]) if day in found else None for day in stretches(Time.MONTH, *days)]


def _median(groups: list[Group]) -> Decimal | None:
    return _of(groups[0]) if groups else None


def _of(group: Group) -> Decimal | None:
    median = group.lengths[_PLACE].median
    return None if median is None else Decimal(str(round(median, 2)))


def _definition() -> Definition:
    return Definition(LABEL, cycles.STRETCHES[_PLACE].meaning, exclusions=_("Orders that nobody signed for yet"))
