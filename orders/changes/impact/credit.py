"""Whether the credit of the customer bears an order as it would be (SEMANTICS 9)."""

from dataclasses import replace
from datetime import date

from customers.credit import queries as papers
from customers.models import Customer
from orders.changes.impact.sheet import ZERO, Credit, Pair
from orders.changes.projecting import Projection
from orders.credit import exposure, queries, verdicts
from orders.credit.rules import Result, stand
from orders.credit.verdicts import Verdict


def of(projection: Projection, day: date) -> Credit:
    """How the holder stands before and after, the whole order counted both times. A constant number of statements."""
    was, order = projection.was, projection.order
    holder = Customer.objects.get(pk=order.customer.credit_holder_id)
    limits = replace(queries.limits_of(holder), secured=papers.secured(holder.pk, day))
    before = exposure.of_holder(holder.pk).total
    moved = exposure.terms_of(order, projection.lines) - exposure.terms_of(was, projection.before)
    now = verdicts.of(was, holder, day, before, limits)
    then = verdicts.of(order, holder, day, before + moved.total, limits)
    limit = then.limits.amount_on(day)
    return Credit(
        result_before=_result(now, day),
        result_after=_result(then, day),
        exposure=Pair(before, before + moved.total),
        limit=limit,
        headroom=None if limit is None else max(ZERO, limit - before - moved.total),
        code=then.found.code if then.found else "",
    )


def _result(verdict: Verdict, day: date) -> str:
    """What stands against the order; where nothing does, but its holder is near his limit or over it (the order is paid
    before it ships, or was let pass), that he is worth watching."""
    if verdict.found is not None:
        return str(verdict.found.result)
    found = stand(verdict.limits, verdict.exposure, day, queries.watch_percent())
    return str(Result.OK if found == Result.OK else Result.WATCH)
