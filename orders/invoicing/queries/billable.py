"""What is to be invoiced: delivered, and on no invoice yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from common.money import round2
from orders.invoicing import billing, policies
from orders.invoicing.billing import Worth
from orders.invoicing.models import InvoiceLine
from orders.invoicing.rights import VIEW
from orders.invoicing.states import COUNTED, Status
from orders.order import advance as ahead
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine
from orders.order.states import Origin
from orders.returns.models import ReturnLine
from orders.returns.states import Status as ReturnStatus

ZERO, ONE = Decimal(0), Decimal(1)
OPEN_SORTS = {"id": Sort("pk", descending=False)}
OPEN_SORT = "id"


@dataclass(frozen=True)
class Billable:
    """Pieces of an order's line that may be invoiced now (``line`` None: the order's freight), and what for."""

    order: Order
    line: OrderLine | None
    quantity: Decimal
    worth: Worth

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"line-{self.line.pk}" if self.line else f"freight-{self.order.pk}"


def list_open_lines(actor: User) -> QuerySet[OrderLine]:
    """The lines of orders of which something was delivered and not invoiced; of the orders that ``actor`` sees. Raises
    NotAllowed."""
    rights.require(actor, VIEW)
    if not policies.sees_amounts(actor):
        raise errors.NotAllowed()
    return _open_lines().filter(order__in=order_policies.visible_to(actor).values("pk"))


def _open_lines() -> QuerySet[OrderLine]:
    delivered = F("shipped") - F("reship") - F("refunded")  # what came back for money is not charged
    behind = Q(order__shipped_amount__gt=F("order__invoiced_amount"), shipped__gt=F("invoiced") + F("reship"))
    rows = OrderLine.objects.filter(
        behind,
        Q(invoiced__lt=delivered),
        invoiced__lt=F("ordered"),
        amount__gt=F("reduction"),
        order__status__in=billing.BINDING,
        order__order_type__invoices=True,
    ).exclude(order__origin=Origin.HISTORY)
    return rows.annotate(
        account=Coalesce("order__bill_to_id", "order__customer_id"), left=delivered - F("invoiced")
    ).select_related("order__customer", "order__bill_to", "order__currency")


def count_open_between(first: date, last: date) -> int:
    """How many lines shipped last on these days are not invoiced: a rule, for the period close."""
    return _open_lines().filter(last_ship_date__range=(first, last)).count()


def accounts_to_invoice(actor: User) -> list[dict[str, Any]]:
    """Whose deliveries wait for an invoice, by account and currency: how many orders and lines, since when, and about
    how much; the most first, at most 300."""
    worth = (F("amount") - F("reduction")) * F("left") / F("ordered")
    rows = list_open_lines(actor).select_related(None).order_by()
    name = Coalesce("order__bill_to__name", "order__customer__name")
    code = Coalesce("order__bill_to__code", "order__customer__code")
    found = (
        rows.annotate(name=name, code=code, worth=worth)
        .values("account", "name", "code", "order__currency_id")
        .annotate(
            total=Sum("worth"),
            lines=Count("pk", distinct=True),
            orders=Count("order_id", distinct=True),
            since=Min("last_ship_date"),
        )
        .order_by("-total", "account")
    )
    return [{**row, "currency": row["order__currency_id"]} for row in found[:300]]


def billable(actor: User, customer_id: int, currency: str) -> list[Billable]:
    """What may be invoiced to a customer in a currency now, order by order; drafts of other invoices hold what they
    say. A constant number of statements. Raises NotAllowed."""
    rights.require(actor, VIEW)
    orders = order_policies.visible_to(actor).filter(
        Q(bill_to=customer_id) | Q(bill_to=None, customer=customer_id),
        currency=currency,
        status__in=billing.BINDING,
        order_type__invoices=True,
    )
    if not ahead.may_be_invoiced():
        orders = orders.filter(shipped_amount__gt=0)
    found = list(orders.exclude(origin=Origin.HISTORY).exclude(invoicing="FULL").select_related("order_type"))
    lines = OrderLine.objects.filter(order__in=found).order_by("order_id", "line_no")
    return parts_of({order.pk: order for order in found}, list(lines))


def parts_of(orders: dict[int, Order], lines: Iterable[OrderLine]) -> list[Billable]:
    """What of these lines, and of the freight of these orders, may be invoiced now."""
    lines = [line for line in lines if not billing.is_free(line)]
    refunded = refunded_of([line.pk for line in lines])
    drafted = drafted_of([line.pk for line in lines])
    billed = billed_of([line.pk for line in lines])
    advance, found = ahead.may_be_invoiced(), []
    with_freight = freight_open(orders)
    for order in sorted(orders.values(), key=lambda one: one.pk):
        for line in (one for one in lines if one.order_id == order.pk):
            before = line.invoiced + drafted.get(line.pk, ZERO)
            left = billing.limit(line, refunded.get(line.pk, ZERO), in_advance=advance) - before
            if left > 0:
                worth = billing.next_part(line, line.invoiced, left, billed.get(line.pk, Worth()))
                found.append(Billable(order, line, left, worth))
        if order.pk in with_freight:
            found.append(Billable(order, None, ONE, with_freight[order.pk]))
    return found


def billed_of(line_ids: Collection[int]) -> dict[int, Worth]:
    """What invoices that count say of the pieces of order lines, red ones taken off; amounts that were credited aside:
    they are not invoiced anew."""
    pieces = InvoiceLine.objects.filter(order_line__in=line_ids, invoice__status__in=COUNTED).exclude(quantity=0)
    rows = pieces.values("order_line_id")
    found = rows.annotate(amounts=Sum("amount"), taxes=Sum("tax")).order_by()
    return {row["order_line_id"]: Worth(row["amounts"], row["taxes"]) for row in found}


def refunded_of(line_ids: Collection[int]) -> dict[int, Decimal]:
    """Pieces of order lines that came back for money: they are not charged."""
    rows = ReturnLine.objects.filter(order_line__in=line_ids, document__status=ReturnStatus.SETTLED, refund__gt=0)
    found = rows.values("order_line_id").annotate(total=Sum("refund")).order_by()
    return {row["order_line_id"]: row["total"] for row in found}


def drafted_of(line_ids: Collection[int], but: int | None = None) -> dict[int, Decimal]:
    """Pieces of order lines on drafts of invoices, but for one draft."""
    rows = InvoiceLine.objects.filter(order_line__in=line_ids, invoice__status=Status.DRAFT)
    found = rows.exclude(invoice=but).values("order_line_id").annotate(total=Sum("quantity")).order_by()
    return {row["order_line_id"]: row["total"] for row in found}


def freight_open(orders: dict[int, Order], but: int | None = None, *, counted_only: bool = False) -> dict[int, Worth]:
    """The freight of orders that no invoice has, and no other draft: taxed as the dearest-taxed goods it goes with.
    ``counted_only``: what drafts say does not count."""
    wanted = [pk for pk, order in orders.items() if order.freight > 0]
    if not wanted:
        return {}
    parts = InvoiceLine.objects.filter(order__in=wanted, order_line=None).exclude(invoice__status=Status.VOID)
    if counted_only:
        parts = parts.filter(invoice__status__in=COUNTED)
    stands = parts.exclude(invoice=but).values("order_id").annotate(total=Sum("quantity")).order_by()
    done = {row["order_id"] for row in stands if row["total"] > 0}
    rates = OrderLine.objects.filter(order=OuterRef("pk")).order_by("-tax_rate").values("tax_rate")[:1]
    found = Order.objects.filter(pk__in=set(wanted) - done).annotate(rate=Subquery(rates))
    return {
        one.pk: Worth(one.freight, round2(one.freight * (one.rate or ZERO) / (ONE + (one.rate or ZERO))))
        for one in found
        if one.shipped_amount or ahead.may_be_invoiced()
    }


def line_ids(actor: User, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """(order number, line number) → line key, as an outside system names lines. Raises NotFound when a line does not
    exist or its order is not the actor's."""
    asked = {(number.upper(), line_no) for number, line_no in wanted}
    rows = OrderLine.objects.filter(
        order__number__in={number for number, _line_no in asked},
        order__in=order_policies.visible_to(actor).values("pk"),
    ).values_list("order__number", "line_no", "pk")
    found = {(str(number), line_no): pk for number, line_no, pk in rows}
    if not asked <= found.keys():
        raise errors.NotFound()
    return found


@dataclass(frozen=True)
class CreditDue:
    """Pieces of an order's line that are invoiced and not to be paid (they came back for money, or were let go): to be
    taken back from these invoices."""

    order: Order
    line: OrderLine
    quantity: Decimal
    amount: Decimal
    invoices: list[str]


def credits_due(actor: User) -> list[CreditDue]:
    """What red invoices are wanted for, of the orders that ``actor`` sees, the newest return first; at most 300. A
    constant number of statements. Raises NotAllowed."""
    rights.require(actor, VIEW)
    if not policies.sees_amounts(actor):
        raise errors.NotAllowed()
    came_back = ReturnLine.objects.filter(document__status=ReturnStatus.SETTLED, refund__gt=0).values("order_line_id")
    rows = OrderLine.objects.filter(
        Q(pk__in=came_back) | Q(short_closed__gt=0),
        invoiced__gt=0,
        order__in=order_policies.visible_to(actor).values("pk"),
    )
    lines = list(rows.select_related("order__order_type", "order__customer").order_by("-pk")[:300])
    ids = [line.pk for line in lines]
    refunded, billed, numbers = refunded_of(ids), billed_of(ids), numbers_of(ids)
    advance, found = ahead.may_be_invoiced(), []
    for line in lines:
        left = billing.limit(line, refunded.get(line.pk, ZERO), in_advance=advance)
        if line.invoiced > left:
            worth = billed.get(line.pk, Worth()) - billing.worth(line, left)
            found.append(CreditDue(line.order, line, line.invoiced - left, worth.amount, numbers.get(line.pk, [])))
    return found


def numbers_of(line_ids: Collection[int]) -> dict[int, list[str]]:
    """The issued invoices of order lines that may still be reversed, newest first."""
    parts = InvoiceLine.objects.filter(
        order_line__in=line_ids, invoice__status=Status.ISSUED, invoice__red_of=None
    ).order_by("-invoice_id")
    found: dict[int, list[str]] = {}
    for line_id, number in parts.values_list("order_line_id", "invoice__number"):
        if line_id is not None:
            found.setdefault(line_id, []).append(str(number))
    return found
