"""What a report of targets was asked for, and the ways that lead on from it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import month_end
from reports.figures.measures import Measure
from reports.figures.question import Question
from reports.standard import asking, conditions, parameters, showing
from reports.standard.reports import Wanted
from reports.targets import reached, strategy
from reports.targets.pace import Stretch
from reports.targets.subjects import AXIS, Kind, Whose, one_of

COURSE = "target-course"


def stretch_of(wanted: Wanted) -> Stretch:
    return Stretch(wanted.since, wanted.until, wanted.today)


def by_whole_months(wanted: Wanted) -> Wanted:
    """The same of all days of its months."""
    return replace(wanted, since=wanted.since.replace(day=1), until=month_end(wanted.until))


def whose_of(wanted: Wanted) -> Whose:
    """Whose it is: the narrowest that was picked."""
    picked = {
        "person": wanted.salesperson,
        "department": wanted.department,
        "product": wanted.product,
        "category": wanted.category,
        "region": wanted.region,
    }
    name, key = next(((name, key) for name, key in picked.items() if key), ("", 0))
    return one_of(**{name: key}) if name else Whose()  # type: ignore[arg-type]


def only_a_part() -> str:
    """What is said to who sees only a part of what a target is of."""
    return _(
        "You see only a part of the company's orders, and attainment would be wrong. Pick a department or a "
        "salesperson."
    )


def strategy_notes(wanted: Wanted) -> Iterator[str]:
    """What the company means to do in these years, and the department picked."""
    years = range(wanted.since.year, wanted.until.year + 1)
    departments = conditions.department_ids(wanted)
    for one in strategy.of_departments(wanted.actor, years, departments):
        whose = f"{one.department}{pgettext('between the parts of a sentence', ', ')}" if one.department else ""
        label = f"{one.year} {one.get_subject_display()}"
        yield _("%(label)s: %(value)s") % {"label": label, "value": f"{whose}{' '.join(one.text.split())}"}


def course_url(wanted: Wanted, measure: Measure, whose: Whose) -> str:
    """Its course month by month; "" for files."""
    if not wanted.here or measure.is_better_up is None:
        return ""
    days = {"period": wanted.period} if wanted.period else {
        "since": wanted.since.isoformat(), "until": wanted.until.isoformat()
    }  # fmt: skip
    path = showing.address_of(COURSE)
    if wanted.here.startswith(asking.API):
        path = wanted.here.rsplit("/", 2)[0] + f"/{COURSE}/"
    picked = {} if whose.kind is Kind.COMPANY else {AXIS[whose.kind]: whose.key}
    return parameters.joined(path, {"by": measure.code, **days, **picked})


def links(
    wanted: Wanted, measure: Measure, whose: Whose, since: date | None = None, until: date | None = None
) -> dict[str, str]:
    """The way from what was reached to what is counted."""
    asked = Question((measure.code,), since or wanted.since, until or wanted.until, filters=_filters(whose))
    url = asking.rows_of(wanted, asking.up_to_today(asked, wanted), measure.code)
    return {"reached": url} if url else {}


def _filters(whose: Whose) -> dict[str, tuple[str, ...]]:
    if whose.kind is Kind.COMPANY:
        return {}
    keys = reached.below([whose.key]).get(whose.key, ()) if whose.kind is Kind.DEPARTMENT else (whose.key,)
    return {AXIS[whose.kind]: tuple(str(key) for key in keys)}
