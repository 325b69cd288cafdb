"""Departments are asked what a change means for them, and answer in parallel (SEMANTICS 8, R197, R198)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import Department, User
from common import editing, errors, events, worktime
from common.errors import Text
from common.operation import operation
from orders.changes import queries as requests
from orders.changes.assessing import concerning, policies, queries
from orders.changes.assessing.models import ChangeAssessment, ChangeDepartment
from orders.changes.assessing.rights import EDIT
from orders.changes.choices import Verdict
from orders.changes.impact import operations as impact
from orders.changes.models import ChangeRequest
from orders.changes.projecting import Item, Projection
from orders.changes.states import State

ZERO = Decimal(0)
SUBJECT = ChangeRequest._meta.label_lower
ASKED = "change.departments_asked"  # kinds of inbox lines
LATE, ANSWERED = "change.assessment_late", "change.assessed"
ANSWERS = {
    Verdict.FEASIBLE: gettext_noop("%(department)s: %(request)s of %(order)s is feasible."),
    Verdict.CONDITIONS: gettext_noop("%(department)s: %(request)s of %(order)s is feasible with conditions."),
    Verdict.NOT_FEASIBLE: gettext_noop("%(department)s: %(request)s of %(order)s is not feasible."),
}
MOST_DAYS, LONGEST, LONGEST_KIND = 999, 500, 120
FIELDS = ("aspects", "hours", "urgent_hours", "is_active")


def ask_departments(
    request: ChangeRequest, projection: Projection, items: Iterable[Item], *, actor: User, at: datetime
) -> list[ChangeAssessment]:
    """Ask every department that the items concern, inside the operation that holds the order and the request; what it
    was asked before is void. They have hours of work to answer, fewer for an urgent request; their heads and people
    with the right are told."""
    former = {one.kind: one for one in queries.assessments_of(request)}
    release(request, at=at)
    what, work = concerning.about(projection, items), worktime.hours_of_work()
    asked = []
    for one in concerning.concerned(queries.departments(), what):
        hours = one.urgent_hours if request.is_urgent else one.hours
        version = former[one.kind].version + 1 if one.kind in former else 1
        due = worktime.due(at, hours, work)
        row = ChangeAssessment(request=request, kind=one.kind, asked_at=at, due_at=due, version=version)
        row.save(force_insert=True)
        asked.append(row)
        message = gettext_noop("%(request)s of %(order)s: say what it means for %(department)s.")
        _tell([pk for pk in policies.told(one.kind) if pk != actor.pk], ASKED, message, row, at)
    if asked:
        events.record(ASKED, request, at=at, order=str(request.order), departments=[one.kind for one in asked])
    return asked


def release(request: ChangeRequest, *, at: datetime) -> None:
    """Nobody is asked any more about a request as it stood, inside the operation that holds it."""
    for one in queries.assessments_of(request):
        one.request, one.is_void = request, True
        one.save(update_fields=["is_void"])
        if not one.verdict:
            _settle(one, at)


def stand_down(request: ChangeRequest, *, at: datetime) -> None:
    """Nobody is asked any more about a request that left the departments' hands, inside the operation that holds it;
    what they answered stays."""
    asked = sorted({pk for one in queries.pending(request) for pk in policies.told(one.kind)})
    for kind in (ASKED, LATE):
        inbox.settle(asked, kind=kind, subject_type=SUBJECT, subject_id=request.pk, at=at)


@operation
def answer(
    *,
    actor: User,
    request_id: int,
    kind: str,
    verdict: str,
    at: datetime,
    days: int = 0,
    cost: Decimal = ZERO,
    cost_kind: str = "",
    conditions: str = "",
    version: int | None = None,
) -> ChangeAssessment:
    """Answer for a department of this ``kind``: ``verdict`` with conditions in words, how many ``days`` more its part
    takes, and what it costs extra (``cost`` in the order's currency, ``cost_kind``: for what). While departments are
    asked an answer may be changed; once the request is submitted, one that is missing is still taken, for the approver
    to see. ``version`` is that of the assessment.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    request, _order, _items = requests.lock_request(actor=actor, request_id=request_id)
    found = ChangeAssessment.objects.filter(request=request, kind=kind, is_void=False).first()
    if found is None:
        raise errors.NotFound()
    found.request = request
    policies.require_answer(actor, kind)
    editing.require_seen(found, version)
    if request.state not in queries.WAITING or (found.verdict and request.state != State.ASSESSING):
        words = _("Departments answer while they are asked: the change request is %(state)s.")
        raise errors.WrongState(words % {"state": State(request.state).label}, status=str(request.state), possible=[])
    _check(verdict, days, cost, cost_kind, conditions)
    found.verdict, found.days, found.cost = verdict, days, cost
    found.cost_kind, found.conditions = cost_kind.strip(), conditions.strip()
    found.answered_by, found.answered_at, found.version = actor, at, found.version + 1
    found.save()
    _settle(found, at)
    _sign(request, actor, at)
    events.record(ANSWERED, request, at=at, order=str(request.order), department=kind, verdict=verdict)
    if request.created_by_id != actor.pk:
        _tell([request.created_by_id], ANSWERED, ANSWERS[Verdict(verdict)], found, at)
    return found


def _sign(request: ChangeRequest, actor: User, at: datetime) -> None:
    """Freeze the impact sheet that the answer is now part of; where the items no longer fit the order there is none,
    and who takes the request up hears of that."""
    try:
        sheet = impact.refresh(request, at=at, actor=actor)
    except errors.Invalid:
        return
    impact.sign(request, sheet, what=impact.ASSESSMENT, signed_by=actor, at=at)


def _check(verdict: str, days: int, cost: Decimal, cost_kind: str, conditions: str) -> None:
    wrong: dict[str, list[Text]] = {}
    if verdict not in Verdict:
        wrong["verdict"] = [_("Choose one of the list.")]
    elif verdict != Verdict.FEASIBLE and not conditions.strip():
        wrong["conditions"] = [_("Say which conditions, or why not.")]
    if not -MOST_DAYS <= days <= MOST_DAYS:
        wrong["days"] = [_("At most %(n)s days.") % {"n": MOST_DAYS}]
    if cost < ZERO:
        wrong["cost"] = [_("Not below zero.")]
    elif cost and not cost_kind.strip():
        wrong["cost_kind"] = [_("Say what it is for.")]
    for name, text, longest in (("conditions", conditions, LONGEST), ("cost_kind", cost_kind, LONGEST_KIND)):
        if len(text.strip()) > longest:
            wrong[name] = [_("No more than %(n)s characters.") % {"n": longest}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _settle(found: ChangeAssessment, at: datetime) -> None:
    """Nothing is asked of these people any more, unless another department of theirs still has to answer."""
    others = [one.kind for one in queries.pending(found.request) if one.pk != found.pk]
    still = {pk for kind in others for pk in policies.told(kind)}
    done = [pk for pk in policies.told(found.kind) if pk not in still]
    for kind in (ASKED, LATE):
        inbox.settle(done, kind=kind, subject_type=SUBJECT, subject_id=found.request_id, at=at)


def _tell(people_ids: list[int], kind: str, message: str, row: ChangeAssessment, at: datetime) -> None:
    request = row.request
    words = {"request": request.display_number, "order": str(request.order), "department": policies.name_of(row.kind)}
    inbox.notify(people_ids, kind=kind, message=message, parameters=words, subject=request, mail=True, at=at)


def tell_late(*, actor: User | None = None, at: datetime, limit: int = 500) -> int:
    """Tell of departments whose hours are over; returns of how many. What is busy is found again by the next run."""
    system, done = actor or people.system_user(), 0
    for pk in list(queries.late(at).values_list("pk", flat=True)[:limit]):
        try:
            done += tell_one_late(actor=system, assessment_id=pk, at=at)
        except (errors.Conflict, errors.NotFound, errors.Unavailable):
            continue
    return done


@operation
def tell_one_late(*, actor: User, assessment_id: int, at: datetime) -> bool:
    """Tell the heads of a department, and who requested the change, that its answer is late; once. False where it was
    given or told meanwhile."""
    known = ChangeAssessment.objects.filter(pk=assessment_id).values_list("request_id", flat=True).first()
    if known is None:
        return False
    request, _order, _items = requests.lock_request(actor=actor, request_id=known)
    found = queries.late(at).filter(pk=assessment_id).first()
    if found is None:
        return False
    found.request, found.late_at = request, at
    found.save(update_fields=["late_at"])
    told = [*(policies.heads(found.kind) or policies.told(found.kind)), request.created_by_id]
    message = gettext_noop("%(department)s is late: it has not said what %(request)s of %(order)s means.")
    _tell(told, LATE, message, found, at)
    events.record(LATE, request, at=at, order=str(request.order), department=found.kind)
    return True


@operation
def save_department(
    *, actor: User, kind: str, at: datetime, version: int | None = None, **changes: object
) -> ChangeDepartment:
    """Say what the departments of a kind are asked about and how long they have; one that was never asked is added.
    Requests whose departments were asked already stay as they are. Raises NotAllowed, Stale, Invalid."""
    rights.require(actor, EDIT)
    if kind not in Department.Kind:
        raise errors.Invalid(fields={"kind": [_("Choose one of the list.")]})
    row = ChangeDepartment.objects.select_for_update(no_key=True).filter(kind=kind).first()
    row = row or ChangeDepartment(kind=kind)
    changed = editing.change(row, editing.as_columns(ChangeDepartment, changes, FIELDS), version)
    editing.check(row)
    if not 1 <= row.urgent_hours <= row.hours:
        raise errors.Invalid(fields={"urgent_hours": [_("At least one, and no more than without urgency.")]})
    row.save()
    events.record("change.department_saved", row, at=at, number=str(row), fields=changed)
    return row
