"""What the customer gets for what came back: the same again, a substitute, money, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment.rules import plain
from orders.order.models import OrderLine
from orders.order.states import Status as OrderStatus
from orders.promise import promising, reserving
from orders.returns import locking, notices, policies, rules, states
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.rules import Decision
from orders.returns.states import Move, Status

ZERO = Decimal(0)
_DECIDED = ("reship", "replaced", "refund", "refund_amount")


@operation
def settle_return(
    *,
    actor: User,
    return_id: int,
    lines: Mapping[int, Decision],
    at: datetime,
    grounds: str = "",
    version: int | None = None,
) -> ReturnDocument:
    """Decide about received goods: line number → what the customer gets for them; for a line not named, nothing.

    Pieces to re-ship raise ``reship``: a line that had closed by itself opens, and its order with it; stock is held
    and a day promised for them. Refunds are open items until ``settle_refund``. Raises NotFound, NotAllowed, Stale,
    WrongState (not received; re-ship on a line closed by hand), Invalid with paths like ``lines.2.reship``.
    """
    found = locking.lock_return(actor, return_id, policies.SETTLE, version)
    document, pairs = found.document, found.pairs()
    document.status = states.after(document.status, Move.SETTLE)
    rules.require_returnable(found.order)
    wrong = rules.decision_errors({line.line_no: mine for mine, line in pairs}, lines)
    if wrong:
        raise errors.Invalid(fields=wrong)
    for mine, line in pairs:
        _decide(mine, line, lines.get(line.line_no, Decision()))
    update_rows([mine for mine, _line in pairs], _DECIDED)
    again = [line for mine, line in pairs if mine.reship]
    ship_again(found.affected, again, actor=actor, at=at, reason=document.number)
    document.decision = grounds.strip()[:1000]
    document.settled_by, document.settled_at = actor, at
    document.version += 1
    document.save(update_fields=["status", "decision", "settled_by", "settled_at", "version"])
    _tell(document, [mine for mine, _line in pairs], actor, at)
    return document


def _decide(mine: ReturnLine, line: OrderLine, one: Decision) -> None:
    if one.reship:
        rules.require_reshippable(line)
    mine.reship, mine.replaced, mine.refund = one.reship, one.replaced, one.refund
    mine.refund_amount = rules.worth(line, one.refund) if one.refund_amount is None else one.refund_amount
    line.reship += one.reship


def ship_again(one: Affected, lines: list[OrderLine], *, actor: User, at: datetime, reason: str) -> None:
    """Let lines whose ``reship`` rose, and their order, open; hold stock for them and promise a day."""
    aftermath.conclude([one], actor=actor, at=at, reason=reason)
    if not lines or one.order.status != OrderStatus.EFFECTIVE:
        return
    reserving.reserve_lines(one.order, lines, at)
    promising.promise_lines(one.order, lines, actor=actor, at=at)
    aftermath.note([one], at)


@operation
def settle_refund(
    *, actor: User, return_id: int, reference: str, at: datetime, line_no: int | None = None, version: int | None = None
) -> ReturnDocument:
    """Say with what the refund of a return (or of one of its lines) was made: the number of a credit note, a payment.
    Nothing is due for it any more.

    Raises NotFound, NotAllowed, Stale, WrongState (nothing to refund is open), Invalid without a reference.
    """
    if not 0 < len(reference.strip()) <= 60:
        raise errors.Invalid(
            fields={"reference": [_("Name the credit note or the payment, in at most 60 characters.")]}
        )
    found = locking.lock_return(actor, return_id, policies.REFUND, version)
    document = found.document
    due = [
        mine
        for mine in found.lines
        if mine.refund_amount and mine.refund_settled_at is None and line_no in (None, mine.of.line_no)
    ]
    if document.status != Status.SETTLED or not due:
        text = _("Nothing is to be refunded for %(document)s.") % {"document": document.number}
        raise errors.WrongState(text, status=str(document.status), possible=[])
    for mine in due:
        mine.refund_reference, mine.refund_settled_by, mine.refund_settled_at = reference.strip(), actor, at
    update_rows(due, ["refund_reference", "refund_settled_by", "refund_settled_at"])
    document.version += 1
    document.save(update_fields=["version"])
    amount = sum((mine.refund_amount for mine in due), ZERO)
    message = gettext_noop("%(order)s: what was due for %(document)s was refunded (%(reference)s).")
    notices.tell(
        "refunded", document, message=message, actor=actor, at=at, amount=str(amount), reference=reference.strip()
    )
    return document


def _tell(document: ReturnDocument, lines: list[ReturnLine], actor: User, at: datetime) -> None:
    reship, replaced, refund = (
        plain(sum((getattr(one, name) for one in lines), ZERO)) for name in ("reship", "replaced", "refund")
    )
    message = gettext_noop(
        "%(order)s: decided about %(document)s: re-ship %(reship)s, replace %(replaced)s, refund %(refund)s."
    )
    notices.tell(
        "settled",
        document,
        message=message,
        actor=actor,
        at=at,
        also=(document.created_by_id,),
        reship=reship,
        replaced=replaced,
        refund=refund,
    )
