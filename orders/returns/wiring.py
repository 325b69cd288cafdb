"""What this room declares: returns as a subject of comments and files, words of events, search, navigation."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.trail.labels import event_labels
from common import errors
from common.navigation import NavEntry, navigation
from common.search import SearchHit, search
from orders.returns import fields, invariants, policies, queries
from orders.returns.models import ReturnDocument
from orders.returns.states import Status

LABELS = {
    "return.drafted": gettext_lazy("Return written"),
    "return.approved": gettext_lazy("Return approved"),
    "return.received": gettext_lazy("Returned goods received and inspected"),
    "return.settled": gettext_lazy("Decided about returned goods"),
    "return.refunded": gettext_lazy("Refund of a return recorded"),
    "return.exchanged": gettext_lazy("Exchange order written"),
    "return.unreceived": gettext_lazy("Receipt of a return taken back"),
    "return.unsettled": gettext_lazy("Decision about returned goods taken back"),
    "return.refund_reversed": gettext_lazy("Record of a refund taken back"),
    "return.voided": gettext_lazy("Return made void"),
    "order.return_drafted": gettext_lazy("Return written"),
    "order.return_approved": gettext_lazy("Return approved"),
    "order.return_received": gettext_lazy("Returned goods received and inspected"),
    "order.return_settled": gettext_lazy("Decided about returned goods"),
    "order.return_refunded": gettext_lazy("Refund of a return recorded"),
    "order.return_exchanged": gettext_lazy("Exchange order written"),
    "order.return_voided": gettext_lazy("Return made void"),
    "order.return_unreceived": gettext_lazy("Receipt of a return taken back"),
    "order.return_unsettled": gettext_lazy("Decision about returned goods taken back"),
    "order.return_refund_reversed": gettext_lazy("Record of a refund taken back"),
    "order.loss_reshipped": gettext_lazy("Lost pieces shipped again"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        ReturnDocument._meta.label_lower,
        Subject(
            get=queries.get_return_by_id,
            url=url_of,
            require_open=_require_open,
            verb=policies.VIEW,
            visible=policies.visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    search.register("returns", find_returns)
    fields.register_fields()
    invariants.register()
    navigation.register(
        "returns",
        NavEntry(
            group="shipping",
            label=gettext_lazy("Returns"),
            icon="arrow-return-left",
            url_name="orders:return-list",
            verb=policies.VIEW,
            count=queries.count_waiting,
            order=55,
        ),
    )


def url_of(document: Any) -> str:
    """The return's page, "" where no pages are installed."""
    try:
        return reverse("orders:return-detail", args=[document.number])
    except NoReverseMatch:
        return ""


def _require_open(document: Any) -> None:
    if document.status == Status.VOID:
        text = _("The return is void; nothing is added to it any more.")
        raise errors.WrongState(text, status=document.status, possible=[])


def find_returns(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Returns for the palette, by number."""
    word = text.strip().upper()
    if not user.can(policies.VIEW) or not word.startswith("RT"):
        return []
    found = queries.list_returns(user).filter(number__startswith=word).order_by("-pk")[:limit]
    return [
        SearchHit(
            title=one.number,
            subtitle=f"{one.order.customer.name} · {one.get_status_display()}",
            url=url_of(one),
            icon="arrow-return-left",
            group=gettext_lazy("Returns"),
        )
        for one in found
    ]
