"""What is to be asked for, of whom, and what was asked for already (R228)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from customers.models import Customer
from orders.collecting import policies
from orders.collecting.dunning.models import DunningLetter, DunningLevel, DunningRow
from orders.collecting.queries import ACCOUNT
from orders.exceptions import queries as exceptions
from orders.invoicing import policies as invoicing
from orders.order.states import Origin
from orders.settlement.dues import queries as dues

ZERO = Decimal(0)
SORTS = {"id": Sort("pk"), "total": Sort("total")}
DEFAULT_SORT = "id"


@dataclass(frozen=True)
class Part:
    """A part of a plan that is asked for at ``level``: ``asked`` is what is open less what is disputed."""

    order_id: int
    order: str
    customer_order: str
    sequence: int
    due_date: date
    days: int
    open: Decimal
    disputed: Decimal
    level: int

    @property
    def asked(self) -> Decimal:
        return self.open - self.disputed


@dataclass
class Proposal:
    """A letter to a customer that is due now: its level is the highest of its parts. ``last``: the letter before."""

    customer: Customer
    currency: str
    level: DunningLevel
    parts: list[Part] = field(default_factory=list)
    last: DunningLetter | None = None

    @property
    def total(self) -> Decimal:
        return sum((one.asked for one in self.parts), ZERO)

    @property
    def disputed(self) -> Decimal:
        return sum((one.disputed for one in self.parts), ZERO)

    @property
    def days(self) -> int:
        return max(one.days for one in self.parts)


@dataclass(frozen=True)
class _Asked:
    level: int
    day: date


def proposals(actor: User, today: date, customer_id: int | None = None) -> list[Proposal]:
    """The letters that are due on a day, of the orders that ``actor`` sees, the most money of each currency first.

    A part is asked for one level after the other: each once, from its days after the due date, and not sooner after
    the level before than the two lie apart. What is disputed is left out, of an order's oldest parts first. Orders
    closed and archived count; orders of the past do not. Six statements. Raises NotAllowed.
    """
    levels = list(DunningLevel.objects.filter(is_active=True).order_by("level"))
    rows = dues.list_dues(actor).filter(due_date__lt=today).exclude(order__origin=Origin.HISTORY)
    rows = rows.annotate(account=ACCOUNT)
    if customer_id is not None:
        rows = rows.filter(account=customer_id)
    late = list(
        rows.order_by("due_date", "order_id", "sequence").values_list(
            *("account", "order__currency_id", "order_id", "order__number", "order__customer_po_number"),
            *("sequence", "due_date", "amount", "received"),
        )
    )
    order_ids = {row[2] for row in late}
    disputed = exceptions.disputed_amounts(order_ids)
    asked = _asked(order_ids)
    found: dict[tuple[int, str], list[Part]] = {}
    for account, currency, order_id, number, theirs, sequence, due_date, amount, received in late:
        left_out = min(disputed.get(order_id, ZERO), amount - received)
        disputed[order_id] = disputed.get(order_id, ZERO) - left_out
        days = (today - due_date).days
        level = next_level(levels, days, asked.get((order_id, sequence)), today)
        if level is None or amount - received <= left_out:
            continue
        part = Part(order_id, str(number), theirs, sequence, due_date, days, amount - received, left_out, level.level)
        found.setdefault((account, currency), []).append(part)
    return _gathered(found, {one.level: one for one in levels})


def next_level(levels: Iterable[DunningLevel], days: int, last: _Asked | None, today: date) -> DunningLevel | None:
    """The level at which a part so many days late is asked for today; None: not yet, or not any more."""
    before = 0
    for one in levels:
        if last is not None and one.level <= last.level:
            before = one.days
            continue
        waited = last is None or (today - last.day).days >= max(1, one.days - before)
        return one if days >= one.days and waited else None
    return None


def _asked(order_ids: Collection[int]) -> dict[tuple[int, int], _Asked]:
    rows = DunningRow.objects.filter(order__in=order_ids).order_by("level")
    return {
        (order_id, sequence): _Asked(level, dates.business_day(at))
        for order_id, sequence, level, at in rows.values_list("order_id", "sequence", "level", "letter__sent_at")
    }


def _gathered(found: Mapping[tuple[int, str], list[Part]], levels: Mapping[int, DunningLevel]) -> list[Proposal]:
    ids = {account for account, _currency in found}
    customers = Customer.objects.in_bulk(ids)
    letters = DunningLetter.objects.filter(customer__in=ids).order_by("pk")
    last = {(one.customer_id, one.currency_id): one for one in letters}
    made = [
        Proposal(
            customers[account], currency, levels[max(one.level for one in parts)], parts, last.get((account, currency))
        )
        for (account, currency), parts in found.items()
    ]
    return sorted(made, key=lambda one: (-one.level.level, -one.total))


def proposal_for(actor: User, customer_id: int, currency: str, today: date) -> Proposal:
    """The letter that is due to one customer. Raises NotFound where none is, NotAllowed."""
    for one in proposals(actor, today, customer_id):
        if one.currency == currency:
            return one
    raise errors.NotFound()


def visible_to(user: User) -> QuerySet[DunningLetter]:
    """The letters to customers whose receipts the user sees; none for who sees no amounts."""
    rows = DunningLetter.objects.all()
    if not invoicing.sees_amounts(user):
        return rows.none()
    return rights.visible(
        rows, user, policies.VIEW, owners=("customer__owner", "sent_by"), department="customer__department_id"
    )


def list_letters(actor: User) -> QuerySet[DunningLetter]:
    """The letters that ``actor`` may see, with what a list names."""
    return visible_to(actor).select_related("customer", "sent_by", "statement")


def get_letter(actor: User, number: str) -> DunningLetter:
    """One by its number. Raises NotFound, also for "not yours"."""
    return _one(list_letters(actor).filter(number=number.upper()))


def get_letter_by_id(actor: User, letter_id: int) -> DunningLetter:
    """The same by key."""
    return _one(list_letters(actor).filter(pk=letter_id))


def _one(rows: QuerySet[DunningLetter]) -> DunningLetter:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def rows_of(letter: DunningLetter) -> list[DunningRow]:
    """What a letter asked for."""
    return list(letter.rows.select_related("order"))


def levels() -> list[DunningLevel]:
    """All levels, also those out of use."""
    return list(DunningLevel.objects.order_by("level"))


def get_level(level: int) -> DunningLevel:
    """One of them. Raises NotFound."""
    found = DunningLevel.objects.filter(level=level).first()
    if found is None:
        raise errors.NotFound()
    return found
