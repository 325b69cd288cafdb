"""The exchange for another product: an order of its own, linked to the return (SEMANTICS 11)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.entry import drafting
from orders.entry.drafts import LineDraft, OrderDraft
from orders.order import reference
from orders.order.models import Order
from orders.order.states import Status as OrderStatus
from orders.returns import locking, notices, policies
from orders.returns.states import Status

# what the exchange takes from the order whose goods came back; prices, terms and people come from master data
_TAKEN = ("contact_id", "contact_name", "contact_phone", "ship_to_id", "ship_address", "ship_recipient", "ship_phone")


@operation
def write_exchange_order(
    *, actor: User, return_id: int, lines: Sequence[LineDraft], at: datetime, version: int | None = None
) -> Order:
    """Write the order that replaces returned goods by others: a draft of the type exchange for the same customer and
    place. A line without a price costs nothing; with one, the difference is charged as typed.

    Once per return, but again where that order was made void. Raises NotFound, NotAllowed (writing orders is its own
    right), Stale, WrongState (not settled, nothing to replace, replaced already), Invalid.
    """
    found = locking.lock_return(actor, return_id, policies.DRAFT, version)
    document = found.document
    if document.status != Status.SETTLED or not any(mine.replaced for mine in found.lines):
        text = _("Nothing of %(document)s is to be replaced by another product.") % {"document": document.number}
        raise errors.WrongState(text, status=str(document.status), possible=[])
    if document.replacement is not None and document.replacement.status != OrderStatus.VOID:
        raise errors.WrongState(_("The exchange order was written already."), status=str(document.status), possible=[])
    if not lines:
        raise errors.Invalid(fields={"lines": [_("Say what the customer gets instead.")]})
    order = found.order
    draft = OrderDraft(
        customer_id=order.customer_id,
        order_type_code=reference.EXCHANGE,
        lines=list(lines),
        notes=_("Exchange for %(document)s of order %(order)s.") % {"document": document.number, "order": str(order)},
        salesperson_id=order.salesperson_id,
        executing_owner_id=order.executing_owner_id,
        **{name: getattr(order, name) for name in _TAKEN},
    )
    made = drafting.create_order(actor=actor, draft=draft, at=at)
    document.replacement = made
    document.version += 1
    document.save(update_fields=["replacement", "version"])
    message = gettext_noop("%(order)s: the exchange for %(document)s is %(made)s.")
    notices.tell("exchanged", document, message=message, actor=actor, at=at, made=made.reference)
    return made
