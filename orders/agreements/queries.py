"""Every read of frame agreements that a door, a rule or another room makes."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, operation, text
from common.keyset import Sort
from common.numbering import Series
from customers.models import Customer
from orders.agreements import policies
from orders.agreements.models import Agreement, AgreementLine
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine

SORTS: dict[str, Sort] = {"valid_until": Sort("valid_until"), "id": Sort("pk")}
DEFAULT_SORT = "valid_until"
ZERO = Decimal(0)
_REFERENCE = re.compile(r"([A-Za-z]{2}\d{8}-\d{4,})\s*/\s*(\d{1,5})")


def list_agreements(actor: User) -> QuerySet[Agreement]:
    """The agreements that ``actor`` may see, with what a list shows of them."""
    return policies.visible_to(actor).select_related("customer", "created_by")


def get_agreement(*, actor: User, number: str) -> Agreement:
    """The agreement with this number. Raises NotFound, also for "not yours"."""
    return _one(list_agreements(actor).filter(number=number.upper()))


def get_agreement_by_id(actor: User, agreement_id: int) -> Agreement:
    """Like ``get_agreement``, by key."""
    return _one(list_agreements(actor).filter(pk=agreement_id))


def lock_agreement(*, actor: User, agreement_id: int, version: int | None = None) -> Agreement:
    """The agreement, locked, with its customer. Raises NotFound, Stale."""
    operation.current()
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",)).select_related("customer")
    found = _one(rows.filter(pk=agreement_id))
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version)
    return found


def _one(rows: QuerySet[Agreement]) -> Agreement:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def search_rows(rows: QuerySet[Agreement], typed: str) -> QuerySet[Agreement]:
    """Agreements with a number that begins as typed, of the customer's reference, or whose customer is found by it."""
    word = text.fold_code(typed)
    if not word:
        return rows
    if word.upper().startswith(Series.AGREEMENT) and word[2:3].isdigit():
        return rows.filter(number__startswith=word.upper())
    known = set(Agreement.objects.filter(customer_reference__iexact=word).values_list("pk", flat=True)[:50])
    return rows.filter(text.condition(known, customer_id=text.find_ids(Customer, word)))


def lines_of(agreement: Agreement) -> list[AgreementLine]:
    """The lines of an agreement with their products, by number."""
    return list(AgreementLine.objects.filter(agreement=agreement).select_related("product").order_by("line_no"))


def line_of(agreement: Agreement, line_no: int) -> AgreementLine:
    """One line by its number. Raises NotFound."""
    found = next((one for one in lines_of(agreement) if one.line_no == line_no), None)
    if found is None:
        raise errors.NotFound()
    return found


@dataclass(frozen=True)
class Called:
    """What orders took of a line: ``quantity`` and ``amount`` (in the agreement's currency) on orders that were
    submitted, ``drafted`` and ``drafted_amount`` on drafts. Void orders count nowhere."""

    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    drafted: Decimal = ZERO
    drafted_amount: Decimal = ZERO


_CALLED = """
SELECT l.agreement_line_id,
    coalesce(sum(l.ordered) FILTER (WHERE o.status <> 'DRAFT'), 0),
    coalesce(sum(a.amount) FILTER (WHERE o.status <> 'DRAFT'), 0),
    coalesce(sum(l.ordered) FILTER (WHERE o.status = 'DRAFT'), 0),
    coalesce(sum(a.amount) FILTER (WHERE o.status = 'DRAFT'), 0)
FROM orders_orderline l
JOIN orders_order o ON o.id = l.order_id
JOIN orders_agreementline n ON n.id = l.agreement_line_id
JOIN orders_agreement g ON g.id = n.agreement_id
CROSS JOIN LATERAL (SELECT (l.amount - l.reduction)
    * CASE WHEN o.currency_id = g.currency_id THEN 1 ELSE o.exchange_rate END AS amount) a
WHERE l.agreement_line_id = ANY(%s) AND o.status <> 'VOID' AND o.id <> %s
GROUP BY l.agreement_line_id
"""


def called(line_ids: Collection[int], *, apart_from: int = 0) -> dict[int, Called]:
    """Line of an agreement → what orders took of it, whoever's they are: for rules. ``apart_from``: an order that is
    not counted. One statement."""
    if not line_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [list(line_ids), apart_from])
        return {row[0]: Called(*row[1:]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class CalledLine:
    """A line with what was called off of it and by which orders, as far as the reader may see them."""

    line: AgreementLine
    called: Called
    orders: list[tuple[Order, Decimal]]

    @property
    def left(self) -> Decimal | None:
        """What may still be ordered: agreed less all that stands on orders that are not void; None without a bound."""
        if self.line.quantity is None:
            return None
        return max(ZERO, self.line.quantity - self.called.quantity - self.called.drafted)

    @property
    def left_amount(self) -> Decimal | None:
        """The same of the agreed amount."""
        if self.line.amount is None:
            return None
        return max(ZERO, self.line.amount - self.called.amount - self.called.drafted_amount)


def called_lines(actor: User, agreement: Agreement) -> list[CalledLine]:
    """The lines of an agreement with what was called off. Three statements."""
    lines = lines_of(agreement)
    found = called([line.pk for line in lines])
    visible = order_policies.visible_to(actor)
    rows = OrderLine.objects.filter(agreement_line__in=lines, order__in=visible).select_related("order")
    orders: dict[int, list[tuple[Order, Decimal]]] = {}
    for row in rows.exclude(order__status="VOID").order_by("-order_id"):
        orders.setdefault(row.agreement_line_id or 0, []).append((row.order, row.ordered))
    return [CalledLine(line, found.get(line.pk, Called()), orders.get(line.pk, [])) for line in lines]


def line_ids(references: Iterable[str]) -> dict[str, int]:
    """``AG20261121-0001/2`` → key of that line, for those that there are; whether it is the customer's is for the
    price order to say. One statement."""
    wanted = {one: match for one in references if (match := _REFERENCE.fullmatch(one.strip()))}
    numbers = {match[1].upper() for match in wanted.values()}
    rows = AgreementLine.objects.filter(agreement__number__in=numbers).values_list("agreement__number", "line_no", "pk")
    known = {(number, line_no): pk for number, line_no, pk in rows}
    pairs = {one: known.get((match[1].upper(), int(match[2]))) for one, match in wanted.items()}
    return {one: pk for one, pk in pairs.items() if pk is not None}
