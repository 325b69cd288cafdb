"""How the events of an order read on its timeline."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels

LABELS: dict[str, Any] = {
    "order.created": _("Draft created"),
    "order.copied": _("Copied from another order"),
    "order.from_template": _("Made from a template"),
    "order.split": _("Part of it moved to another draft"),
    "order.split_from": _("Split off another draft"),
    "order.merged": _("Other drafts became part of it"),
    "order.merged_into": _("Became part of another order"),
    "order.changed": _("Draft changed"),
    "order.noted": _("Notes, contact or contract changed"),
    "order.submitted": _("Submitted for approval"),
    "order.withdrawn": _("Withdrawn"),
    "order.approved": _("Approved"),
    "order.rejected": _("Sent back"),
    "order.approval_returned": _("Returned to an earlier step"),
    "order.approver_added": _("Another approver asked"),
    "approval.late": _("Approval is late"),
    "approval.escalated": _("Somebody else asked as the approval is late"),
    "order.verified": _("Verified"),
    "order.not_verified": _("Verification found errors"),
    "order.customer_asked": _("Customer asked to confirm"),
    "order.customer_reminded": _("Customer asked again"),
    "order.customer_confirmed": _("Confirmed by the customer"),
    "order.customer_declined": _("Declined by the customer"),
    "order.customer_questioned": _("Question of the customer"),
    "order.confirmation_revoked": _("Question to the customer taken back"),
    "order.error_found": _("Error recorded"),
    "order.error_corrected": _("Error corrected"),
    "order.error_dismissed": _("Error dismissed"),
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
    "order.special_asked": _("Special credit approval asked for"),
    "order.special_approved": _("Special credit approval: one step approved"),
    "order.special_granted": _("Special credit approval granted"),
    "order.special_refused": _("Special credit approval refused"),
    "order.special_withdrawn": _("Special credit approval withdrawn"),
    "order.paid": _("Payment received"),
    "order.payment_revoked": _("Payment taken back"),
    "order_type.saved": _("Order type saved"),
}


def event_label(kind: str, data: Mapping[str, Any]) -> str:
    """The event in the reader's language, also one of a room above; an unknown kind shows as it is stored."""
    label = LABELS.get(kind) or event_labels.get(kind) or kind
    return f"{label} · {data['lines']}" if isinstance(data.get("lines"), str) else str(label)
