"""The columns of attainment and what stands in them. Pure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures.measures import Measure
from reports.layout.paper import Cell, Chart, Column, Form, Series, Shape, Text, growth, share
from reports.targets import pace
from reports.targets.attaining import Standing


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
    form = Form.GROWTH if measure.form is Form.SHARE else measure.form
    return Column("gap", label, form, definition=_("What was reached less the target."))


def change(measure: Measure, now: Decimal | None, former: Decimal | None) -> Decimal | None:
    if measure.form is Form.SHARE:
        return now - former if now is not None and former is not None else None
    return growth(now, former)


def target_label(measure: Measure) -> Text:
    return pgettext("target", "At most") if is_ceiling(measure) else pgettext("column", "Target")


def chart(measure: Measure, across: str, shape: Shape) -> Chart:
    return Chart(shape, measure.label, across, (Series("reached"), Series("target", is_target=True)))


def columns_of(measure: Measure, first: Column, runs: bool) -> tuple[Column, ...]:
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
    former = _("The same days last year") if runs else _("The same period last year")
    return (*found, Column("former", former, form), Column("change", pgettext("report", "Change"), Form.GROWTH))


def _running(measure: Measure) -> Iterator[Column]:
    form = measure.form
    said = _("The target of the days that are over, today with them.")
    yield Column("due", _("Target by today"), form, definition=said)
    if not is_ceiling(measure):
        yield Column(
            "needed", _("Needed per day of work"), form,
            definition=_("What is missing, shared out to the days of work that remain after today."),
        )  # fmt: skip
    said = _(
        "Where it ends if it goes on like this: by the share that the same days had of last year, else as if every"
        " day brought as much as those so far."
    )
    yield Column("expected", _("Expected by the end"), form, definition=said)
    yield Column("expected_share", _("Expected attainment"), Form.SHARE)


def cells_of(measure: Measure, one: Standing, columns: Iterable[Column], name: Cell) -> tuple[Cell, ...]:
    comes = one.expected.value if one.expected else None
    values: dict[str, Cell] = {
        "name": name,
        "target": one.target,
        "reached": one.reached,
        "attainment": share(one.reached, one.target),
        "gap": one.reached - one.target if one.reached is not None else None,
        "met": met(measure, one.target, one.reached, one.due),
        "due": one.due,
        "needed": one.needed,
        "expected": comes,
        "expected_share": share(comes, one.target),
        "former": one.former,
        "change": change(measure, one.reached, one.former),
    }
    return tuple(values[column.key] for column in columns)
