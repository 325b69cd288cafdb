"""Submitting an order: the work behind ``submit_order`` and ``create_and_submit``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import currencies, dates, events, numbering
from common.rows import update_rows
from orders.approval import operations as approval
from orders.approval.matrix import rules as matrix
from orders.completeness import rules as completeness
from orders.credit import exposure
from orders.credit import operations as credit
from orders.credit.exposure import Terms
from orders.credit.models import CreditExposure
from orders.credit.rules import Moment
from orders.lifecycle import approving, effect, screening
from orders.order import content, derive, followers, policies, writing
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Move, PriceSource
from orders.validity import operations as validity

SUBJECT = Order._meta.label_lower
NO_APPROVAL_NEEDED = gettext_noop("Orders of this type need no approval.")
COLUMNS = (
    *("number", "status", "submitted_at", "content_hash", "exchange_rate", "is_rejected", "rejection_reason"),
    "risks",
)


def submit_loaded(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> Order:
    """Submit a draft that is locked (or new in this transaction), its ``credit_holder`` locked and at hand,
    and each line's ``product``. What is worth a second look is kept with it as ``risks``. The number is drawn last:
    it makes everybody else of that day wait.

    Raises WrongState, Incomplete, Invalid (a check that refuses), CreditExceeded, Conflict (nobody may approve, no
    rate of the day).
    """
    writing.require_status(order, Move.SUBMIT)
    screening.require_cleared(order)
    completeness.require(order, lines, completeness.Step.SUBMIT, actor)
    _freeze_terms(order, lines, at)
    order.risks = [asdict(risk) for risk in validity.require(order, lines, dates.business_day(at), actor)]
    writing.move(order, Move.SUBMIT, actor=actor, at=at)
    changed = [*COLUMNS, *derive.derive(order, lines)]
    order.submitted_at = at
    order.is_rejected, order.rejection_reason = False, ""
    found = content.content_of(order, lines)
    order.content_hash = content.hash_of(found)
    asked = _ask(order, found, changed, actor, at) if order.order_type.needs_approval else None
    terms = exposure.follow(order.credit_holder.pk, Terms(), exposure.terms_of(order, lines))
    credit.check(order, at, Moment.SUBMIT, actor=actor, exposure=terms)
    if asked is None:
        changed += _take_effect_at_once(order, lines, actor, at, terms)
    if order.number is None:
        order.number = numbering.draw(numbering.Series.ORDER, dates.business_day(at))
    writing.save(order, changed, at)
    events.record("order.submitted", order, at=at, customer=order.customer.code, total=str(order.total_amount))
    if asked is None:
        followers.tell(order, Happening.TAKEN_EFFECT, lines=lines, actor=actor, at=at)
        effect.tell(order, lines, actor=actor, at=at)
    else:
        approval.tell(asked, order, at=at)
    return order


def _freeze_terms(order: Order, lines: Sequence[OrderLine], at: datetime) -> None:
    """Exchange rate and unit costs are those of the day of submission (SEMANTICS 4)."""
    order.exchange_rate = currencies.rate_on(order.currency_id, dates.business_day(at))
    own = [line for line in lines if line.price_source != PriceSource.IMPORTED]
    stale = [line for line in own if line.unit_cost != line.product.unit_cost]
    for line in stale:
        line.unit_cost = line.product.unit_cost
    update_rows(stale, ["unit_cost"])


def _ask(order: Order, found: content.Content, changed: list[str], actor: User, at: datetime) -> approval.Asked:
    if matrix.reads_stored(SUBJECT):  # conditions are asked about the draft with the rate and costs of today
        update_rows([order], [name for name in changed if name not in ("status", "number")])
    return approval.ask(
        subject_type=SUBJECT,
        subject_id=order.pk,
        department_id=order.department_id,
        content=found,
        content_hash=order.content_hash,
        requested_by=actor,
        barred=policies.own_business_of(order),
        signs=approving.signs_of(order),
        at=at,
    )


def _take_effect_at_once(
    order: Order, lines: Sequence[OrderLine], actor: User, at: datetime, terms: CreditExposure | None
) -> list[str]:
    return effect.take_effect(order, lines, actor=actor, at=at, reason=NO_APPROVAL_NEEDED, exposure=terms)
