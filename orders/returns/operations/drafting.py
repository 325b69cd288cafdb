"""A return is announced, approved, or made void before its goods came."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.dates import business_day
from common.errors import Text
from common.numbering import Series, draw
from common.operation import operation
from orders.closure import aftermath
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order import said
from orders.returns import locking, notices, policies, rules, states
from orders.returns.choices import ReturnReason
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.states import Move

LONGEST = 1000


@operation
def draft_return(
    *,
    actor: User,
    order_id: int,
    lines: Mapping[int, Decimal],
    reason: str,
    at: datetime,
    description: str = "",
    waybill: str = "",
) -> ReturnDocument:
    """Write a return of shipped goods: line number → pieces that come back, in the unit of the line.

    No more than was shipped, less what was lost on the way, came back or stands on other returns, asked under the
    order's lock: two returns for the same pieces cannot both pass. Raises NotFound, NotAllowed, WrongState (the order
    is not effective or closed here), Invalid with paths like ``lines.2.quantity``.
    """
    order_id = orders.get_order_by_id(actor=actor, order_id=order_id).pk  # seen at all?
    one = locking.lock_order(order_id)
    order_policies.require(actor, policies.DRAFT, one.order)
    rules.require_returnable(one.order)
    by_no = {line.line_no: line for line in one.lines}
    wrong = rules.wanted_errors(by_no, lines) | _text_errors(reason, description, waybill)
    if wrong:
        raise errors.Invalid(fields=wrong)
    for line_no, quantity in lines.items():
        by_no[line_no].returning += quantity
    aftermath.note([one], at)
    document = ReturnDocument(
        order=one.order,
        reason=reason,
        description=description.strip(),
        waybill=waybill.strip().upper(),
        created_by=actor,
        created_at=at,
        number=draw(Series.RETURN, business_day(at)),
    )
    document.save(force_insert=True)
    ReturnLine.objects.bulk_create(
        ReturnLine(document=document, order=one.order, order_line=by_no[line_no], quantity=quantity)
        for line_no, quantity in sorted(lines.items())
    )
    message = gettext_noop("%(order)s: goods are to come back with %(document)s.")
    notices.tell("drafted", document, message=message, actor=actor, at=at)
    return document


@operation
def approve_return(*, actor: User, return_id: int, at: datetime, version: int | None = None) -> ReturnDocument:
    """The goods may come back. Raises NotFound, NotAllowed (also for who wrote it), Stale, WrongState."""
    found = locking.lock_return(actor, return_id, policies.APPROVE, version)
    document = found.document
    document.status = states.after(document.status, Move.APPROVE)
    rules.require_returnable(found.order)
    document.approved_by, document.approved_at = actor, at
    document.version += 1
    document.save(update_fields=["status", "approved_by", "approved_at", "version"])
    said.tell(customer_id=document.order.customer_id, order_id=document.order_id, at=at)
    message = gettext_noop("%(order)s: the return %(document)s was approved.")
    notices.tell("approved", document, message=message, actor=actor, at=at, also=(document.created_by_id,))
    return document


@operation
def void_return(
    *, actor: User, return_id: int, reason: str, at: datetime, version: int | None = None
) -> ReturnDocument:
    """The goods do not come back after all; the number stays. Raises NotFound, NotAllowed, Stale, WrongState (they
    came already), Invalid without a reason."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    found = locking.lock_return(actor, return_id, policies.DRAFT, version)
    document = found.document
    document.status = states.after(document.status, Move.VOID)
    for mine, line in found.pairs():
        line.returning -= mine.quantity
    aftermath.note([found.affected], at)
    document.void_reason = reason.strip()[:500]
    document.version += 1
    document.save(update_fields=["status", "void_reason", "version"])
    said.tell(customer_id=document.order.customer_id, order_id=document.order_id, at=at)
    message = gettext_noop("%(order)s: the return %(document)s was made void.")
    notices.tell(
        "voided", document, message=message, actor=actor, at=at, reason=reason.strip(), also=(document.created_by_id,)
    )
    return document


def _text_errors(reason: str, description: str, waybill: str) -> dict[str, list[Text]]:
    wrong: dict[str, list[Text]] = {}
    if reason not in ReturnReason.values:
        wrong["reason"] = [_("Choose a reason.")]
    if reason == ReturnReason.OTHER and not description.strip():
        wrong["description"] = [_("Say why.")]
    for name, text, most in (("description", description, LONGEST), ("waybill", waybill, 80)):
        if len(text.strip()) > most:
            wrong[name] = [_("At most %(count)s characters.") % {"count": most}]
    return wrong
