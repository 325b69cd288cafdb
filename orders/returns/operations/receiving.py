"""Returned goods are received and inspected: what is fit goes back to stock, the rest is scrapped."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors
from common.dates import business_day
from common.errors import Text
from common.operation import operation
from common.rows import update_rows
from orders.fulfilment.numbers import operations, queries
from orders.fulfilment.rules import plain
from orders.order.models import OrderLine
from orders.promise import kits
from orders.returns import following, locking, notices, policies, rules, states
from orders.returns.models import ReturnDocument, ReturnLine
from orders.returns.rules import Inspected
from orders.returns.states import Move
from products.stock import ledger
from products.stock import operations as stock
from products.stock.models import StockMovement, Warehouse

ZERO = Decimal(0)
LONGEST = 1000


@operation
def receive_return(
    *,
    actor: User,
    return_id: int,
    lines: Mapping[int, Inspected],
    at: datetime,
    warehouse_id: int | None = None,
    received_date: date | None = None,
    findings: str = "",
    version: int | None = None,
) -> ReturnDocument:
    """Record what came of an approved return and how it was found: line number → pieces fit for stock and scrapped;
    of a line not named nothing came. What is fit goes to ``warehouse_id`` (the default one where none is named) as a
    customer's return; ``returned`` rises, nothing opens again (SEMANTICS 3). Where the pieces of a line went out under
    serial or batch numbers, those of the pieces that came are named, and may go out again.

    Raises NotFound, NotAllowed, Stale, WrongState (not approved), Invalid (more than was announced, nothing at all,
    a day to come, a warehouse out of use).
    """
    found = locking.lock_return(actor, return_id, policies.RECEIVE, version)
    document, pairs = found.document, found.pairs()
    document.status = states.after(document.status, Move.RECEIVE)
    rules.require_returnable(found.order)
    day = received_date or business_day(at)
    periods.require_open(day, at=at)
    _check(pairs, lines, day, findings, at)
    for mine, line in pairs:
        one = lines.get(line.line_no, Inspected())
        mine.to_stock, mine.scrapped, mine.received = one.to_stock, one.scrapped, one.received
        mine.numbers = [[number, plain(quantity)] for number, quantity in one.numbers]
        line.returning -= mine.quantity
        line.returned += mine.received
    update_rows([mine for mine, _line in pairs], ["to_stock", "scrapped", "received", "numbers"])
    _note_numbers(pairs, lines, actor, at)
    following.follow(found.affected, actor=actor, at=at)
    _put_away(document, pairs, warehouse_id, actor, at)
    document.received_by, document.received_at, document.received_date = actor, at, day
    document.findings = findings.strip()
    document.version += 1
    document.save(
        update_fields=["status", "warehouse", "findings", "received_by", "received_at", "received_date", "version"]
    )
    pieces = plain(sum((mine.received for mine, _line in pairs), ZERO))
    message = gettext_noop("%(order)s: %(pieces)s pieces of %(document)s came back and were inspected.")
    notices.tell(
        "received",
        document,
        message=message,
        actor=actor,
        at=at,
        also=(document.created_by_id,),
        pieces=pieces,
        day=day.isoformat(),
    )
    return document


def _check(
    pairs: list[tuple[ReturnLine, OrderLine]], lines: Mapping[int, Inspected], day: date, findings: str, at: datetime
) -> None:
    """Raise Invalid, field by field."""
    wrong = rules.inspection_errors({line.line_no: mine for mine, line in pairs}, lines)
    if day > business_day(at):
        wrong["received_date"] = [_("Goods cannot have come on a day to come.")]
    if len(findings.strip()) > LONGEST:
        wrong["findings"] = [_("At most %(count)s characters.") % {"count": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _note_numbers(
    pairs: list[tuple[ReturnLine, OrderLine]], lines: Mapping[int, Inspected], actor: User, at: datetime
) -> None:
    """Serial and batch numbers that came back are free again. Raises Invalid where the pieces of a line have numbers
    and those given do not come to what was received, or did not go out on it."""
    told_apart = {row.line.order_line_id for row in queries.gone_of(line.pk for _mine, line in pairs)}
    wrong: dict[str, list[Text]] = {}
    for mine, line in pairs:
        given = lines[line.line_no].numbers if line.line_no in lines else ()
        if not given and (line.pk not in told_apart or not mine.received):
            continue
        field, total = f"lines.{line.line_no}.numbers", sum((quantity for _number, quantity in given), ZERO)
        if total != mine.received:
            words = {"received": plain(mine.received), "given": plain(total)}
            wrong[field] = [_("%(received)s came back; numbers are given for %(given)s.") % words]
            continue
        try:
            operations.note_returned(actor=actor, order_line_id=line.pk, numbers=given, at=at)
        except errors.Invalid as refused:
            wrong[field] = refused.fields["numbers"]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _put_away(
    document: ReturnDocument,
    pairs: list[tuple[ReturnLine, OrderLine]],
    warehouse_id: int | None,
    actor: User,
    at: datetime,
) -> None:
    """Fit pieces go back to stock, of kits that count their components these; after the order's rows (DESIGN 3)."""
    document.warehouse_id = warehouse_id or ledger.default_warehouse_id()
    if not Warehouse.objects.filter(pk=document.warehouse_id, is_active=True).exists():
        raise errors.Invalid(fields={"warehouse": [_("Choose a warehouse that is in use.")]})
    kits.load(line for mine, line in pairs if mine.to_stock)
    fit = [part for mine, line in pairs if mine.to_stock for part in kits.needs(line, mine.to_stock)]
    rows = ledger.ensure_rows((product, document.warehouse_id) for product, _quantity in fit)
    items = [(rows[product, document.warehouse_id], quantity, ZERO) for product, quantity in fit]
    stock.take_back(actor=actor, items=items, document=document, at=at, kind=StockMovement.Kind.RETURN)
