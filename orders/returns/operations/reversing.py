"""What was recorded of a return by mistake is taken back, the last step first: refund, decision, receipt.

Each reversal is a row that says what had been recorded, and each is refused once something stands on what it would
take away, with the way out.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors
from common.dates import business_day
from common.money import plain
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath
from orders.fulfilment.numbers import operations as numbers
from orders.promise import reserving
from orders.returns import following, locking, notices, policies, rules, standing, states
from orders.returns.choices import Step
from orders.returns.locking import Locked
from orders.returns.models import ReturnDocument, ReturnLine, ReturnReversal
from orders.returns.operations import refunding
from orders.returns.states import Move
from products.stock import operations as stock
from products.stock import queries as stock_queries
from products.stock.models import StockMovement

ZERO = rules.ZERO
_DECIDED = ("reship", "replaced", "refund", "refund_amount")
_FOUND = ("to_stock", "scrapped", "received")


@operation
def reverse_refund(
    *, actor: User, return_id: int, reason: str, at: datetime, version: int | None = None
) -> ReturnDocument:
    """Take the record of a refund back: what was paid back counts as never paid, the money is due again.

    Raises NotFound, NotAllowed, Stale, WrongState (no refund is recorded; paid in a closed month; money left on the
    account pays something else meanwhile), Invalid without a reason.
    """
    text = _require_reason(reason)
    found = locking.lock_return(actor, return_id, policies.REFUND, version, with_payers=True)
    document, paid = found.document, [mine for mine in found.lines if mine.refund_reference]
    if not paid:
        words = _("No refund is recorded for %(document)s.") % {"document": document.number}
        raise errors.WrongState(words, status=str(document.status), possible=[])
    last = max(paid, key=lambda mine: mine.refund_settled_at)  # type: ignore[arg-type, return-value]
    held = [
        {"line_no": mine.of.line_no, "refund_amount": plain(mine.refund_amount, 2), "reference": mine.refund_reference}
        for mine in paid
    ]
    row = _row(document, Step.REFUND, text, held, actor, at)
    row.done_by, row.done_at = last.refund_settled_by, last.refund_settled_at
    row.save(force_insert=True)
    refunding.take_money_back(found, actor=actor, reason=text, at=at)
    for mine in paid:
        mine.refund_reference, mine.refund_settled_by, mine.refund_settled_at = "", None, None
    update_rows(paid, ["refund_reference", "refund_settled_by", "refund_settled_at"])
    document.version += 1
    document.save(update_fields=["version"])
    message = gettext_noop("%(order)s: the record of the refund for %(document)s was taken back.")
    notices.tell("refund_reversed", document, message=message, actor=actor, at=at, reason=text)
    return document


@operation
def unsettle_return(
    *, actor: User, return_id: int, reason: str, at: datetime, version: int | None = None
) -> ReturnDocument:
    """Take a decision about received goods back: ``reship`` falls, what is held for it is let go, lines that it had
    opened close again; the goods wait for another decision.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (not settled; refunded; an exchange order
    stands; its goods went out again or are to go; a line closed by hand; decided in a closed month).
    """
    text = _require_reason(reason)
    found = locking.lock_return(actor, return_id, policies.REVERSE, version)
    document, pairs = found.document, found.pairs()
    after = states.after(document.status, Move.UNSETTLE)
    rules.require_returnable(found.order)
    assert document.settled_at is not None  # it is settled
    periods.require_open(business_day(document.settled_at), at=at)
    standing.require_undecidable(document, pairs)
    _keep_decision(found, text, actor, at)
    again = [line for mine, line in pairs if mine.reship]
    held = reserving.release_lines(again, at)  # there is less to hold now
    refunding.uncredit(document, pairs, at)
    for mine, line in pairs:
        line.reship -= mine.reship
        mine.reship = mine.replaced = mine.refund = mine.refund_amount = ZERO
    update_rows([mine for mine, _line in pairs], _DECIDED)
    following.follow(found.affected, actor=actor, at=at, reason=text)
    if reserving.reserve_in_turn(held, at):
        aftermath.note([found.affected], at)
    document.status, document.decision, document.replacement = after, "", None
    document.settled_by = document.settled_at = None
    document.version += 1
    document.save(update_fields=["status", "decision", "replacement", "settled_by", "settled_at", "version"])
    message = gettext_noop("%(order)s: the decision about %(document)s was taken back.")
    notices.tell(
        "unsettled", document, message=message, actor=actor, at=at, reason=text, also=(document.created_by_id,)
    )
    return document


@operation
def unreceive_return(
    *, actor: User, return_id: int, reason: str, at: datetime, version: int | None = None
) -> ReturnDocument:
    """Take a receipt back: what went into stock with it leaves again, ``returned`` falls, its serial and batch numbers
    are out once more; the goods are on their way still.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (not received; received in a closed month;
    another return speaks for pieces that did not come; a number went out again), OutOfStock (the pieces are promised
    or gone).
    """
    text = _require_reason(reason)
    found = locking.lock_return(actor, return_id, policies.REVERSE, version)
    document, pairs = found.document, found.pairs()
    after = states.after(document.status, Move.UNRECEIVE)
    rules.require_returnable(found.order)
    periods.require_open(document.received_date, at=at)
    standing.require_room(document, pairs)
    _keep_receipt(found, text, actor, at)
    for mine, line in pairs:
        numbers.forget_returned(actor=actor, order_line_id=line.pk, numbers=rules.numbers_of(mine))
        line.returned -= mine.received
        line.returning += mine.quantity
        mine.to_stock = mine.scrapped = mine.received = ZERO
        mine.numbers = []
    update_rows([mine for mine, _line in pairs], [*_FOUND, "numbers"])
    following.follow(found.affected, actor=actor, at=at, reason=text)
    _take_out(document, actor, at, text)
    document.status, document.findings, document.warehouse = after, "", None
    document.received_by = document.received_at = document.received_date = None
    document.version += 1
    document.save(
        update_fields=["status", "findings", "warehouse", "received_by", "received_at", "received_date", "version"]
    )
    message = gettext_noop("%(order)s: the receipt of %(document)s was taken back.")
    notices.tell(
        "unreceived", document, message=message, actor=actor, at=at, reason=text, also=(document.created_by_id,)
    )
    return document


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return reason.strip()[:500]


def _row(
    document: ReturnDocument, step: Step, reason: str, held: Sequence[dict[str, Any]], actor: User, at: datetime
) -> ReturnReversal:
    return ReturnReversal(document=document, step=step, reason=reason, held=list(held), by=actor, at=at)


def _keep_decision(found: Locked, reason: str, actor: User, at: datetime) -> None:
    document = found.document
    row = _row(document, Step.DECISION, reason, _said(found.lines, _DECIDED), actor, at)
    row.done_by, row.done_at = document.settled_by, document.settled_at
    row.save(force_insert=True)


def _keep_receipt(found: Locked, reason: str, actor: User, at: datetime) -> None:
    document = found.document
    held = _said(found.lines, ("to_stock", "scrapped"))
    for one, mine in zip(held, sorted(found.lines, key=_line_no), strict=True):
        one["numbers"] = mine.numbers
    row = _row(document, Step.RECEIPT, reason, held, actor, at)
    row.done_by, row.done_at = document.received_by, document.received_at
    row.save(force_insert=True)


def _said(lines: Iterable[ReturnLine], names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"line_no": _line_no(mine), **{name: plain(getattr(mine, name)) for name in names}}
        for mine in sorted(lines, key=_line_no)
    ]


def _line_no(mine: ReturnLine) -> int:
    return mine.of.line_no


def _take_out(document: ReturnDocument, actor: User, at: datetime, reason: str) -> None:
    """What went into stock with the return leaves its rows again, as the movements say. Raises OutOfStock, in words
    that lead on."""
    rows = stock_queries.moved_by(document)
    kind = StockMovement.Kind.RETURN_UNDONE
    try:
        stock.issue(
            actor=actor,
            items=[(row_id, quantity, ZERO) for row_id, quantity in rows],
            document=document,
            at=at,
            kind=kind,
            reason=reason,
        )
    except errors.OutOfStock as refused:
        text = _(
            "%(asked)s pieces of %(product)s came into stock with this return, %(available)s of them are free there."
            " Let orders go of what is held for them, or take back what left, before the receipt is taken back."
        )
        raise errors.OutOfStock(text % refused.details, **refused.details) from None
