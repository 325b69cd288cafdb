"""What this room declares: documents as a subject of comments and files, invariants, merging of customers."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import errors, settings
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.fulfilment import fields, gates, gifts, invariants, paper, policies, queries
from orders.fulfilment.models import OutboundDocument

SUBJECT = OutboundDocument._meta.label_lower  # "orders.outbounddocument"
LABELS = {
    "outbound.drafted": gettext_lazy("Delivery notice written"),
    "outbound.changed": gettext_lazy("Delivery notice changed"),
    "outbound.checked": gettext_lazy("Goods checked"),
    "outbound.check_failed": gettext_lazy("Goods not as ordered"),
    "outbound.audited": gettext_lazy("Shipped and audited"),
    "outbound.unaudited": gettext_lazy("Audit taken back"),
    "outbound.signed": gettext_lazy("Signed for"),
    "outbound.voided": gettext_lazy("Delivery notice made void"),
    "service.performed": gettext_lazy("Service performed"),
    "service.revoked": gettext_lazy("Service taken back"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_document_by_id,
            url=url_of,
            require_open=_require_open,
            verb="outbound.view",
            visible=policies.visible_to,
        ),
    )
    mergers.register("orders.outbound", Merger(_move, _count))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    settings.definitions.register(
        gates.CHECK,
        settings.Definition(
            gates.OPTIONAL,
            gettext_lazy("Check of the goods against the order before they leave"),
            "orders",
            choices=lambda: [(gates.REQUIRED, _("Required")), (gates.OPTIONAL, _("Optional"))],
        ),
    )
    invariants.register()
    fields.register_fields()
    gifts.register()
    paper.register()


def url_of(document: OutboundDocument) -> str:
    """The document's page, "" where no pages are installed."""
    try:
        return reverse("orders:outbound-detail", args=[document.number])
    except NoReverseMatch:
        return ""


def _require_open(document: OutboundDocument) -> None:
    """Comments and files (the signed delivery note) are taken until the document is void."""
    if document.status == OutboundDocument.Status.VOID:
        raise errors.WrongState(
            _("The document is void; nothing is added to it any more."), status=document.status, possible=[]
        )


def _count(source: Customer) -> list[tuple[str, int]]:
    return [(_("Outbound documents"), OutboundDocument.objects.filter(customer=source).count())]


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    OutboundDocument.objects.filter(customer=source).update(customer=target)
