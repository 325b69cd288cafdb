"""Rows of bank statements, and what tells whose they are. Finance sees them all: they are nobody's yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, text
from common.keyset import Sort
from customers import policies as customer_policies
from customers import similar
from customers.models import Customer
from orders.order.models import Order
from orders.settlement import allotting
from orders.settlement.banking import matching
from orders.settlement.banking.models import BankLine
from orders.settlement.models import PlanRow, Receipt

VERB = "receipt.record"
SORTS = {"booked_date": Sort("booked_date"), "amount": Sort("amount")}
DEFAULT_SORT = "booked_date"
COUNTED = 999


@dataclass(frozen=True)
class Row:
    """What of a row the match looks at."""

    booked_date: date
    currency: str
    amount: Decimal
    payer: str
    text: str


def list_lines(actor: User) -> QuerySet[BankLine]:
    """Every row, for who records receipts. Raises NotAllowed."""
    rights.require(actor, VERB)
    return BankLine.objects.select_related("currency", "receipt", "decided_by", "loaded_by")


def get_line(actor: User, line_id: int) -> BankLine:
    """One row. Raises NotAllowed, NotFound."""
    line = list_lines(actor).filter(pk=line_id).first()
    if line is None:
        raise errors.NotFound()
    return line


def lock_line(*, actor: User, line_id: int, version: int | None = None) -> BankLine:
    """One row, locked last of all (DESIGN 3). Raises NotAllowed, NotFound, Stale."""
    rights.require(actor, VERB)
    line = BankLine.objects.select_for_update(no_key=True).filter(pk=line_id).first()
    if line is None:
        raise errors.NotFound()
    if version is not None and line.version != version:
        raise errors.Stale(fields={}, version=line.version)
    return line


def count_new(actor: User) -> int | None:
    """How many wait to be recorded, at most COUNTED + 1; None for who records none."""
    if not rights.can(actor, VERB):
        return None
    return BankLine.objects.filter(state=BankLine.State.NEW)[: COUNTED + 1].count()


def count_new_between(first: date, last: date) -> int:
    """How many rows booked on these days wait to be recorded: a rule, for the period close."""
    return BankLine.objects.filter(state=BankLine.State.NEW, booked_date__range=(first, last)).count()


def match(rows: Sequence[Row]) -> list[list[matching.Candidate]]:
    """The candidates of each row, in their order. A rule, over all customers; the number of statements grows with the
    payers' names alone."""
    named = _orders_named({number for row in rows for number in matching.numbers_in(row.text)})
    by_name = {core: _named_like(core) for core in {matching.core(row.payer) for row in rows} if core}
    before = _paid_before({row.payer for row in rows if row.payer})
    known = {pk for found in (*by_name.values(), *before.values()) for pk in found}
    known |= {customer_id for customer_id, _currency in named.values()}
    opens = _opens(Q(order__bill_to__in=known) | Q(order__bill_to=None, order__customer__in=known))
    fitting = _fitting({row.amount for row in rows})
    found = []
    for row in rows:
        mine = {
            number: named[number][0]
            for number in matching.numbers_in(row.text)
            if number in named and named[number][1] == row.currency
        }
        found.append(
            matching.candidates(
                amount=row.amount,
                currency=row.currency,
                named=mine,
                by_name=by_name.get(matching.core(row.payer), ()),
                paid_before=before.get(row.payer, ()),
                opens=opens,
                fitting=fitting.get((row.amount, row.currency), ())[: matching.MOST],
            )
        )
    _name(found)
    return found


def _orders_named(numbers: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Order number → whose account it is, and its currency; of orders that take money."""
    rows = Order.objects.filter(number__in=numbers, status__in=allotting.BINDING)
    found = rows.values_list("number", Coalesce("bill_to_id", "customer_id"), "currency_id")
    return {str(number): (account, currency) for number, account, currency in found}


def _named_like(core: str) -> list[int]:
    """The customers of just this name, but for width, case and legal form."""
    rows = text.search(Customer.objects.filter(merged_into__isnull=True), core)[:50]
    names = rows.values_list("pk", "name", "short_name", "english_name")
    return [pk for pk, *ours in names if core in {similar.core(name) for name in ours if name}]


def _paid_before(payers: Iterable[str]) -> dict[str, list[int]]:
    """Payer → whose receipts came under this very name."""
    rows = Receipt.objects.filter(payer__in=payers, is_void=False).values_list("payer", "customer_id").distinct()
    found: dict[str, list[int]] = {}
    for payer, customer_id in rows:
        found.setdefault(payer, []).append(customer_id)
    return found


def _open_rows(which: Q) -> QuerySet[Any]:
    rows: QuerySet[PlanRow] = PlanRow.objects.filter(received__lt=F("amount"), order__status__in=allotting.BINDING)
    account = Coalesce("order__bill_to_id", "order__customer_id")
    rows = rows.annotate(account=account, open=F("amount") - F("received")).filter(which)
    return rows.order_by(F("due_date").asc(nulls_last=True), "order_id", "sequence")


def _opens(which: Q) -> list[matching.Open]:
    rows = _open_rows(which).values_list("order__number", "sequence", "account", "order__currency_id", "open")
    return [matching.Open(*row) for row in rows]


def _fitting(amounts: Iterable[Decimal]) -> dict[tuple[Decimal, str], list[int]]:
    """(amount, currency) → accounts that owe just this for a part of a plan."""
    found: dict[tuple[Decimal, str], list[int]] = {}
    for one in _opens(Q(open__in=amounts)):
        accounts = found.setdefault((one.amount, one.currency), [])
        if one.customer_id not in accounts:
            accounts.append(one.customer_id)
    return found


def _name(found: Iterable[list[matching.Candidate]]) -> None:
    wanted = {one.customer_id for ranked in found for one in ranked}
    names = {
        pk: (code, name) for pk, code, name in Customer.objects.filter(pk__in=wanted).values_list("pk", "code", "name")
    }
    for ranked in found:
        for one in ranked:
            one.code, one.name = names[one.customer_id]


def match_now(line: BankLine) -> list[matching.Candidate]:
    """The candidates of a row as things stand."""
    row = Row(line.booked_date, str(line.currency_id), line.amount, line.payer, line.text)
    return match([row])[0]


def seen(actor: User, ranked: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Candidates as they were kept, without customers whom the actor does not see, with their reasons in words."""
    ranked = list(ranked)
    ids = [one["customer_id"] for one in ranked]
    visible = set(customer_policies.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        {**one, "words": [_(matching.WORDS[reason]) for reason in one["reasons"]]}
        for one in ranked
        if one["customer_id"] in visible
    ]


def id_of(actor: User, source: str, digest: str) -> int:
    """The key of a row that a source brought. Raises NotAllowed, NotFound."""
    found = list_lines(actor).filter(source=source, digest=digest).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound()
    return found
