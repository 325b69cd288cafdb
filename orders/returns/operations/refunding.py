"""What a customer gets in money for what came back: his order owes that much less; what he had paid is paid back out
of the receipts that paid it, or left on his account (SEMANTICS 12, R208)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors
from common.dates import business_day
from common.operation import operation
from common.rows import update_rows
from orders.order import due
from orders.order.models import OrderLine
from orders.returns import locking, notices, policies, refunds, rules
from orders.returns.choices import RefundKind
from orders.returns.locking import Locked
from orders.returns.models import ReturnDocument, ReturnLine, ReturnRefund
from orders.returns.states import Status
from orders.settlement import operations as settlement
from orders.settlement.models import Receipt
from orders.settlement.operations import freeing, paying_back
from orders.settlement.operations import refunds as receipts_below_zero

ZERO = Decimal(0)
LONGEST = 60


def credit(mine: ReturnLine, line: OrderLine, one: rules.Decision) -> None:
    """Let a decision lower what a line owes: its pieces are not to be invoiced, their worth (or less) not to be paid.
    Of an order that is not paid for nothing is given back."""
    mine.refund_amount = rules.worth(line, one.refund) if one.refund_amount is None else one.refund_amount
    if not due.is_charged(line.order):
        mine.refund_amount = ZERO
    line.refunded += mine.refund
    line.credited += mine.refund_amount


def uncredit(document: ReturnDocument, pairs: Iterable[tuple[ReturnLine, OrderLine]], at: datetime) -> None:
    """Take the decision's credit back while no money moved: before the lines of the return are emptied."""
    for mine, line in pairs:
        line.refunded -= mine.refund
        line.credited -= mine.refund_amount
        mine.refund_settled_by, mine.refund_settled_at = None, None
    update_rows([mine for mine, _line in pairs], ["refund_settled_by", "refund_settled_at"])
    document.refunds.filter(revoked_at=None).update(revoked_at=at)


def set_off(found: Locked, *, actor: User, at: datetime) -> None:
    """After a decision: what the customer had not paid is settled by the order owing less. Only what he paid too much
    now, and no other return waits for, is to be given back."""
    open_amount = refunds.open_of(found.document, found.lines)
    if open_amount:
        rest = max(ZERO, refunds.overpaid(found.order) - refunds.waiting(found.order, but=found.document))
        _note(found.document, [(RefundKind.SET_OFF, None, open_amount - min(rest, open_amount))], actor, at)
        _mark(found, actor, at)


@operation
def settle_refund(
    *,
    actor: User,
    return_id: int,
    at: datetime,
    how: str = RefundKind.PAID_BACK,
    paid_date: date | None = None,
    reference: str = "",
    version: int | None = None,
) -> ReturnDocument:
    """Give the money of a return back that was paid for its order: to the customer (PAID_BACK, on ``paid_date``, today
    when not given; ``reference`` is the number of the payment at the bank), or leave it on his account for other orders
    (KEPT). It comes out of the receipts that paid the order, the newest first, as a receipt below zero each. What the
    order is not overpaid by any more was set off. Nothing is due for the return afterwards.

    Raises NotFound, NotAllowed (paying back is a right of its own), Stale, WrongState (nothing to refund is open, a
    closed month), Invalid, Conflict with the figures (the reference is that of another payment).
    """
    if how not in (RefundKind.PAID_BACK, RefundKind.KEPT):
        raise errors.Invalid(fields={"how": [_("Choose one of the list.")]})
    day = paid_date or business_day(at)
    if how == RefundKind.PAID_BACK:
        paying_back.require_day(day, at)
    found = locking.lock_return(actor, return_id, policies.REFUND, version, with_payers=True)
    document, order = found.document, found.order
    open_amount = refunds.open_of(document, found.lines)
    if document.status != Status.SETTLED or not open_amount:
        text = _("Nothing is to be refunded for %(document)s.") % {"document": document.number}
        raise errors.WrongState(text, status=str(document.status), possible=[])
    wanted = min(open_amount, refunds.overpaid(order))
    reason = _("Return %(number)s") % {"number": document.number}
    freed = freeing.free(order, wanted, payer_ids=found.payers, reason=reason, actor=actor, at=at)
    given: list[refunds.Part] = [(RefundKind.KEPT, receipt, amount) for receipt, amount in freed]
    if how == RefundKind.PAID_BACK:
        given = _pay(document, freed, day, reason, reference, actor, at)
    total = sum((amount for _kind, _receipt, amount in given), ZERO)
    _note(document, [*given, (RefundKind.SET_OFF, None, open_amount - total)], actor, at)
    numbers = ", ".join(receipt.number for _kind, receipt, _amount in given if receipt)
    _mark(found, actor, at, numbers)
    document.version += 1
    document.save(update_fields=["version"])
    message = gettext_noop("%(order)s: what was due for %(document)s was refunded (%(reference)s).")
    notices.tell(
        "refunded",
        document,
        message=message,
        actor=actor,
        at=at,
        amount=str(open_amount),
        reference=numbers or str(RefundKind.SET_OFF.label),
    )
    return document


def _pay(
    document: ReturnDocument,
    freed: Sequence[tuple[Receipt, Decimal]],
    day: date,
    reason: str,
    reference: str,
    actor: User,
    at: datetime,
) -> list[refunds.Part]:
    """A receipt below zero out of each; one payment of the bank may have paid them all, its number stands once."""
    words = f"{reason}, {reference.strip()}" if reference.strip() and len(freed) > 1 else reason
    paid: list[refunds.Part] = []
    for source, amount in freed:
        receipt = paying_back.give(
            source,
            amount,
            paid_date=day,
            reason=words,
            reference="" if paid else reference,
            refund_for=document.number,
            actor=actor,
            at=at,
        )
        paid.append((RefundKind.PAID_BACK, receipt, amount))
    return paid


def take_money_back(found: Locked, *, actor: User, reason: str, at: datetime) -> None:
    """Undo ``settle_refund`` of a locked return (with its payers): what was paid back counts as never paid, what was
    left on the account pays the order again; the money is due again. What was set off stays so.

    Raises WrongState when money that was left on the account pays something else meanwhile, Stale.
    """
    rows = [row for row in found.document.refunds.filter(revoked_at=None) if row.receipt_id is not None]
    named = Receipt.objects.filter(pk__in=[row.receipt_id for row in rows]).values_list("pk", "refund_of_id")
    ids = {pk for pair in named for pk in pair if pk is not None}
    receipts = freeing.lock_receipts(ids, found.payers)
    parts: list[tuple[Receipt, Decimal]] = []
    for row in rows:
        receipt = receipts[row.receipt_id or 0]
        if row.kind == RefundKind.PAID_BACK:
            periods.require_open(receipt.received_date, at=at)
            source = receipts[receipt.refund_of_id or 0]
            receipts_below_zero.take_back(receipt, source, reason=reason, at=at)
        else:
            source = receipt
            _require_left(source, row.amount)
        parts.append((source, row.amount))
    freeing.put_back(found.order, parts, actor=actor, at=at)
    ReturnRefund.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=at)


def _require_left(source: Receipt, amount: Decimal) -> None:
    settlement.require_live(source)
    if source.amount - source.allocated < amount:
        text = _("Of the money left on %(number)s some pays something else meanwhile; take that back first.")
        raise errors.WrongState(text % {"number": source.number}, possible=[])


def _note(document: ReturnDocument, parts: Iterable[refunds.Part], actor: User, at: datetime) -> None:
    ReturnRefund.objects.bulk_create(
        ReturnRefund(document=document, kind=kind, receipt=receipt, amount=amount, by=actor, at=at)
        for kind, receipt, amount in parts
        if amount
    )


def _mark(found: Locked, actor: User, at: datetime, numbers: str = "") -> None:
    """The lines of a return of which nothing is due any more; ``numbers`` of the receipts stand where money moved."""
    if refunds.open_of(found.document, found.lines):
        return
    mine = [one for one in found.lines if one.refund_amount and one.refund_settled_at is None]
    for one in mine:
        one.refund_reference, one.refund_settled_by, one.refund_settled_at = numbers[:LONGEST], actor, at
    update_rows(mine, ["refund_reference", "refund_settled_by", "refund_settled_at"])
