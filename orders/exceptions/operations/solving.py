"""An exception is answered, looked into, decided about together, told to the customer, closed and reopened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import dates, editing, errors, events
from common.errors import Text
from common.operation import operation
from orders.exceptions import locking, notices, policies, rules, states
from orders.exceptions.choices import ToldBy
from orders.exceptions.models import ExceptionCase, JointDecision
from orders.exceptions.operations.raising import disputed_error, owner_of
from orders.exceptions.states import Move, Status
from orders.order import said

LONGEST = 4000
FINDINGS = ("cause", "cause_text", "responsible", "remedy", "remedy_text", "cost")
FIELDS = ("kind", "severity", "description", "disputed_amount", "disputed_document", "owner", *FINDINGS)
_UNTOUCHED = tuple(one.name for one in ExceptionCase._meta.fields if one.name not in FIELDS or one.name == "owner")
_TEXTS = ("description", "cause_text", "remedy_text")


@operation
def answer_case(*, actor: User, case_id: int, answer: str, at: datetime, version: int | None = None) -> ExceptionCase:
    """Say what is being done: the exception is being solved and escalates no more. A later answer takes the place of an
    earlier one; the history keeps both. Raises NotFound, NotAllowed, Stale, WrongState (closed), Invalid."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    was, text = case.status, _required(answer, "answer", _("Write what is being done."))
    case.status = states.after(was, Move.ANSWER)
    case.answer, case.answered_by = text, actor
    case.answered_at = case.answered_at or at
    case.next_escalation_at = None
    locking.save(case)
    notices.step(case, Move.ANSWER, was, actor, at, text)
    _settle_asked(case, at)
    message = gettext_noop("%(about)s: %(person)s answered %(case)s.")
    people = {*notices.concerned(case, actor), case.raised_by_id} - {actor.pk}
    notices.tell("answered", case, sorted(people), message=message, at=at, person=actor.name)
    return case


@operation
def change_case(
    *, actor: User, case_id: int, changes: Mapping[str, Any], at: datetime, version: int | None = None
) -> ExceptionCase:
    """Write down what was found out: fields of ``FIELDS`` (cause, who answers for it, remedy, cost, severity, owner …).
    Another severity moves the time to answer; another owner is told. Raises NotFound, NotAllowed, Stale with the fields
    that differ, WrongState (closed), Invalid."""
    case = locking.lock_case(actor, case_id, policies.WORK, None)
    columns = editing.as_columns(ExceptionCase, changes, FIELDS)
    if version is not None:
        editing.require_version(case, version, columns)
    if case.status == Status.CLOSED:
        states.after(case.status, Move.ANSWER)  # raises
    owner = columns.pop("owner_id", None) if "owner_id" in columns else None
    before = (case.severity, case.owner_id)
    fields = editing.assign(case, columns)
    if owner is not None and owner != case.owner_id:
        case.owner = owner_of(actor, case.customer, case.order, owner)
        fields = [*fields, "owner"]
    _check(case)
    if case.severity != before[0] and case.status == Status.OPEN:
        case.answer_due_at = rules.answer_due(case.severity, case.raised_at)
        case.next_escalation_at = case.answer_due_at if not case.escalations else case.next_escalation_at
    locking.save(case)
    said.tell(customer_id=case.customer_id, order_id=case.order_id, at=at)
    events.record("exception.changed", case, at=at, fields=fields)
    if case.owner_id != before[1]:
        message = gettext_noop("%(about)s: %(case)s was given to %(owner)s.")
        notices.tell("assigned", case, [case.owner_id], message=message, at=at, owner=case.owner.name)
    return case


@operation
def record_decision(
    *,
    actor: User,
    case_id: int,
    participants: str,
    text: str,
    responsible_id: int,
    at: datetime,
    due_date: date | None = None,
    version: int | None = None,
) -> JointDecision:
    """Write down what was decided together: who took part, what, who does it, by when (R214, R219). Who does it is
    told. Raises NotFound, NotAllowed, Stale, WrongState (closed), Invalid."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    if case.status == Status.CLOSED:
        states.after(case.status, Move.ANSWER)  # raises
    wrong: dict[str, list[Text]] = {}
    if not 0 < len(participants.strip()) <= 300:
        wrong["participants"] = [_("Say who took part, in at most 300 characters.")]
    if not 0 < len(text.strip()) <= LONGEST:
        wrong["text"] = [_("Write what was decided.")]
    if due_date is not None and due_date < dates.business_day(at):
        wrong["due_date"] = [_("Choose today or a later day.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    person = owner_of(actor, case.customer, case.order, responsible_id)
    made = JointDecision.objects.create(
        case=case,
        participants=participants.strip(),
        text=text.strip(),
        responsible=person,
        due_date=due_date,
        recorded_by=actor,
        recorded_at=at,
    )
    locking.save(case)
    message = gettext_noop("%(about)s: decided about %(case)s: %(person)s does it.")
    people = {*notices.concerned(case, actor), person.pk} - {actor.pk}
    notices.tell("decided", case, sorted(people), message=message, at=at, person=person.name)
    return made


@operation
def tell_customer(
    *,
    actor: User,
    case_id: int,
    told_how: str,
    told_text: str,
    told_date: date,
    at: datetime,
    version: int | None = None,
) -> ExceptionCase:
    """Write down when and how the customer was told, and what (R214, R218). Raises NotFound, NotAllowed, Stale,
    Invalid."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    wrong: dict[str, list[Text]] = {}
    if told_how not in ToldBy.values:
        wrong["told_how"] = [_("Choose how.")]
    if told_date > dates.business_day(at):
        wrong["told_date"] = [_("This day is still to come.")]
    if not 0 < len(told_text.strip()) <= LONGEST:
        wrong["told_text"] = [_("Write what the customer was told.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    case.told_date, case.told_how, case.told_text, case.told_by = told_date, told_how, told_text.strip(), actor
    locking.save(case)
    message = gettext_noop("%(about)s: the customer was told about %(case)s.")
    notices.tell("told", case, notices.concerned(case, actor), message=message, at=at, how=told_how)
    return case


@operation
def close_case(*, actor: User, case_id: int, at: datetime, version: int | None = None) -> ExceptionCase:
    """It is done with: root cause and remedy are on record, of a complaint also that the customer was told. What it
    disputed is disputed no more. Raises NotFound, NotAllowed, Stale, WrongState (closed), Incomplete (fields)."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    was = case.status
    case.status = states.after(was, Move.CLOSE)
    if wrong := rules.missing_to_close(case):
        raise errors.Incomplete(_("Before it is closed, this is written down."), fields=wrong)
    case.closed_by, case.closed_at, case.next_escalation_at = actor, at, None
    locking.save(case)
    notices.step(case, Move.CLOSE, was, actor, at)
    _settle_asked(case, at)
    message = gettext_noop("%(about)s: %(case)s was closed.")
    people = {*notices.concerned(case, actor), case.raised_by_id} - {actor.pk}
    notices.tell("closed", case, sorted(people), message=message, at=at)
    return case


@operation
def reopen_case(*, actor: User, case_id: int, reason: str, at: datetime, version: int | None = None) -> ExceptionCase:
    """It is not done with after all, with a reason: an answer is asked anew. Raises NotFound, NotAllowed, Stale,
    WrongState (not closed), Invalid."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    was, text = case.status, _required(reason, "reason", _("Say why."))
    case.status = states.after(was, Move.REOPEN)
    case.closed_by = case.closed_at = case.answered_at = case.answered_by = None
    case.escalations, case.answer_due_at = 0, rules.answer_due(case.severity, at)
    case.next_escalation_at = case.answer_due_at
    locking.save(case)
    notices.step(case, Move.REOPEN, was, actor, at, text)
    message = gettext_noop("%(about)s: %(case)s was opened again: %(why)s")
    notices.tell("reopened", case, notices.concerned(case, actor), message=message, at=at, reason=text, why=text[:200])
    return case


def _required(text: str, field: str, words: str) -> str:
    if not text.strip():
        raise errors.Invalid(fields={field: [words]})
    if len(text.strip()) > LONGEST:
        raise errors.Invalid(fields={field: [_("At most %(count)s characters.") % {"count": LONGEST}]})
    return text.strip()


def _check(case: ExceptionCase) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = {}
    if fault := disputed_error(case.order, case.disputed_amount):
        wrong["disputed_amount"] = [fault]
    if fault := rules.amount_error(case.cost):
        wrong["cost"] = [fault]
    if not case.description.strip():
        wrong["description"] = [_("Write what happened.")]
    for name in _TEXTS:
        if len(getattr(case, name)) > LONGEST:
            wrong[name] = [_("At most %(count)s characters.") % {"count": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    editing.check(case, exclude=_UNTOUCHED)


def _settle_asked(case: ExceptionCase, at: datetime) -> None:
    """Nothing is asked of its owner any more."""
    label = ExceptionCase._meta.label_lower
    inbox.settle([case.owner_id], kind=notices.ASKED, subject_type=label, subject_id=case.pk, at=at)
