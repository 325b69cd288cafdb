"""The lines under the head of every standard report: of which days, of whose orders, narrowed to what, as of when."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import clock, currencies
from common.templatetags import fmt
from reports.facts import reading
from reports.facts.models import FactMark
from reports.figures.periods import LABELS, Period
from reports.figures.question import AGAINST_LABELS
from reports.layout import wording
from reports.layout.paper import Form, Paper, Text
from reports.outlook.papers import whose
from reports.standard import asking, conditions
from reports.standard.reports import Control, Standard, Wanted

Facts = tuple[tuple[Text, Text], ...]


def facts(found: Standard, wanted: Wanted, paper: Paper) -> Facts:
    """What the report says of itself first, the lines of its maker then. A line of the same words comes once."""
    told = [
        *_days(found, wanted, paper),
        *([(found.by_label or _("Told by"), _by(found, wanted))] if found.choices else []),
        *conditions.words(wanted),
        *([] if found.is_live else [(pgettext("orders of a report", "Counted"), whose(wanted.actor))]),
    ]
    columns = [column for one in (paper, *paper.parts) for column in one.columns]
    if any(column.form == Form.MONEY and not column.is_hidden for column in columns):
        told.append((_("Amounts in"), wording.in_money(currencies.base())))
    known = {str(label) for label, _value in told}
    known |= {_("Department")} if wanted.department else set()  # told with those below it
    rest = [(label, value) for label, value in paper.facts if str(label) not in known]
    if _("As of") not in {str(label) for label, _value in rest}:
        marks = FactMark.objects.using(reading.alias()).values_list("caught_up_at", flat=True)
        at = clock.now() if found.is_live else marks.first()  # documents themselves are as they stand now
        if at is not None:
            rest.append((_("As of"), wording.moment(at)))
    return (*told, *rest)


def _days(found: Standard, wanted: Wanted, paper: Paper) -> list[tuple[Text, Text]]:
    """The days that were counted, as its maker says; those that were asked for where he does not."""
    if Control.PERIOD not in found.controls:
        return [(_("Day"), fmt.full_day(wanted.until))] if Control.DAY in found.controls else []
    own = {str(label): value for label, value in paper.facts}
    said = str(own.get(_("Period"), f"{wanted.since} – {wanted.until}"))
    if wanted.period:
        said = _named(LABELS[Period(wanted.period)], said)
    lines: list[tuple[Text, Text]] = [(_("Period"), said)]
    if then := own.get(_("Compared with")):
        lines.append((_("Compared with"), then))
    elif days := asking.former(wanted):
        lines.append((_("Compared with"), _named(AGAINST_LABELS[wanted.against], f"{days[0]} – {days[1]}")))
    return lines


def _named(name: Text, days: str) -> str:
    return _("%(period)s: %(days)s") % {"period": name, "days": days}


def _by(found: Standard, wanted: Wanted) -> Text:
    return next((label for code, label in found.choices if code == wanted.by), wanted.by)
