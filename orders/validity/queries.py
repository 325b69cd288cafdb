"""What the checks find on orders that people enter, with what must be read for it: few statements, whatever the
number of lines, and none for a check that is not asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from common import clock, dates
from orders.agreements import calling as agreements
from orders.order import policies
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind
from orders.order.states import Status
from orders.pricing import queries as pricing
from orders.validity import finding, rooms
from orders.validity.finding import Facts, Finding, Rules
from orders.validity.table import Severity, table
from products.kits import queries as kits

MOST_NAMED = 3


def findings(
    order: Order, lines: Sequence[OrderLine], on: date, *, only: Collection[Kind] | None = None
) -> list[Finding]:
    """Everything that the company's checks (``only`` these of them) find on an order on the day ``on``, head first.
    ``order.customer`` and each line's ``product`` must be at hand. For rules: who may know of it is for ``told`` to
    say."""
    rules = table()
    if only is not None:
        rules = {kind: rule if kind in only else replace(rule, severity=Severity.OFF) for kind, rule in rules.items()}
    return finding.find(order, lines, on, rules, _facts(order, lines, on, rules))


def told(actor: User, found: Sequence[Finding], of: Order | None = None) -> list[Finding]:
    """Those that tell ``actor`` no price or cost that he must not know. What is told to him alone names other orders
    that he may see, with the order ``of`` that it was found on; what is kept for others names none."""
    hidden = policies.hidden_risks(actor)
    return [_named(actor, one, of) if of else one for one in found if one.risk.kind not in hidden]


def _named(actor: User, one: Finding, order: Order) -> Finding:
    if one.risk.kind != Kind.PO_KNOWN:
        return one
    return replace(one, risk=replace(one.risk, figure=_names(actor, order)))


def said(actor: User, order: Order, lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """What is told of a draft, for its page and its document (``FindingSerializer``); nothing of other orders, which
    keep their risks."""
    if order.status != Status.DRAFT:
        return []
    found = told(actor, findings(order, lines, dates.business_day(clock.now())), order)
    return [
        {
            "field": one.risk.path,
            "kind": one.risk.kind,
            "severity": str(one.severity),
            "text": str(one.risk.text),
        }
        for one in found
    ]


def _facts(order: Order, lines: Sequence[OrderLine], on: date, rules: Rules) -> Facts:
    return Facts(
        last=_last(order, lines) if rules[Kind.PRICE_OFF_LAST].is_asked else {},
        free=_free(order, lines, on) if rules[Kind.LEAD_TIME].is_asked else {},
        over_called=agreements.over_called(order, lines) if rules[Kind.OVER_CALL].is_asked else {},
        of_rooms=rooms.found(order, lines, [kind for kind, rule in rules.items() if rule.is_asked], on),
        same_number=bool(rules[Kind.PO_KNOWN].is_asked and (same := _same_number(order)) and same.exists()),
    )


def _last(order: Order, lines: Sequence[OrderLine]) -> Mapping[int, pricing.LastPrice]:
    products = {line.product_id for line in lines if not line.is_gift}
    if not order.customer_id or not products:
        return {}
    return pricing.last_prices(order.customer_id, products, apart_from=order.pk or 0)


def _free(order: Order, lines: Sequence[OrderLine], on: date) -> dict[int, Decimal]:
    wanted = {line.product_id for line in lines if finding.is_too_soon(order, line, on)}
    return kits.available(wanted) if wanted else {}


def _same_number(order: Order) -> QuerySet[Order] | None:
    """Other orders of the customer, submitted once and not void, that have the same number of his."""
    number = order.customer_po_number.strip()
    if not order.customer_id or not number:
        return None
    rows = Order.objects.filter(customer_po_number=number, customer_id=order.customer_id, number__isnull=False)
    return rows.exclude(status=Status.VOID).exclude(pk=order.pk)


def _names(actor: User, order: Order) -> str:
    """Their numbers as far as ``actor`` may see them; "" where he sees none."""
    rows = _same_number(order)
    if rows is None:
        return ""
    seen = policies.visible_to(actor).filter(pk__in=rows.values("pk")).order_by("-id")
    numbers = [str(one) for one in seen.values_list("number", flat=True)[: MOST_NAMED + 1]]
    return ", ".join([*numbers[:MOST_NAMED], *(["…"] if len(numbers) > MOST_NAMED else [])])
