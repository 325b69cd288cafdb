"""Reads of the approval of an order: who would decide it, who was asked and what they said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from accounts.people import queries as people
from accounts.people.models import User
from common import dates
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.approval import simulation
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.simulation import Simulation
from orders.credit.special import policies as special
from orders.lifecycle.submission import NO_APPROVAL_NEEDED, SUBJECT
from orders.order import policies, queries
from orders.order.models import Order
from orders.order.states import Status
from orders.validity import queries as validity

Decision = ApprovalStep.Decision


def simulate(actor: User, order: Order, at: datetime) -> Simulation | None:
    """Who would have to approve a draft if ``actor`` submitted it now (if its creator did, for who may not), and why;
    None for what is no draft."""
    if order.status != Status.DRAFT:
        return None
    if not order.order_type.needs_approval:
        return Simulation((), (), NO_APPROVAL_NEEDED)
    found = validity.findings(order, queries.lines_of(order, with_products=True), dates.business_day(at))
    return simulation.simulate(
        actor=actor,
        subject_type=SUBJECT,
        subject_id=order.pk,
        department_id=order.department_id,
        requested_by=actor if policies.can(actor, "order.submit", order) else order.created_by,
        barred=policies.own_business_of(order),
        signs={str(one.risk.kind) for one in found},
        at=at,
    )


@dataclass(frozen=True)
class StepTold:
    """One step of a request: its rows, one for each person asked. ``state``: done, bad, now, or "" (not yet)."""

    number: int
    state: str
    rows: list[ApprovalStep]


@dataclass(frozen=True)
class RequestTold:
    """A request with its steps; ``row_name``: the row of the matrix, for who decides orders; ``what``: what else than
    the order itself was asked for ("" for the order)."""

    request: ApprovalRequest
    row_name: str
    steps: list[StepTold]
    what: str = ""


def history(actor: User, order: Order) -> list[RequestTold]:
    """Every request for the approval of an order, and its special credit approvals for who sees these; the newest
    first."""
    decides = actor.can(policies.DECISIONS[0])
    steps = [(step, "") for step in approval.history(SUBJECT, order.pk)]
    for row in special.visible_to(actor).filter(order=order):
        steps += [(step, str(row._meta.verbose_name)) for step in approval.history(special.SUBJECT, row.pk)]
    return told(steps, decides)


def told(steps: Iterable[tuple[ApprovalStep, str]], decides: bool) -> list[RequestTold]:
    """Steps, each with what it was asked for, as they are told: by request, the newest first. ``decides``: the reader
    may know the rows of the matrix."""
    told = []
    steps = sorted(steps, key=lambda one: (one[0].request.requested_at, one[0].request_id))
    for _key, group in groupby(steps, key=lambda one: one[0].request_id):
        found = list(group)
        rows, request = [step for step, _what in found], found[0][0].request
        row_name = request.matrix_row if decides else ""
        told.append(RequestTold(request, row_name, _steps(request, rows), found[0][1]))
    return told[::-1]


def _steps(request: ApprovalRequest, rows: Iterable[ApprovalStep]) -> list[StepTold]:
    is_open = request.state == ApprovalRequest.State.OPEN
    rows = list(rows)
    now = min((row.sequence for row in rows if not row.decision), default=0) if is_open else 0
    found = []
    for number, (sequence, group) in enumerate(groupby(rows, key=lambda row: row.sequence), 1):
        step = list(group)
        found.append(StepTold(number, _state(step, sequence == now), step))
    return found


def _state(rows: list[ApprovalStep], is_now: bool) -> str:
    decisions = {row.decision for row in rows}
    if decisions & {Decision.REJECTED, Decision.RETURNED}:
        return "bad"
    if is_now:
        return "now"
    return "done" if Decision.APPROVED in decisions and not all(row.is_void for row in rows) else ""


def returnable(order: Order) -> list[tuple[int, str]]:
    """The earlier steps that a submitted order may be returned to: number and who decided."""
    return returnable_steps(SUBJECT, order.pk)


def returnable_steps(subject_type: str, subject_id: int) -> list[tuple[int, str]]:
    """The same of any subject."""
    found = approval.open_request(subject_type, subject_id)
    if found is None:
        return []
    steps: dict[int, list[str]] = {}
    for step in approval_policies.returnable(found[1]):
        steps.setdefault(step.sequence, []).append(str(step.decided_by or step.who))
    return [(sequence, ", ".join(names)) for sequence, names in steps.items()]


def addable(order: Order) -> list[User]:
    """The people who may be asked as well: they may approve, it is not their own business, nobody asked them yet."""
    return addable_people(SUBJECT, order.pk, policies.DECISIONS[0])


def addable_people(subject_type: str, subject_id: int, verb: str) -> list[User]:
    """The same of any subject, decided by ``verb``."""
    found = approval.open_request(subject_type, subject_id)
    if found is None:
        return []
    request, steps = found
    asked = {step.approver_id for step in steps if not step.decision}
    kept_out = {request.requested_by_id, *request.barred, *asked}
    able = people.holders(verb).exclude(pk__in=kept_out)
    return list(able)
