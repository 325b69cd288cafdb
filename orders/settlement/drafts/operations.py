"""What is done with acceptance drafts until they are paid, or are not (R229)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from orders.credit import exposure
from orders.order import together
from orders.order.models import Order
from orders.settlement import allotting, policies, queries
from orders.settlement.drafts import holding, states
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.drafts.rights import MOVE
from orders.settlement.drafts.states import RUNNING, DraftMove, DraftState
from orders.settlement.models import Receipt
from orders.settlement.operations import allocating, refunds

ZERO = Decimal(0)
LONGEST = {"given_to": 120, "reason": 300}
_COLUMNS = ["state", "moved_date", "given_to", "charge", "reason"]


@operation
def cash_draft(
    *, actor: User, receipt_id: int, at: datetime, day: date | None = None, version: int | None = None
) -> Receipt:
    """Say that a draft was paid at maturity, by who accepted it: it leaves the exposure. Of one that was endorsed or
    discounted: nobody comes back for it. Raises NotFound, NotAllowed, Stale, WrongState, Invalid (a day before it
    matures, to come)."""
    draft, day = _start(actor, receipt_id, DraftMove.CASH, day, at, version)
    if day < draft.maturity_date:
        text = _("The draft matures on %(day)s.") % {"day": draft.maturity_date.isoformat()}
        raise errors.Invalid(fields={"day": [text]})
    return _move(draft, DraftMove.CASH, day, at)


@operation
def endorse_draft(
    *, actor: User, receipt_id: int, given_to: str, at: datetime, day: date | None = None, version: int | None = None
) -> Receipt:
    """Pay somebody else with a held draft. It stays in the exposure: he comes back for it when it is dishonoured.
    Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    name = _text("given_to", given_to)
    draft, day = _start(actor, receipt_id, DraftMove.ENDORSE, day, at, version)
    return _move(draft, DraftMove.ENDORSE, day, at, given_to=name)


@operation
def discount_draft(
    *,
    actor: User,
    receipt_id: int,
    given_to: str,
    charge: Decimal,
    at: datetime,
    day: date | None = None,
    version: int | None = None,
) -> Receipt:
    """Sell a held draft to a bank before it matures, for its amount less ``charge`` (in its currency): the company's
    cost, the customer paid in full. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    name = _text("given_to", given_to)
    draft, day = _start(actor, receipt_id, DraftMove.DISCOUNT, day, at, version)
    if charge < 0 or charge >= draft.receipt.amount:
        raise errors.Invalid(fields={"charge": [_("Enter zero or more, and less than the draft is worth.")]})
    if charge:
        allotting.require_amount(charge, "charge")
    return _move(draft, DraftMove.DISCOUNT, day, at, given_to=name, charge=charge)


@operation
def dishonour_draft(
    *, actor: User, receipt_id: int, reason: str, at: datetime, day: date | None = None, version: int | None = None
) -> Receipt:
    """Say that a draft was not paid: what it paid is owed again, on ``day`` (today when not given), by a receipt below
    zero; whose orders it paid, whose customer it is and finance are warned.

    Raises NotFound, NotAllowed, Stale, Invalid (no reason, a day to come), WrongState (paid, a closed month).
    """
    text = _text("reason", reason)
    seen = queries.get_receipt_by_id(actor, receipt_id)
    orders = together.lock_orders(queries.orders_paid_by(receipt_id), also_holders_of=[seen.customer_id])
    draft, day = _start(actor, receipt_id, DraftMove.DISHONOUR, day, at, version, orders=orders)
    receipt = draft.receipt
    live = allocating.live_allocations(receipt)
    if {row.plan_row.order_id for row in live} - orders.keys():
        raise errors.Stale(_("The receipt was allocated meanwhile; look at it again."), fields={})
    paid = [orders[pk] for pk in {row.plan_row.order_id for row in live}]
    if live:
        allocating.take_back(receipt, live, orders, actor=actor, at=at)
    _bounce(draft, day, text, actor, at)
    _move(draft, DraftMove.DISHONOUR, day, at, reason=text)
    for order in paid:
        events.record("order.payment_revoked", order, at=at, reason=text, receipt=receipt.number)
    _warn(draft, paid, actor, at)
    return receipt


@operation
def take_back_move(*, actor: User, receipt_id: int, reason: str, at: datetime, version: int | None = None) -> Receipt:
    """Take the last move of a draft back that was recorded wrongly: it is held again. After a dishonour the money is
    unallocated. Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (nothing to take back, its
    month is closed)."""
    text = _text("reason", reason)
    seen = queries.get_receipt_by_id(actor, receipt_id)
    together.lock_holders([seen.customer_id])
    draft = _lock(actor, receipt_id, version)
    states.after(draft.state, DraftMove.TAKE_BACK)
    periods.require_open(draft.moved_date, at=at)
    if draft.state == DraftState.DISHONOURED:
        rows = draft.receipt.refunds.select_for_update(no_key=True)
        for bounced in rows.filter(kind=Receipt.Kind.DISHONOUR, is_void=False):
            refunds.take_back(bounced, draft.receipt, reason=text, at=at)
    return _move(draft, DraftMove.TAKE_BACK, None, at, told=text)


def _start(
    actor: User,
    receipt_id: int,
    move: DraftMove,
    day: date | None,
    at: datetime,
    version: int | None,
    orders: dict[int, Order] | None = None,
) -> tuple[AcceptanceDraft, date]:
    """A locked draft that may make this move, and its day."""
    today = business_day(at)
    day = day or today
    if day > today:
        raise errors.Invalid(fields={"day": [_("This day is to come.")]})
    if orders is None:
        together.lock_holders([queries.get_receipt_by_id(actor, receipt_id).customer_id])
    draft = _lock(actor, receipt_id, version)
    if day < draft.receipt.received_date:
        raise errors.Invalid(fields={"day": [_("The draft came later than this.")]})
    states.after(draft.state, move)
    periods.require_open(day, at=at)
    return draft, day


def _lock(actor: User, receipt_id: int, version: int | None) -> AcceptanceDraft:
    """The draft of a receipt, both locked, for somebody who may move it. Raises NotFound, Stale, NotAllowed."""
    receipt = queries.lock_receipt(actor=actor, receipt_id=receipt_id, version=version)
    policies.require(actor, MOVE, receipt.customer)
    draft = holding.of(receipt)
    if draft is None:
        raise errors.NotFound()
    return draft


def _move(
    draft: AcceptanceDraft,
    move: DraftMove,
    day: date | None,
    at: datetime,
    *,
    given_to: str = "",
    charge: Decimal = ZERO,
    reason: str = "",
    told: str = "",
) -> Receipt:
    """Put a draft where the move leads, and its term of the exposure with it; of one that went away it stays written
    to whom and for what."""
    before, receipt = draft.state, draft.receipt
    draft.state, draft.moved_date, draft.reason = states.after(before, move), day, reason
    if move in (DraftMove.ENDORSE, DraftMove.DISCOUNT, DraftMove.TAKE_BACK):
        draft.given_to, draft.charge = given_to, charge
    sign = (draft.state in RUNNING) - (before in RUNNING)
    if sign:
        holding.expose(draft, sign)
    draft.save(update_fields=_COLUMNS)
    allocating.save(receipt)
    words = {"draft": draft.number, "from_state": before, "to_state": str(draft.state)}
    events.record(f"receipt.draft_{move}", receipt, at=at, reason=reason or told, amount=str(receipt.amount), **words)
    return receipt


def _bounce(draft: AcceptanceDraft, day: date, reason: str, actor: User, at: datetime) -> None:
    """What of the draft was not paid back before leaves the account again, on the day it was dishonoured."""
    receipt = draft.receipt
    amount = receipt.amount - receipt.allocated
    if not amount:
        return
    bounced = Receipt(
        kind=Receipt.Kind.DISHONOUR,
        refund_of=receipt,
        amount=-amount,
        allocated=-amount,
        received_date=day,
        notes=reason,
        created_by=actor,
        created_at=at,
        **{name: getattr(receipt, name) for name in ("customer", "currency_id", "exchange_rate", "method", "payer")},
    )
    receipt.allocated += amount
    exposure.move(receipt.customer.credit_holder_id, received=refunds.in_base(bounced))
    bounced.number = draw(Series.REFUND, business_day(at))
    bounced.save(force_insert=True)
    customer = receipt.customer.code
    events.record("receipt.recorded", bounced, at=at, reason=reason, customer=customer, amount=str(bounced.amount))


def _warn(draft: AcceptanceDraft, orders: Iterable[Order], actor: User, at: datetime) -> None:
    receipt = draft.receipt
    sales = {order.salesperson_id for order in orders} | {receipt.customer.owner_id}
    finance = set(people.holders(MOVE).values_list("pk", flat=True))
    inbox.notify(
        sorted(person for person in sales | finance if person and person != actor.pk),
        kind="receipt.draft_dishonour",
        message=gettext_noop(
            "Draft %(draft)s of %(customer)s over %(amount)s %(currency)s was dishonoured: what it paid is owed again."
        ),
        parameters={
            "draft": draft.number,
            "customer": receipt.customer.name,
            "amount": allotting.plain(receipt.amount),
            "currency": receipt.currency_id,
        },
        at=at,
        subject=receipt,
    )


def _text(name: str, value: str) -> str:
    """Words that must be there. Raises Invalid."""
    value = " ".join(value.split())
    if not value:
        raise errors.Invalid(fields={name: [_("Fill this in.")]})
    if len(value) > LONGEST[name]:
        raise errors.Invalid(fields={name: [_("At most %(n)s characters.") % {"n": LONGEST[name]}]})
    return value
