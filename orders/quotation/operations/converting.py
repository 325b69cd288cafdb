"""Orders of a quotation: all of it or a part, never more than was quoted (R083, R089)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, errors, events
from common.errors import Text
from common.money import ZERO, line_amount
from common.operation import operation
from orders.entry import drafting
from orders.entry.drafts import LineDraft, OrderDraft
from orders.order.models import Order
from orders.quotation import bounds, policies, queries, states
from orders.quotation.drafts import LINE_OFFERED
from orders.quotation.models import Quotation, QuotationLine, QuotationVersion
from orders.quotation.operations import outcomes, saving
from orders.quotation.states import Move, Status

_KEPT = (*LINE_OFFERED, "price", "requested_date")


@dataclass(frozen=True)
class Pick:
    """A line of a version by its number, and how much of it is ordered; None: all that is left."""

    line_no: int
    quantity: Decimal | None = None


@operation
def convert_quotation(
    *,
    actor: User,
    quotation_id: int,
    code: str,
    picks: Sequence[Pick] | None = None,
    requested_date: date | None = None,
    version: int | None = None,
    at: datetime,
) -> Order:
    """Make a draft order of a version that the customer holds: the lines picked, or with None all that is left but
    for optional ones. Quoted prices stand, named on the line; the reduction goes along in shares that add up, freight
    with the first order. The first order settles which alternative it is; the quotation is won once nothing is left.

    Raises NotFound, NotAllowed, WrongState (state, version, expired), Stale, Conflict (more than is left), Invalid
    (``lines.3.quantity``), and what creating an order raises.
    """
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id, version=version)
    policies.require(actor, "quotation.convert", quotation)
    states.after(quotation.status, Move.CONVERT)
    offer = outcomes.find_standing(queries.versions_of(quotation), code)
    if quotation.status == Status.SENT:  # what was accepted in time is ordered at any time; the rest until its last day
        outcomes.require_valid(quotation, offer, dates.business_day(at))
    outcomes.accept(quotation, offer)
    lines = queries.lines_of(offer)
    ordered = queries.ordered_of([line.pk for line in lines])
    chosen = _chosen(lines, ordered, picks)
    draft = _draft(quotation, offer, chosen, requested_date)
    draft.reduction = _reduction(offer, lines, chosen)
    if any(ordered.values()):
        draft.freight = ZERO
    order = drafting.create_order(actor=actor, draft=draft, at=at)
    _settle(quotation, lines, ordered, chosen, at)
    numbers = [line.line_no for line, _quantity in chosen]
    events.record("quotation.ordered", quotation, at=at, order=order.pk, version=offer.code, lines=numbers)
    return order


Chosen = list[tuple[QuotationLine, Decimal]]


def _chosen(lines: Sequence[QuotationLine], ordered: dict[int, Decimal], picks: Sequence[Pick] | None) -> Chosen:
    """Lines with quantities, every one within what is left. Raises Invalid, Conflict."""
    left = {line.line_no: max(ZERO, line.ordered - ordered.get(line.pk, ZERO)) for line in lines}
    if picks is None:
        picks = [Pick(line.line_no) for line in lines if not line.is_optional and left[line.line_no]]
    by_number = {line.line_no: line for line in lines}
    faults: dict[str, list[Text]] = {}
    chosen: Chosen = []
    for pick in picks:
        path = f"lines.{pick.line_no}.quantity"
        line = by_number.pop(pick.line_no, None)  # each once
        if line is None:
            faults[path] = [_("There is no such line, or it stands there twice.")]
            continue
        quantity = left[line.line_no] if pick.quantity is None else pick.quantity
        if quantity < 0 or (quantity == 0 and pick.quantity is None):
            faults[path] = [_("Nothing of it is left.") if quantity == 0 else _("Enter more than zero.")]
        elif quantity > left[line.line_no]:
            _refuse_excess(line, quantity, left[line.line_no])
        elif quantity:
            chosen.append((line, quantity))
    if faults:
        raise errors.Invalid(fields=faults)
    if not chosen:
        raise errors.Invalid(fields={"lines": [_("Choose at least one line of which something is left.")]})
    return chosen


def _refuse_excess(line: QuotationLine, quantity: Decimal, left: Decimal) -> None:
    words = _("Line %(line)s: only %(left)s of what was quoted is left, not %(quantity)s.")
    shown = {"line": line.line_no, "left": f"{left.normalize():f}", "quantity": f"{quantity.normalize():f}"}
    raise errors.Conflict(words % shown, code="more_than_quoted", line=line.line_no, left=shown["left"])


def _draft(
    quotation: Quotation,
    offer: QuotationVersion,
    chosen: Chosen,
    requested_date: date | None,
) -> OrderDraft:
    draft = OrderDraft(
        customer_id=quotation.customer_id,
        contact_name=quotation.contact_name or None,
        contact_phone=quotation.contact_phone or None,
        channel=quotation.inquiry.channel if quotation.inquiry else None,
        payment_term_id=offer.payment_term_id,
        currency_id=offer.currency_id,
        tax_mode=offer.tax_mode,
        freight=offer.freight,
        requested_date=requested_date,
    )
    for line, quantity in chosen:
        kept: dict[str, Any] = {name: getattr(line, name) for name in _KEPT}
        kept["price_rule"] = f"{quotation.number} {offer.code}/{line.line_no}"
        kept |= {"quotation_line_id": line.pk, "without_gift": True}  # gifts are those quoted
        draft.lines.append(LineDraft(quantity=quantity, **kept))
    return draft


def _reduction(offer: QuotationVersion, lines: Sequence[QuotationLine], chosen: Chosen) -> Decimal:
    """What of the reduction goes with this order: the share of all that is ordered now, less what orders grant
    already, whatever became of them since. So all of them together grant it exactly once."""
    taken = bounds.taken({offer.pk: [*lines]})
    pieces = taken.pieces
    for line, quantity in chosen:
        pieces[line.pk] += quantity
    due = max(ZERO, bounds.share(lines, pieces) - taken.granted[offer.pk])
    return min(due, sum((_worth(offer, line, quantity) for line, quantity in chosen), ZERO))


def _worth(offer: QuotationVersion, line: QuotationLine, quantity: Decimal) -> Decimal:
    return line_amount(quantity, line.price, line.discount, line.tax_rate, offer.tax_mode)


def _settle(
    quotation: Quotation, lines: Sequence[QuotationLine], ordered: dict[int, Decimal], chosen: Chosen, at: datetime
) -> None:
    """Won once nothing but optional lines is left, else partly."""
    now = {line.pk: ordered.get(line.pk, ZERO) for line in lines}
    for line, quantity in chosen:
        now[line.pk] += quantity
    is_rest = any(now[line.pk] < line.ordered for line in lines if not line.is_optional)
    quotation.status = states.after(quotation.status, Move.CONVERT_PART if is_rest else Move.CONVERT)
    quotation.decided_at = quotation.decided_at or at
    saving.follow(quotation, queries.versions_of(quotation))
    saving.save(quotation, ("status", "decided_at", "accepted"), at)
