"""A request leaves its draft: departments are asked, then those who decide."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import dates, errors
from common.operation import operation
from orders.approval import operations as approval
from orders.changes import approving, content, policies, projecting, queries, states, validating
from orders.changes.assessing import concerning
from orders.changes.assessing import operations as assessing
from orders.changes.assessing import queries as assessments
from orders.changes.effect import overtaking
from orders.changes.impact import operations as impact
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.operations import saving
from orders.changes.projecting import Projection
from orders.changes.states import Move, State
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine


@operation
def ask_departments(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> ChangeRequest:
    """Ask the departments that the change concerns what it means for them; from now on the lines that it touches do not
    ship. Where the order moved since the request was written it is marked as overtaken instead (``state``).

    Raises NotFound, NotAllowed, WrongState (not a draft, the order is frozen), Stale, Invalid (nothing changes, no
    reason, paths of items that no longer fit).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    states.after(request.state, Move.ASK)
    lines = orders.lines_of(order)
    found = _ready(request, order, lines, items, actor, at)
    if found is None:
        return request
    request.asked_at = at
    saving.move(request, Move.ASK, items, at=at, lines=lines)
    assessing.ask_departments(request, found, items, actor=actor, at=at)
    impact.refresh(request, at=at, actor=actor, projection=found, items=items)
    return request


@operation
def submit_request(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> ChangeRequest:
    """Submit a request for approval: when every department asked has answered or its hours are over; an urgent one, and
    one that concerns no department, straight from its draft, and departments are asked all the same. Where the order
    moved since it was written it is marked as overtaken instead (``state``).

    Raises as ``ask_departments``, WrongState (``departments_first``, ``departments_owe``), Conflict (nobody decides).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    states.after(request.state, Move.SUBMIT)
    lines = orders.lines_of(order)
    found = _ready(request, order, lines, items, actor, at)
    if found is None:
        return request
    is_draft = request.state == State.DRAFT
    concerned = _concerned(found, items) if is_draft else []
    if concerned and not request.is_urgent:
        raise errors.WrongState(
            _("Ask the departments first: %(departments)s.") % {"departments": ", ".join(concerned)},
            code="departments_first",
            possible=[str(Move.ASK)],
        )
    if is_draft and not concerned:
        assessing.release(request, at=at)  # who was asked about what it said before
    elif not request.is_urgent:
        _require_answers(request, at)
    request.submitted_at, request.return_reason = at, ""
    if concerned:
        request.asked_at = at
    saving.move(request, Move.SUBMIT, items, at=at, lines=lines)
    if concerned:
        assessing.ask_departments(request, found, items, actor=actor, at=at)
    sheet = impact.refresh(request, at=at, actor=actor, projection=found, items=items)
    told = content.content_of(request, items, order.content_hash)
    asked = approval.ask(
        subject_type=policies.SUBJECT,
        subject_id=request.pk,
        department_id=order.department_id,
        content=told,
        content_hash=request.content_hash,
        requested_by=actor,
        barred=policies.own_business_of(request, order),
        signs=approving.signs_of(request, items, impact.signs_of(sheet)),
        measures=impact.measures_of(sheet),
        at=at,
    )
    approval.tell(asked, request, at=at)
    return request


def _ready(
    request: ChangeRequest,
    order: Order,
    lines: Sequence[OrderLine],
    items: Sequence[ChangeItem],
    actor: User,
    at: datetime,
) -> Projection | None:
    """The order as it would be, for a request that has all it needs; None when it was overtaken, which is saved."""
    order_policies.require_not_frozen(order)
    faults: dict[str, list[errors.Text]] = {}
    if not items:
        faults["items"] = [_("Nothing is changed yet.")]
    if request.reason_id is None:
        faults["reason"] = [_("Say why: choose a reason.")]
    if faults:
        raise errors.Invalid(fields=faults)
    if moved := overtaking.conflicts(request, order, lines, items):
        saving.overtake(request, order, lines, moved, at)
        return None
    found = projecting.project(order, lines, items, actor=actor, at=at)
    validating.require_valid(found, dates.business_day(at), actor)
    return found


def _concerned(found: Projection, items: Sequence[ChangeItem]) -> list[str]:
    asked = concerning.concerned(assessments.departments(), concerning.about(found, items))
    return [str(Department.Kind(one.kind).label) for one in asked]


def _require_answers(request: ChangeRequest, at: datetime) -> None:
    owed = assessments.in_the_way(request, at)
    if owed:
        names = ", ".join(str(Department.Kind(one.kind).label) for one in owed)
        raise errors.WrongState(
            _("Departments have not answered yet: %(departments)s.") % {"departments": names},
            code="departments_owe",
            status=str(request.state),
            possible=[str(Move.RETURN), str(Move.WITHDRAW)],
        )
