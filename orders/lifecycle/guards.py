"""What must not have happened before an order may go back (SEMANTICS 2)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common import errors
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import policies
from orders.order.models import Order, OrderLine


def executed(order: Order, lines: Sequence[OrderLine]) -> str:
    """What was carried out of the order already, in words; "" when nothing was."""
    if any(line.shipped for line in lines):
        return _("Part of the order was shipped or performed.")
    if order.received_amount:
        return _("Money was received for the order.")
    if any(line.invoiced for line in lines):
        return _("Part of the order was invoiced.")
    if any(line.work_started for line in lines):
        return _("Work on the order began.")
    return ""


def require_nothing_executed(order: Order, lines: Sequence[OrderLine]) -> None:
    """Raise AlreadyExecuted while anything was shipped, received or invoiced, or stands on a delivery notice,
    which is named."""
    if found := executed(order, lines):
        raise errors.AlreadyExecuted(found, status=order.status)
    if any(line.drafted for line in lines):
        numbers = drafted_documents(order)
        raise errors.AlreadyExecuted(
            _("Goods of this order stand on delivery notices; void them first: %(documents)s.")
            % {"documents": ", ".join(numbers)},
            code="drafted_outbound",
            status=order.status,
            documents=numbers,
        )


def drafted_documents(order: Order) -> list[str]:
    """Numbers of the delivery notices that hold goods of the order."""
    rows = OutboundLine.objects.filter(order=order, document__status=OutboundDocument.Status.DRAFT)
    return sorted(rows.values_list("document__number", flat=True).distinct())


def require_not_changing(order: Order) -> None:
    """Raise WrongState while a change of the order is being decided."""
    if text := being_changed(order):
        raise errors.WrongState(text, code="changing", status=order.status)


def being_changed(order: Order) -> str:
    """That a change of the order is being decided, in words; "" when none is."""
    return _("A change of the order is being decided; withdraw it first.") if order.is_changing else ""


def require_not_frozen(order: Order, lines: Sequence[OrderLine]) -> None:
    """Raise WrongState while the order or one of its lines is frozen."""
    policies.require_not_frozen(order)
    frozen = [line for line in lines if line.is_frozen]
    if frozen:
        raise errors.WrongState(
            _("Line %(line)s is frozen: %(reason)s") % {"line": frozen[0].line_no, "reason": frozen[0].freeze_reason},
            code="frozen",
            status=order.status,
            lines=[line.line_no for line in frozen],
        )


def require_reason(reason: str) -> str:
    """The reason, trimmed. Raises Invalid where none was given."""
    text = reason.strip()
    if not text:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return text[:500]
