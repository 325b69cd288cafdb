"""From whom a row of a bank statement seems to come, and how sure that is. Rules over what was read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from customers import similar

ORDER_NUMBER = re.compile(r"(?<![A-Z0-9])SO\d{8}-\d{4,12}(?!\d)")

# what speaks for a customer, and how loud
NUMBER, NAME, PAID_BEFORE, PART, ORDER, ALL, AMOUNT = (
    *("NUMBER", "NAME", "PAID_BEFORE", "PART", "ORDER", "ALL", "AMOUNT"),
)
WEIGHTS = {NUMBER: 60, NAME: 50, PAID_BEFORE: 40, PART: 30, ORDER: 30, ALL: 30, AMOUNT: 15}
WORDS = {
    NUMBER: gettext_noop("names the order"),
    NAME: gettext_noop("payer's name"),
    PAID_BEFORE: gettext_noop("paid before under this name"),
    PART: gettext_noop("amount of a part that is due"),
    ORDER: gettext_noop("amount of an order"),
    ALL: gettext_noop("amount of all that is open"),
    AMOUNT: gettext_noop("only the amount fits"),
}
SURE, RIVAL = 80, 50  # as much speaks for one, and less than that for every other: certain
MOST = 5


@dataclass(frozen=True)
class Open:
    """A part of a plan that is not paid: of which order, whose account it is, what is open."""

    order: str
    sequence: int
    customer_id: int
    currency: str
    amount: Decimal


@dataclass
class Candidate:
    """A customer whom a row may come from: how much speaks for it, and what it would pay."""

    customer_id: int
    code: str = ""
    name: str = ""
    score: int = 0
    reasons: list[str] = field(default_factory=list)
    pays: list[list[Any]] = field(default_factory=list)  # [order, sequence] as it seems meant; empty: oldest first


def numbers_in(text: str) -> list[str]:
    """The order numbers that a text names, each once, as ours are written."""
    return list(dict.fromkeys(ORDER_NUMBER.findall(text.upper().replace("–", "-").replace(" ", ""))))


def core(payer: str) -> str:
    """A payer's name as names are compared: folded, without legal form; "" for one too short to tell anything."""
    found = similar.core(payer)
    return found if len(found) >= 2 else ""


def candidates(
    *,
    amount: Decimal,
    currency: str,
    named: Mapping[str, int],
    by_name: Iterable[int],
    paid_before: Iterable[int],
    opens: Sequence[Open],
    fitting: Iterable[int] = (),
) -> list[Candidate]:
    """Who a row may come from, what speaks most for it first. ``named``: orders that its text names → whose account;
    ``by_name``, ``paid_before``: customers of that name, and those whose money came under it; ``opens``: what these
    owe in its currency; ``fitting``: whoever else owes just this amount."""
    found: dict[int, Candidate] = {}

    def speak(customer_id: int, reason: str) -> None:
        one = found.setdefault(customer_id, Candidate(customer_id))
        if reason not in one.reasons:
            one.reasons.append(reason)
            one.score += WEIGHTS[reason]

    for customer_id in named.values():
        speak(customer_id, NUMBER)
    for customer_id in by_name:
        speak(customer_id, NAME)
    for customer_id in paid_before:
        if not {NAME, NUMBER} & set(found[customer_id].reasons if customer_id in found else ()):
            speak(customer_id, PAID_BEFORE)
    for customer_id, one in list(found.items()):
        mine = [row for row in opens if row.customer_id == customer_id and row.currency == currency]
        meant = [row for row in mine if row.order in named]
        one.pays = [[row.order, row.sequence] for row in meant]
        reason, pays = _fit(amount, meant or mine)
        if reason:
            speak(customer_id, reason)
            one.pays = pays
    for customer_id in fitting:
        if customer_id not in found:
            speak(customer_id, AMOUNT)
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.customer_id))
    return ranked[:MOST]


def _fit(amount: Decimal, rows: Sequence[Open]) -> tuple[str, list[list[Any]]]:
    """How an amount fits what is open: one part, one order, or all of it."""
    for row in rows:
        if row.amount == amount:
            return PART, [[row.order, row.sequence]]
    by_order: dict[str, list[Open]] = {}
    for row in rows:
        by_order.setdefault(row.order, []).append(row)
    for parts in by_order.values():
        if sum(row.amount for row in parts) == amount:
            return ORDER, [[row.order, row.sequence] for row in parts]
    if rows and sum(row.amount for row in rows) == amount:
        return ALL, [[row.order, row.sequence] for row in rows]
    return "", []


def is_certain(ranked: Sequence[Candidate]) -> bool:
    """Whether so much speaks for the first, and so little for every other, that nobody needs to look."""
    return bool(ranked) and ranked[0].score >= SURE and all(one.score < RIVAL for one in ranked[1:])


def as_json(ranked: Sequence[Candidate]) -> dict[str, Any]:
    """What a row keeps of the match."""
    return {"candidates": [asdict(one) for one in ranked]}
