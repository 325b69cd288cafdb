"""What other thresholds would change: how many customers of the last twelve months are of each signal and class by the
present ones and by others (docs/adr/0108). Counts only, of the orders that who asks may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from accounts.people.models import User
from reports.clientele import churn_reading, rhythm, scope, thresholds, worth, worth_reading
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.clientele.worth import CLASSES
from reports.figures import policies
from reports.figures.periods import Period, days_of
from reports.layout.paper import Column, Form, Paper, Row, Text
from reports.standard.reports import Wanted


@dataclass(frozen=True)
class Counted:
    """Key of a signal or a class → customers."""

    signals: Mapping[str, int]
    classes: Mapping[str, int]


def papers(*, actor: User, wanted: Thresholds, today: date) -> tuple[Paper, ...]:
    """Signals and classes as they are and as ``wanted`` would have them; () for who sees no reports, or no amounts."""
    if not rights.can(actor, policies.VIEW) or not scope.sees_amounts(actor):
        return ()
    since, until = days_of(Period.LAST_12_MONTHS, today)
    asked = Wanted(actor, today, since, until, period=Period.LAST_12_MONTHS.value)
    days, present = scope.days_of(asked), thresholds.current()
    now = _counted(asked, days, present)
    then = now if wanted == present else _counted(asked, days, wanted)
    meanings = rhythm.said(wanted)
    signals = [(str(one), label, meanings[one].meaning) for one, label in rhythm.SIGNALS.items()]
    classes = [(one.code, one.label, one.advice) for one in CLASSES]
    return (
        _paper(_("Customers by signal"), pgettext("of a customer", "Signal"), signals, now.signals, then.signals),
        _paper(_("Customers by class"), pgettext("customers", "Value class"), classes, now.classes, then.classes),
    )


def _counted(asked: Wanted, days: Days, limits: Thresholds) -> Counted:
    signals: dict[str, int] = {}
    for one in churn_reading.counts(asked, days, limits):
        signals[str(one.signal)] = signals.get(str(one.signal), 0) + one.customers
    classes: dict[str, int] = {}
    for move in worth_reading.moves(asked, days, limits):
        if move.now is not None:
            code = worth.BY_NUMBER[move.now].code
            classes[code] = classes.get(code, 0) + move.customers
    if sum(classes.values()) < worth.fewest(limits):
        classes = {}
    return Counted(signals, classes)


def _paper(
    title: Text,
    label: Text,
    lines: list[tuple[str, Text, Text]],
    now: Mapping[str, int],
    then: Mapping[str, int],
) -> Paper:
    rows = list(_rows(lines, now, then))
    return Paper(
        title=title,
        columns=(
            Column("what", label),
            Column("now", _("As it is"), Form.COUNT),
            Column("then", _("With these figures"), Form.COUNT),
            Column("difference", pgettext("of thresholds", "Difference"), Form.COUNT),
            Column("meaning", _("When it is given")),
        ),
        rows=rows if any(now.values()) or any(then.values()) else (),
        problem="" if any(now.values()) or any(then.values()) else _("Nothing was found in the last 12 months."),
    )


def _rows(lines: list[tuple[str, Text, Text]], now: Mapping[str, int], then: Mapping[str, int]) -> Iterator[Row]:
    for key, label, meaning in lines:
        before, after = now.get(key, 0), then.get(key, 0)
        yield Row((str(label), before, after, after - before, str(meaning)), key=key)
