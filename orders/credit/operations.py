"""The credit check that other rooms' operations run, under the lock of the credit holder (SEMANTICS 9)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from common import dates, errors
from common.money import round2
from customers.models import Customer
from orders.credit import exposure as exposures
from orders.credit import queries, rules, verdicts, wording
from orders.credit.models import CreditExposure
from orders.credit.rules import Moment
from orders.order.models import Order


def check(order: Order, at: datetime, moment: Moment, *, actor: User, exposure: CreditExposure | None = None) -> None:
    """Raise CreditExceeded unless the holder's credit bears the order. Call after its exposure was moved:
    ``exposure`` (what ``move`` returned; read when not given) already includes the order.

    An order that is paid before it ships passes every bound but the stop by hand; guarantees raise the limit, and a
    special approval of the order lets it pass as far as it says. The holder's customer row must be locked
    (``lock_order`` does), so that two orders cannot both pass. The refusal carries holder, figures and cause only for
    an ``actor`` who may see credit (R294).
    """
    holder = order.credit_holder if "credit_holder" in order.__dict__ else _holder_of(order)
    limits, day = queries.limits_of(holder), dates.business_day(at)
    if limits == rules.Limits():
        return
    terms = exposure or exposures.of_holder(holder.pk)
    verdict = verdicts.of(order, holder, day, terms.total, limits)
    found, limits, amount = verdict.found, verdict.limits, verdict.amount
    if found is None:
        return
    if policies.effect(actor, "customer.credit"):
        text = _("The customer's credit does not bear order %(order)s; ask finance.")
        raise errors.CreditExceeded(text % {"order": str(order)}, moment=str(moment))
    limit = limits.order_cap if found.code == "order_cap" else limits.amount_on(day)
    raise errors.CreditExceeded(
        wording.explain(found, limit=limit, exposure=round2(terms.total), amount=amount, why=holder.credit_stop_reason),
        reason=found.code,
        customer=holder.name,
        limit="" if limit is None else str(limit),
        exposure=str(round2(terms.total)),
        amount=str(amount),
        result=str(found.result),
        moment=str(moment),
    )


def _holder_of(order: Order) -> Customer:
    return Customer.objects.get(pk=order.customer.credit_holder_id)
