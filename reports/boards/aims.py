"""A figure beside its target: whose target it is, by how much it is missed, which way is good (R244, SEMANTICS 15).
Targets are read in ``targets``; no figure is counted here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from common import currencies
from reports.boards import sparks
from reports.figures.measures import Measure
from reports.layout import wording
from reports.layout.paper import Form, share
from reports.targets import policies as seen_targets
from reports.targets import queries as targets
from reports.targets.models import Target
from reports.targets.subjects import Kind
from reports.targets.subjects import Whose as Subject

NEAR = Decimal("0.05")  # of the target: missed by less is no alarm


@dataclass(frozen=True)
class Whose:
    """Whose target: the company's where both are empty."""

    department: int = 0
    person: int = 0


@dataclass(frozen=True)
class Aim:
    """The target of a period, whole (``text``) and in few characters (``short``). ``words``: how far off; ``tone``:
    whether that is good. ``course``: month by month."""

    value: Decimal
    text: str
    words: str
    tone: str
    course: tuple[Decimal | None, ...]
    short: str = ""


def whose(actor: User, department: int, since: date, until: date) -> Whose | None:
    """Whose target ``actor``'s figures over some days are to reach: that of a department where one is picked, else as
    ``targets.policies.beside_all``. None where none would be of the same orders."""
    if department:
        seen = seen_targets.sight_of(actor).counts(Subject(Kind.DEPARTMENT, department))
        return Whose(department) if seen else None
    found = seen_targets.beside_all(actor, since, until)
    if found is None:
        return None
    key = int(found.key)
    return Whose(person=key) if found.kind is Kind.PERSON else Whose(key)


def with_targets(whose: Whose | None, years: Sequence[int]) -> frozenset[str]:
    """The measures for which anything is set for them: most have none, and need not be asked for."""
    if whose is None:
        return frozenset()
    rows = Target.objects.filter(
        year__in=years,
        region="",
        product=None,
        category=None,
        department=whose.department or None,
        person=whose.person or None,
    ).order_by()
    return frozenset(rows.values_list("measure", flat=True).distinct())


def departments_with_targets(code: str, years: Sequence[int]) -> frozenset[int]:
    """The departments for which a target of a measure is set."""
    rows = Target.objects.filter(measure=code, year__in=years, department__isnull=False).order_by()
    return frozenset(rows.values_list("department_id", flat=True).distinct())


def wanted_by(actor: User, measure: Measure, since: date, until: date, whose: Whose) -> Decimal | None:
    """What is to be reached over some days; None unless something is set for all of them."""
    return targets.reached_by(actor, measure.code, since, until, department=whose.department, person=whose.person)


def course_of(actor: User, measure: Measure, days: Sequence[date], whose: Whose | None) -> list[Decimal | None]:
    """The target of the month of each day; [] where it is nobody's."""
    if whose is None:
        return []
    return targets.course(actor, measure.code, days, department=whose.department, person=whose.person)


def aim(
    actor: User,
    measure: Measure,
    value: Decimal | None,
    *,
    whose: Whose,
    days: tuple[date, date],
    today: date,
    months: Sequence[date] = (),
) -> Aim | None:
    """The target of ``days`` and how ``value`` stands to it; a sum of a period that runs is judged by the days that
    have passed. None where nothing is set."""
    wanted = wanted_by(actor, measure, *days, whose)
    if not wanted:
        return None
    course = course_of(actor, measure, months, whose) if months else []
    so_far = wanted
    if not measure.is_share and today < days[1]:
        so_far = wanted_by(actor, measure, days[0], today, whose) or wanted
    words, tone = judged(measure, value, wanted, so_far)
    short = sparks.in_short(wanted, measure.form, currencies.base())
    return Aim(wanted, wording.written(wanted, shown_form(measure)), words, tone, tuple(course), short)


def judged(measure: Measure, value: Decimal | None, wanted: Decimal, so_far: Decimal) -> tuple[str, str]:
    """How a figure stands to its target, in words, and whether that is good. Of a sum, the share of it that is
    reached."""
    if value is None:
        return "", "t3"
    is_up = measure.is_better_up is not False
    missing = wanted - value if is_up else value - wanted
    if not measure.is_share:
        words = wording.written(share(value, wanted), Form.SHARE)
        return words, _tone(so_far - value if is_up else value - so_far, so_far)
    if missing <= 0:
        return pgettext("target", "reached"), "ok"
    amount = wording.written(missing * 100, Form.DAYS) if measure.form is Form.SHARE else _plain(missing, measure)
    text = _("short by %(amount)s") if is_up else _("over by %(amount)s")
    return text % {"amount": amount}, _tone(missing, wanted)


def _plain(value: Decimal, measure: Measure) -> str:
    return wording.written(value, shown_form(measure))


def _tone(missing: Decimal, wanted: Decimal) -> str:
    if missing <= 0:
        return "ok"
    return "warn" if missing <= wanted * NEAR else "bad"


def shown_form(measure: Measure) -> Form:
    """How a tile writes it: money in whole units."""
    return Form.COUNT if measure.form is Form.MONEY else measure.form
