"""Deciding about an order from a mail: a signed link for the person asked, of single use, that asks for his sign-in and
shows what he decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import citations, clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from orders import rulebook
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.lifecycle.deciding import operations
from orders.lifecycle.deciding.forms import MailedDecisionForm
from orders.lifecycle.submission import SUBJECT
from orders.order import policies
from orders.order import queries as orders
from orders.order.doors import order_url, sent
from orders.order.models import Order


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page of the link: what is to be decided, and the decision."""
    user: User = request.user  # type: ignore[assignment]
    order = orders.get_order_by_id(actor=user, order_id=link.subject_id)
    form = MailedDecisionForm(sent(request), lines=orders.lines_of(order))
    is_approved = request.POST.get("decision") == "approve"

    def decide() -> None:
        operations.decide_by_link(
            actor=user,
            link=link,
            visitor=visitor_of(request),
            is_approved=is_approved,
            reason=form.cleaned_data["reason"],
            **form.error,
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    message = ""
    if request.method == "POST":
        try:
            if doors.accepted(form, decide):
                words = _("Approved: %(number)s") if is_approved else _("Sent back: %(number)s")
                return pages.leave(request, order_url(order), words % {"number": order.number})
        except (errors.Conflict, errors.NotAllowed) as error:
            message = citations.told(error)
    context = {**_context(user, order, link), "form": form, "message": message}
    return pages.render(request, "orders/approval/mailed.html", context, status=409 if message else 200)


def _context(user: User, order: Order, link: SignedLink) -> dict[str, Any]:
    found = approval.open_request(SUBJECT, order.pk)
    waiting = approval.waiting_steps(found[1]) if found else []
    mine = [one for one in waiting if found and approval_policies.may_decide(user, found[0], one)]
    sheet = orders.order_sheet(user, order, with_timeline=False)
    return {
        "order": sheet.order,
        "lines": sheet.lines,
        "with_money": sheet.shows_amounts,
        "risks": rulebook.cited(policies.visible_risks(user, order)),
        "asked": mine[0] if mine and mine[0].sequence == link.parameters["step"] else None,
        "order_url": order_url(order),
    }
