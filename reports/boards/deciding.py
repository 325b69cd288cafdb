"""What waits for somebody's decision, of whatever kind: orders, changes, special credit."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import pgettext

from accounts.collaboration.subjects import get_subject, subjects
from accounts.people.models import User
from common import errors
from common.templatetags import fmt
from orders.approval import queries as approval
from orders.approval import subjects as decided
from orders.approval.models import ApprovalStep
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.risks import Kind
from orders.panels.queries import sees_money
from reports.boards.choosing import View
from reports.boards.waiting import Act, Line, Sla, sla

ORDER = "orders.order"


def waiting(actor: User) -> QuerySet[ApprovalStep]:
    """The steps that wait for ``actor``, the most urgent first."""
    return approval.waiting_for(actor)


def lines(view: View, steps: Sequence[ApprovalStep]) -> list[Line]:
    """Each with who asks, how much it is about, and the time that is left."""
    keys = [one.request.subject_id for one in steps if one.request.subject_type == ORDER]
    found = orders.all_for_rule().select_related("customer").in_bulk(keys) if keys else {}
    titles = approval.titles([one for one in steps if one.request.subject_type != ORDER])
    made = []
    for step in steps:
        request = step.request
        if request.subject_type == ORDER:
            order = found.get(request.subject_id)
            made += [_order(view, step, order)] if order is not None else []
        else:
            made += _other(view, step, titles.get((request.subject_type, request.subject_id), ""))
    return made


def _order(view: View, step: ApprovalStep, order: Order) -> Line:
    words = sorted({str(Kind(one.kind).short) for one in order_policies.visible_risks(view.actor, order)})
    amount = fmt.money(order.total_amount, order.currency_id) if sees_money(view.actor) else ""
    url = reverse("orders:order-detail", args=[order.reference])
    about = " · ".join(part for part in (*words, amount, str(step.request.requested_by)) if part)
    who = order.customer.short_name or order.customer.name
    return Line(order.display_number, url, who, about, sla=_left(view, step), act=_decide(url))


def _other(view: View, step: ApprovalStep, title: str) -> list[Line]:
    request = step.request
    try:
        row = get_subject(view.actor, request.subject_type, request.subject_id)
    except (errors.NotFound, errors.NotAllowed):
        return []
    url = subjects[request.subject_type].url(row)
    about = f"{decided.subjects[request.subject_type].label} · {request.requested_by}"
    return [Line(title or str(row), url, "", about, sla=_left(view, step), act=_decide(url))]


def _decide(url: str) -> Act:
    return Act(pgettext("cockpit", "Decide"), url)


def _left(view: View, step: ApprovalStep) -> Sla | None:
    if step.due_at is None:
        return None
    return sla(step.due_at, view.at, step.due_at - step.request.requested_at)
