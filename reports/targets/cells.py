"""The columns of attainment and what stands in them. Pure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures.measures import Measure
from reports.layout import differing
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Series, Shape, Text, share
from reports.targets import pace
from reports.targets.attaining import Standing
from reports.targets.ending import Ending


def is_ceiling(measure: Measure) -> bool:
    return measure.is_better_up is False


def met(measure: Measure, target: Decimal | None, value: Decimal | None, due: Decimal | None = None) -> str:
    """Whether a target is met; ``due``: of a sum whose days still run, the target of those that are over: nothing is
    missed yet."""
    is_met = None if target is None else pace.is_met(target, value, measure.is_better_up)
    if is_met is None or value is None:
        return ""
    if due is not None and (is_ceiling(measure) == is_met):  # it may still change
        is_on = is_met or pace.is_met(due, value, measure.is_better_up)
        return pgettext("target", "on course") if is_on else pgettext("target", "behind")
    return pgettext("target", "met") if is_met else pgettext("target", "missed")


def gap(measure: Measure) -> Column:
    """Shares differ by points."""
    label = pgettext("of a target", "Points") if measure.form is Form.SHARE else pgettext("of a target", "Difference")
    form = Form.POINTS if measure.form is Form.SHARE else measure.form
    return Column("gap", label, form, definition=_("What was reached less the target."))


def missing(measure: Measure, reached: Decimal | None, target: Decimal) -> Decimal | None:
    """What stands below ``gap``."""
    if measure.form is Form.SHARE:
        return differing.points(reached, target)
    return reached - target if reached is not None else None


def target_label(measure: Measure) -> Text:
    return pgettext("target", "At most") if is_ceiling(measure) else pgettext("column", "Target")


def chart(measure: Measure, across: str, shape: Shape) -> Chart:
    return Chart(shape, measure.label, across, (Series("reached"), Series("target", is_target=True)))


def columns_of(measure: Measure, first: Column, runs: bool, ends: bool) -> tuple[Column, ...]:
    """``runs``: with the pace; ``ends``: with the end by the forecast."""
    form = measure.form
    found = [first, Column("target", target_label(measure), form), Column("reached", _("Reached"), form)]
    if measure.is_share:
        found += [gap(measure), Column("met", pgettext("column of targets", "Met"))]
    else:
        share_of = pgettext("of a target", "Used up") if is_ceiling(measure) else _("Attainment")
        found += [Column("attainment", share_of, Form.SHARE), gap(measure)]
        if is_ceiling(measure):
            found.append(Column("met", pgettext("column of targets", "Met")))
        if runs:
            found += _running(measure)
        if ends:
            found += forecast(measure.form)
    former = _("The same days last year") if runs else _("The same period last year")
    return (*found, Column("former", former, form), differing.column(form, "change"))


def _running(measure: Measure) -> Iterator[Column]:
    form = measure.form
    said = _("The target of the days that are over, today with them.")
    by_today = pgettext("below a target", "by today %(value)s")
    yield Column("due", _("Target by today"), form, definition=said, under="target", said=by_today)
    if not is_ceiling(measure):
        yield Column(
            "needed", _("Needed per day of work"), form,
            definition=_("What is missing, shared out to the days of work that remain after today."),
            under="gap", said=pgettext("below what is missing of a target", "%(value)s a day of work"),
        )  # fmt: skip
    yield from expected(form)


def expected(form: Form) -> Iterator[Column]:
    """Where it ends at this pace."""
    group = pgettext("where a target ends", "At this pace")
    said = _(
        "Where it ends if it goes on like this: by the share that the same days had of last year, else as if every"
        " day brought as much as those so far."
    )
    yield Column("expected", _("Expected by the end"), form, group, said)
    yield Column("expected_share", _("Expected attainment"), Form.SHARE, group, under="expected", said=_of_target())


def forecast(form: Form) -> Iterator[Column]:
    """Where it ends by the forecast."""
    group = pgettext("where a target ends", "By forecast")
    within = _("In 80 of 100 cases it ends between these two: as far off as sums of as many months were in the past.")
    yield Column("ending", _("Expected by the end"), form, group, said_of_forecast())
    yield Column("ending_share", _("Expected attainment"), Form.SHARE, group, under="ending", said=_of_target())
    yield Column("ending_low", pgettext("interval", "From"), form, group, within, under="ending")
    yield Column("ending_high", pgettext("interval", "To"), form, group, within, under="ending", is_end=True)
    said = _("The method was tried on the past: by how much sums of as many months were off on average, of what came.")
    off = pgettext("below a forecast", "off by %(value)s in the past")
    label = pgettext("forecast", "Off by in the past")
    yield Column("ending_how", pgettext("forecast", "Method"), group=group, under="ending", is_behind=True)
    yield Column("ending_off", label, Form.SHARE, group, said, under="ending", said=off, is_behind=True)


def _of_target() -> str:
    return pgettext("below what is expected", "%(value)s of the target")


def said_of_forecast() -> str:
    """What the end by the forecast is."""
    return _(
        "What came so far, and what is expected of the months that remain, by the method that erred least in the past;"
        " of a month that has begun, the part of its days of work that is still to come."
    )


def definition_of_forecast() -> Definition:
    """It for the list of what figures mean."""
    return Definition(
        _("Expected by the end, by forecast"),
        said_of_forecast(),
        exclusions=_("Where the history is too short, has ended or broken off, nothing is said; the column says why."),
    )


def cells_of(measure: Measure, one: Standing, columns: Iterable[Column], name: Cell) -> tuple[Cell, ...]:
    comes = one.expected.value if one.expected else None
    ending = one.ending or Ending(_("Not forecast."))
    values: dict[str, Cell] = {
        "name": name,
        "target": one.target,
        "reached": one.reached,
        "attainment": share(one.reached, one.target),
        "gap": missing(measure, one.reached, one.target),
        "met": met(measure, one.target, one.reached, one.due),
        "due": one.due,
        "needed": one.needed,
        "expected": comes,
        "expected_share": share(comes, one.target),
        "ending": ending.value,
        "ending_low": ending.low,
        "ending_high": ending.high,
        "ending_share": share(ending.value, one.target),
        "ending_off": ending.off,
        "ending_how": ending.how,
        "former": one.former,
        "change": differing.change(measure.form, one.reached, one.former),
    }
    return tuple(values[column.key] for column in columns)
