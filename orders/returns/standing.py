"""What stands on a step of a return, so that it cannot be taken back any more, and the way out of it."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.rules import returnable
from orders.returns.states import COMING

Pairs = Sequence[tuple[ReturnLine, OrderLine]]


def require_undecidable(document: ReturnDocument, pairs: Pairs) -> None:
    """Raise WrongState where something stands on the decision: money was given back, an exchange order stands, goods
    went out again or are to go, a line was closed by hand since."""
    paid = next((mine for mine, _line in pairs if mine.refund_reference), None)  # what was set off moved no money
    if paid is not None:
        text = _("Money was given back for it with %(reference)s; finance takes the record of the refund back first.")
        raise _refused(document, text % {"reference": paid.refund_reference}, "return_refund_reverse")
    made = document.replacement
    if made is not None and made.status != Status.VOID:
        if made.shipped_amount or made.fulfilment != "NONE":
            text = _("The exchange order %(order)s was shipped already; write a return of that order instead.")
        else:
            text = _("The exchange order %(order)s was written for it; make that order void first.")
        raise _refused(document, text % {"order": str(made)}, "void")
    for mine, line in pairs:
        if mine.reship:
            _require_not_sent_again(document, mine, line)


def _require_not_sent_again(document: ReturnDocument, mine: ReturnLine, line: OrderLine) -> None:
    words = {"line": line.line_no, "order": str(line.order)}
    if line.closure in (Closure.SHORT, Closure.CANCELLED):
        text = _("Line %(line)s of order %(order)s was closed by hand; reopen it first.") % words
        raise _refused(document, text, "line_reopen")
    if line.shipped + line.drafted - (line.reship - mine.reship) <= line.ordered - line.short_closed:
        return
    later = Q(document__status=OutboundDocument.Status.DRAFT) | Q(
        document__status__in=(OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED),
        document__audited_at__gte=document.settled_at,
    )
    rows = OutboundLine.objects.filter(later, order_line=line).order_by("document__number")
    found = rows.values_list("document__number", flat=True)
    if found:  # without any, what is above the order went out before, within the tolerance
        words["documents"] = ", ".join(found)
        text = _(
            "Goods of line %(line)s of order %(order)s go out again with %(documents)s; make the delivery notice void,"
            " or take the shipment back, first. What has arrived comes back with another return."
        )
        raise _refused(document, text % words, "outbound_unaudit")


def require_room(document: ReturnDocument, pairs: Pairs) -> None:
    """Raise WrongState where another return speaks for announced pieces that had not come with this one."""
    for mine, line in pairs:
        if mine.quantity - mine.received <= returnable(line):
            continue
        others = ReturnLine.objects.filter(order_line=line, document__status__in=COMING).exclude(document=document)
        found = ", ".join(others.order_by("document__number").values_list("document__number", flat=True))
        text = _(
            "Pieces of line %(line)s that did not come are on %(documents)s meanwhile; make that return void first."
        )
        raise _refused(document, text % {"line": line.line_no, "documents": found}, "return_void")


def _refused(document: ReturnDocument, text: Text, way_out: str) -> errors.WrongState:
    return errors.WrongState(text, status=str(document.status), possible=[way_out])
