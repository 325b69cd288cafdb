"""What was agreed with a carrier holds its shipment as it is: the goods do not come back under a bill (R225)."""

from django.utils.translation import gettext as _

from common import errors
from orders.fulfilment.freight_bills.models import FreightBill
from orders.fulfilment.freight_bills.states import Status
from orders.fulfilment.models import OutboundDocument


def require_none(document: OutboundDocument) -> None:
    """Raise WrongState where a locked shipment stands on a bill that is approved or paid: taking that back is the way
    out. Approval locks its shipments, so that none slips in between."""
    bill = FreightBill.objects.filter(
        lines__document=document, lines__is_live=True, status__in=(Status.APPROVED, Status.PAID)
    ).first()
    if bill is None:
        return
    text = _("%(number)s stands on the carrier's bill %(bill)s: have the approval of that taken back first.")
    if bill.status == Status.PAID:
        text = _(
            "%(number)s stands on the paid carrier's bill %(bill)s: have its payment and approval taken back first."
        )
    words = {"number": document.number, "bill": bill.number}
    raise errors.WrongState(
        text % words, code="freight_agreed", status=str(document.status), possible=[], bill=bill.number
    )
