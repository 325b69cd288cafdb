"""What this room declares: requests as a subject of inbox lines, words of events, who sees an order because he decides
about a change of it, whoever takes over."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people import queries as people
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.links.purposes import Purpose, purposes
from common.navigation import NavEntry, navigation
from common.search import search
from orders.approval import operations as approval
from orders.approval import subjects as approvals
from orders.changes import approving, by_mail, listing, policies, queries, states
from orders.changes.deciding import operations as deciding_of
from orders.changes.impact import measures
from orders.changes.models import ChangeRequest
from orders.changes.operations import by_link, deciding, ending
from orders.changes.states import State
from orders.order import policies as orders
from orders.order.followers import Following, followers
from orders.order.policies import also_visible

LABELS = {
    "change.created": _("Change requested"),
    "change.wished": _("The customer said what he wants changed"),
    "change.edited": _("Change request written"),
    "change.asked": _("Change given to the departments"),
    "change.submitted": _("Change submitted for approval"),
    "change.approved": _("Change approved"),
    "change.returned": _("Change request sent back"),
    "change.rejected": _("Change rejected"),
    "change.withdrawn": _("Change request withdrawn"),
    ending.VOIDED: _("Withdrawn: the order was made void"),
    ending.UNAPPROVED: _("Withdrawn: the approval of the order was taken back"),
    "change.superseded": _("Change request superseded"),
    "change.overtaken": _("Change request overtaken"),
    deciding_of.ADDED: _("Another approver asked about a change"),
    deciding_of.RETURNED: _("Change returned to an earlier step"),
    "change.worsened": _("Impact of the change got worse"),
    "change.rebased": _("Change request brought up to date"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        policies.SUBJECT,
        Subject(
            get=_get,
            url=_url,
            label=lambda request: request.display_number,
            verb=policies.REQUEST,
            reach=lambda request: orders.reach(request.order),
            visible=policies.visible_to,
        ),
    )
    approvals.subjects.register(
        policies.SUBJECT,
        approvals.Subject(
            label=_("Change request"),
            verb=policies.APPROVE,
            decided=deciding.decided,
            went_on=deciding.went_on,
            titles=approving.titles,
            lock=approving.hold,
            row=approving.row,
            judge=approving.judge,
            signs=approving.signs,
            hidden_signs=approving.hidden_signs,
            measures=measures.listed,
            purpose=by_link.PURPOSE,
        ),
    )
    purposes.register(
        by_link.PURPOSE, Purpose(_("Decision about a change request"), by_mail.show, asks_for_sign_in=True)
    )
    also_visible.register("orders.changes", policies.was_asked)
    followers.register("changes", Following(ending.follow, ending.HEARS))
    search.register("changes", listing.search)
    navigation.register(
        "changes",
        NavEntry(
            group="orders",
            label=_("Change requests"),
            icon="arrow-left-right",
            url_name="orders:change-list",
            verb=orders.VIEW,
            count=listing.count_waiting,
            hot=True,
            order=27,
        ),
    )
    home.register(
        "changes", Card(_("Changes that wait for you"), order=15, render=listing.card, more="orders:change-list")
    )
    handover.register("changes", Duty(_("Change requests under way"), _count, _move, order=32))


def _get(actor: User, request_id: int) -> ChangeRequest:
    return queries.get_request_by_id(actor=actor, request_id=request_id)


def _url(request: Any) -> str:
    """The request's page, "" where no pages are installed."""
    try:
        return reverse("orders:change-detail", args=[request.reference])
    except NoReverseMatch:
        return ""


def _count(user: User) -> int:
    return ChangeRequest.objects.filter(created_by=user).exclude(state__in=states.ENDED).count()


def _move(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Requests that have not ended become those of who takes over; what waits for his own decision goes to who may
    decide it."""
    rows = ChangeRequest.objects.filter(created_by=from_user).exclude(state__in=states.ENDED)
    ids = list(rows.order_by("order_id", "pk").values_list("pk", flat=True))
    for pk in ids:
        request, order, _items = queries.lock_request(actor=people.system_user(), request_id=pk)
        request.created_by, request.updated_at, request.version = to_user, at, request.version + 1
        request.save(update_fields=["created_by", "updated_at", "version"])
        if request.state == State.SUBMITTED:
            asked = approval.reroute(
                subject_type=policies.SUBJECT,
                subject_id=pk,
                department_id=order.department_id,
                barred=policies.own_business_of(request, order),
                at=at,
            )
            approval.tell(asked, request, at=at)
    return len(ids)
