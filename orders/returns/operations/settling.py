"""What the customer gets for what came back: the same again, a substitute, money, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

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
from orders.returns import following, locking, notices, policies, rules, states
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.operations import refunding
from orders.returns.rules import Decision
from orders.returns.states import Move

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
    and a day promised for them. A refund lowers what the order owes; what was paid for it is due to the customer until
    ``settle_refund``. Raises NotFound, NotAllowed, Stale,
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
    refunding.set_off(found, actor=actor, at=at)
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
    refunding.credit(mine, line, one)
    line.reship += one.reship


def ship_again(one: Affected, lines: list[OrderLine], *, actor: User, at: datetime, reason: str) -> None:
    """Let lines whose ``reship`` rose, and their order, open; hold stock for them and promise a day."""
    following.follow(one, actor=actor, at=at, reason=reason)
    if not lines or one.order.status != OrderStatus.EFFECTIVE:
        return
    reserving.reserve_lines(one.order, lines, at)
    promising.promise_lines(one.order, lines, actor=actor, at=at)
    aftermath.note([one], at)


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
