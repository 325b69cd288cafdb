"""The matrix is kept here: rows with their steps, saved in one call (SEMANTICS 7). What waits already is decided as it
was asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import Department, User
from common import editing, errors, events, stamps
from common.operation import operation
from orders.approval import measures
from orders.approval.matrix import rules
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.models import Escalation
from orders.approval.subjects import subjects
from segments import queries as segments
from segments.fields import Level

KEEP = "approval.matrix"
FIELDS = ("subject_type", "position", "name", "segment", "signs", "at_least", "is_active")
STEP_FIELDS = ("kind", "is_all", "role", "departments", "people", "hours", "escalation", "escalate_to")
MOST_STEPS = 10
Kind = MatrixStep.Kind
Faults = dict[str, list[errors.Text]]


@operation
def save_row(
    *,
    actor: User,
    at: datetime,
    row_id: int | None = None,
    version: int | None = None,
    steps: Sequence[Mapping[str, Any]] | None = None,
    **changes: Any,
) -> MatrixRow:
    """Add or change a row (read at ``version``); ``steps`` replaces its steps, in order, each with ``STEP_FIELDS``:
    departments and people as keys. In effect for what is submitted from now on.

    Raises NotAllowed, NotFound, Stale, Invalid with paths like ``steps.2.role``.
    """
    policies.require(actor, KEEP)
    row = editing.locked_or_new(MatrixRow, row_id)
    changed = editing.change(row, editing.as_columns(MatrixRow, changes, FIELDS), version)
    if steps is not None and row.pk and not changed:
        row.version += 1  # its steps count as its own
    _check(row)
    if not row.pk and not steps:
        raise errors.Invalid(fields={"steps": [_("Say who decides: add at least one step.")]})
    row.save()
    if steps is not None:
        _replace_steps(row, steps)
    stamps.touch(rules.STAMP)
    kept = [_kept(step) for step in row.steps.all()]
    events.record("approval_matrix.saved", row, at=at, number=row.name[:80], changed=changed, steps=kept)
    return row


def _check(row: MatrixRow) -> None:
    editing.check(row)
    subject = subjects.get(row.subject_type)
    if subject is None:
        raise errors.Invalid(fields={"subject_type": [_("Nothing of this kind is approved.")]})
    unknown = set(row.signs) - {code for code, _words in subject.signs()}
    if unknown:
        raise errors.Invalid(fields={"signs": [_("There is no such risk: %(name)s.") % {"name": sorted(unknown)[0]}]})
    row.at_least = _least(row, [code for code, _words, _unit in subject.measures()])
    if row.segment_id is not None:
        known = segments.company_segments().filter(pk=row.segment_id, level=Level.ORDER)
        if not known.exists():
            raise errors.Invalid(fields={"segment": [_("Choose a condition on orders of the whole company.")]})


def _least(row: MatrixRow, known: Sequence[str]) -> dict[str, str]:
    """The least figures of a row as they are kept. Raises Invalid."""
    if not isinstance(row.at_least, Mapping) or set(row.at_least) - set(known):
        raise errors.Invalid(fields={"at_least": [_("What is approved here has no such figure.")]})
    try:
        return measures.stored(measures.read(row.at_least))
    except ValueError:
        raise errors.Invalid(fields={"at_least": [_("Enter more than zero.")]}) from None


def _replace_steps(row: MatrixRow, given: Sequence[Mapping[str, Any]]) -> None:
    if not 1 <= len(given) <= MOST_STEPS:
        text = _("A row has between 1 and %(most)s steps.") % {"most": MOST_STEPS}
        raise errors.Invalid(fields={"steps": [text]})
    faults: Faults = {}
    steps = []
    for place, values in enumerate(given, 1):
        columns = editing.as_columns(MatrixStep, values, STEP_FIELDS)
        step = MatrixStep(row=row, sequence=place, **columns)
        _forget_what_is_not_asked(step)
        faults |= {f"steps.{place}.{name}": texts for name, texts in _faults_of(step).items()}
        steps.append(step)
    if faults:
        raise errors.Invalid(fields=faults)
    row.steps.all().delete()
    MatrixStep.objects.bulk_create(steps)


def _forget_what_is_not_asked(step: MatrixStep) -> None:
    """Only what the kind of the step asks for is kept."""
    if step.kind != Kind.ROLE:
        step.role_id = None
    if step.kind != Kind.DEPARTMENT:
        step.departments = []
    if step.kind != Kind.PERSON:
        step.people = []
    if step.escalation != Escalation.PERSON:
        step.escalate_to_id = None


def _faults_of(step: MatrixStep) -> Faults:
    """What is wrong with a step, column by column."""
    faults: Faults = {}
    try:
        editing.check(step, exclude=("row", "sequence"))
    except errors.Invalid as error:
        faults |= error.fields
    if step.kind == Kind.CUSTOMER and not subjects[step.row.subject_type].asks_customer:
        faults["kind"] = [_("The customer is not asked about this by a step.")]
    if step.kind == Kind.ROLE and step.role_id is None:
        faults["role"] = [_("Choose the role.")]
    if step.kind == Kind.DEPARTMENT:
        known = Department.objects.filter(pk__in=step.departments, is_active=True).count()
        if not step.departments or known != len(set(step.departments)):
            faults["departments"] = [_("Choose departments that are in use.")]
    if step.kind == Kind.PERSON:
        known = User.objects.filter(pk__in=step.people, is_active=True, is_system=False).count()
        if not step.people or known != len(set(step.people)):
            faults["people"] = [_("Choose people who work here.")]
    if step.escalation == Escalation.PERSON and step.escalate_to_id is None:
        faults["escalate_to"] = [_("Choose who is asked when it is late.")]
    return faults


def _kept(step: MatrixStep) -> dict[str, Any]:
    """A step as the event log keeps it."""
    return {
        "kind": step.kind,
        "is_all": step.is_all,
        "role": step.role_id,
        "departments": step.departments,
        "people": step.people,
        "hours": str(step.hours) if step.hours is not None else None,
        "escalation": step.escalation,
        "escalate_to": step.escalate_to_id,
    }
