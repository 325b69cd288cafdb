"""How the events of an order read on its timeline."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "order.created": _("Draft created"),
    "order.copied": _("Copied from another order"),
    "order.changed": _("Draft changed"),
    "order.noted": _("Notes, contact or contract changed"),
    "order.submitted": _("Submitted for approval"),
    "order.withdrawn": _("Withdrawn"),
    "order.approved": _("Approved"),
    "order.rejected": _("Sent back"),
    "order.effective": _("Took effect"),
    "order.unapproved": _("Approval taken back"),
    "order.voided": _("Made void"),
    "order.frozen": _("Frozen"),
    "order.unfrozen": _("Freeze lifted"),
    "order.reserved": _("Stock reserved"),
    "order.released": _("Reservation released"),
    "order.promised": _("Delivery promised"),
    "order.line_closed": _("Line closed"),
    "order.line_reopened": _("Line reopened"),
    "order.closed": _("Closed"),
    "order.reopened": _("Reopened"),
    "order.archived": _("Archived"),
    "order.restored": _("Taken out of the archive"),
    "order.imported": _("Imported"),
    "order.reassigned": _("Given to other people"),
    "order.lines_completed": _("Lines delivered in full"),
    "order.lines_opened": _("Lines open again"),
    "order.outbound_drafted": _("Delivery notice written"),
    "order.outbound_changed": _("Delivery notice changed"),
    "order.outbound_voided": _("Delivery notice made void"),
    "order.shipped": _("Goods left"),
    "order.unshipped": _("Shipment taken back"),
    "order.signed": _("Goods signed for"),
    "order.service_performed": _("Service performed"),
    "order.service_revoked": _("Service record taken back"),
    "order.paid": _("Payment received"),
    "order.payment_revoked": _("Payment taken back"),
    "order_type.saved": _("Order type saved"),
}


def event_label(kind: str, data: Mapping[str, Any]) -> str:
    """The event in the reader's language; an unknown kind shows as it is stored."""
    label = LABELS.get(kind, kind)
    return f"{label} · {data['lines']}" if isinstance(data.get("lines"), str) else str(label)
