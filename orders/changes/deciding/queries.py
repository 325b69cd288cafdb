"""Reads of the approval of a change request: who would decide it and why, who was asked and what they said."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.approval import queries as approval
from orders.approval import simulation
from orders.approval.simulation import Simulation
from orders.changes import approving, policies
from orders.changes import queries as requests
from orders.changes.impact import measures
from orders.changes.impact import queries as impact
from orders.changes.models import ChangeRequest
from orders.changes.states import State
from orders.lifecycle.deciding import queries as deciding
from orders.lifecycle.deciding.queries import RequestTold

_BEFORE = (State.DRAFT, State.ASSESSING)


def simulate(actor: User, request: ChangeRequest, at: datetime) -> Simulation | None:
    """Who would have to approve a request if ``actor`` submitted it now (if its author did, for who may not), with what
    its impact sheet says now; None for one that was submitted already."""
    if request.state not in _BEFORE:
        return None
    order, items = request.order, requests.items_of(request)
    if not items:
        return Simulation((), (), _("Nothing is changed yet."))
    try:
        sheet = impact.whole(actor, request, at)
    except errors.Invalid as fault:
        return Simulation((), (), impact.first_words(fault))
    kinds = {one.kind for one in sheet.hints if one.is_new}
    return simulation.simulate(
        actor=actor,
        subject_type=policies.SUBJECT,
        subject_id=request.pk,
        department_id=order.department_id,
        requested_by=actor if policies.can(actor, policies.REQUEST, order) else request.created_by,
        barred=policies.own_business_of(request, order),
        signs=approving.signs_of(request, items, kinds),
        reached=measures.of(sheet),
        at=at,
    )


def history(actor: User, request: ChangeRequest) -> list[RequestTold]:
    """Everybody who was asked to approve a request, and what they said; the newest submission first."""
    steps = [(step, "") for step in approval.history(policies.SUBJECT, request.pk)]
    return deciding.told(steps, rights.can(actor, policies.APPROVE))


def returnable(request: ChangeRequest) -> list[tuple[int, str]]:
    """The earlier steps that a submitted request may be returned to: number and who decided."""
    return deciding.returnable_steps(policies.SUBJECT, request.pk)


def addable(request: ChangeRequest) -> list[User]:
    """The people who may be asked as well."""
    return deciding.addable_people(policies.SUBJECT, request.pk, policies.APPROVE)
