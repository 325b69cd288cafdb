"""The periodic assessment of risks with its preventive measures (R116)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from orders.risk import queries
from orders.risk.models import RiskAssessment, RiskMeasure
from orders.risk.policies import ASSESS


@dataclass(frozen=True)
class Measure:
    """What is to be done, by whom, until when."""

    text: str
    owner_id: int
    due_date: date


@operation
def assess(
    *,
    actor: User,
    title: str,
    findings: str,
    at: datetime,
    measures: Sequence[Measure] = (),
    next_on: date | None = None,
) -> RiskAssessment:
    """Record an assessment with its measures; the numbers of the day are kept with it. Owners of measures are told.
    Raises NotAllowed, Invalid."""
    rights.require(actor, ASSESS)
    today = dates.business_day(at)
    wrong: dict[str, list[errors.Text]] = {}
    if not title.strip():
        wrong["title"] = [_("Give it a title.")]
    if not findings.strip():
        wrong["findings"] = [_("Write what was found.")]
    if next_on is not None and next_on <= today:
        wrong["next_on"] = [_("Choose a day to come.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    assessment = RiskAssessment(
        day=today,
        title=title.strip(),
        findings=findings.strip(),
        numbers=[one.stored() for one in queries.rates()],
        next_on=next_on,
        created_by=actor,
        created_at=at,
    )
    editing.check(assessment, exclude=("created_by", "numbers"))
    assessment.save(force_insert=True)
    for one in measures:
        owner = people.get_active_person(one.owner_id, "measures")
        measure = RiskMeasure(assessment=assessment, text=one.text.strip(), owner=owner, due_date=one.due_date)
        editing.check(measure, exclude=("assessment", "owner", "done_by", "done_at"))
        measure.save(force_insert=True)
    told = sorted({one.owner_id for one in measures} - {actor.pk})
    message = gettext_noop("You own a preventive measure of “%(title)s”.")
    inbox.notify(
        told, kind="risk.measure", message=message, parameters={"title": assessment.title}, subject=assessment, at=at
    )
    events.record("risk.assessed", assessment, at=at, measures=len(measures))
    return assessment


@operation
def finish_measure(*, actor: User, measure_id: int, at: datetime, version: int | None = None) -> RiskMeasure:
    """A measure is done: said by its owner, or by who assesses. Raises NotFound, NotAllowed, Stale, WrongState."""
    rows = RiskMeasure.objects.select_for_update(no_key=True, of=("self",))
    measure = rows.select_related("assessment__created_by", "owner")
    found = measure.filter(pk=measure_id).first()
    if found is None:
        raise errors.NotFound()
    if found.owner_id != actor.pk:
        who = (found.owner, found.assessment.created_by)
        departments = [one.department_id for one in who]
        rights.require(actor, ASSESS, owners=[one.pk for one in who], departments=departments)
    editing.require_seen(found, version)
    if found.done_at is not None:
        raise errors.WrongState(_("This was done already."), possible=[])
    found.done_by, found.done_at = actor, at
    found.version += 1
    found.save(update_fields=["done_by", "done_at", "version"])
    events.record("risk.measure_done", found.assessment, at=at, measure=found.text[:200])
    return found
