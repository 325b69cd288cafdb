"""What was lost on the way and is shipped again after all: decided when the signing is on record already (R213)."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.fulfilment import locking, notices, rules
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.returns import policies
from orders.returns.operations.settling import ship_again
from orders.returns.rules import require_reshippable, require_returnable


@operation
def reship_loss(
    *,
    actor: User,
    document_id: int,
    order: str,
    line_no: int,
    quantity: Decimal,
    at: datetime,
    version: int | None = None,
) -> OutboundLine:
    """Ship pieces again that were recorded as lost when an outbound document was signed: ``reship`` of its line rises
    as if it had been said then, and what had closed by itself opens.

    Raises NotFound, NotAllowed, Stale, WrongState (not signed, order put away, line closed by hand), Invalid (more
    than was lost and is not shipped again yet).
    """
    shipment = locking.lock_shipment(actor, document_id, policies.SETTLE)
    document = shipment.document
    locking.require_version(document, version)
    locking.require_status(document, OutboundDocument.Status.SIGNED)
    pair = next((p for p in shipment.pairs() if (p[1].order.reference, p[1].line_no) == (order, line_no)), None)
    if pair is None:
        raise errors.NotFound()
    mine, line = pair
    require_returnable(line.order)
    require_reshippable(line)
    left = mine.transit_loss - mine.reship
    text = rules.quantity_error(quantity) or rules.part_error(line.unit, quantity, of=mine.quantity)
    if not text and quantity > left:
        text = _("%(left)s were lost and are not shipped again yet.") % {"left": rules.plain(left)}
    if text:
        raise errors.Invalid(fields={"quantity": [text]})
    mine.reship += quantity
    mine.save(update_fields=["reship"])
    line.reship += quantity
    affected = shipment.affected[line.order_id]
    ship_again(affected, [line], actor=actor, at=at, reason=document.number)
    document.version += 1
    document.save(update_fields=["version"])
    message = gettext_noop("%(orders)s: %(quantity)s pieces lost with %(document)s are shipped again.")
    notices.tell(
        "loss_reshipped",
        document,
        [affected],
        message=message,
        actor=actor,
        at=at,
        line=line_no,
        quantity=rules.plain(quantity),
    )
    return mine
