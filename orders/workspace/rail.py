"""The right rail of an order: what is next, credit, promises, people (UI 3: the most actionable first)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import currencies, dates
from common.templatetags import fmt
from orders.credit import queries as credit
from orders.credit.rules import Result
from orders.order import due, policies
from orders.order.people import Responsible
from orders.order.states import Stage, Status
from orders.promise import queries as promise

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_TONES = {Result.OK: "", Result.WATCH: "warn", Result.HOLD: "bad", Result.STOP: "bad"}


@dataclass(frozen=True)
class Credit:
    """The credit holder's use of his limit, in the company's currency; shares in percent of the limit.

    ``terms`` are (css class, label, amount, is this order); without a limit there is no bar.
    """

    holder: Any
    limit: Decimal | None
    headroom: Decimal | None
    over: Decimal
    exposure: Decimal
    percent: Decimal | None
    result: str
    tone: str
    currency: str
    segments: list[tuple[str, Decimal]]
    terms: list[tuple[str, str, Decimal, bool]]


@dataclass(frozen=True)
class Promise:
    """One day that was promised for lines, and why."""

    day: Any
    lines: str
    reason: str
    is_last: bool


@dataclass(frozen=True)
class Rail:
    """What stands in the rail; None or empty sections are left out."""

    credit: Credit | None
    promises: list[Promise] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    untold: bool = False  # days in force that the customer was not told, where the reader may note that he was


def build(user: Any, order: Any, at: Any, responsible: Responsible | None = None) -> Rail:
    """The rail of an order that ``user`` sees (redacted already: masked contacts stay masked); ``responsible`` answers
    for it now."""
    entries = promise.promises_of(order.pk)
    return Rail(
        credit=credit_of(user, order.customer, order, at),
        promises=_promises(entries),
        people=[*_responsible(responsible), *_people(order)],
        untold=order.status == Status.EFFECTIVE and _untold(entries) and policies.can(user, "order.reserve", order),
    )


def credit_of(user: Any, customer: Any, order: Any, at: Any, *, planned: Decimal = ZERO) -> Credit | None:
    """How a customer's credit stands, with the part of ``order`` (None: none yet) told apart; None for who sees
    neither amounts nor credit. A draft counts as if it were submitted; ``planned``: what one that is being typed is
    worth in the company's currency."""
    if "total_amount" in policies.hidden_columns(user):
        return None
    state = credit.credit_state_for(user, customer, dates.business_day(at))
    if state is None:
        return None
    counted = _open_of(order) if order is not None else ZERO
    others = max(ZERO, state.terms.on_order - counted)
    if order is not None and order.status == Status.DRAFT and due.is_charged(order):
        planned = order.total_amount * order.exchange_rate
    own = counted + planned
    state = credit.with_more(state, planned)
    owed = state.terms.shipped + state.terms.invoiced - state.terms.received
    drafts = state.terms.drafts
    terms = [
        ("mu", _("Receivable") if owed >= 0 else _("Paid in advance"), owed, False),
        *([("mu", _("Drafts not yet due"), drafts, False)] if drafts else []),
        ("sh", _("Other orders in hand"), others, False),
        *([("wn", _("This order, not shipped"), own, True)] if order is not None or planned else []),
    ]
    return Credit(
        holder=state.holder,
        limit=state.limit,
        headroom=state.headroom,
        over=max(ZERO, state.exposure - state.limit) if state.limit is not None else ZERO,
        exposure=state.exposure,
        percent=state.percent,
        result=str(state.result.label),
        tone=_TONES[state.result],
        currency=currencies.base(),
        segments=_segments(state, own, others) if state.limit else [],
        terms=terms,
    )


def _segments(state: credit.CreditState, own: Decimal, others: Decimal) -> list[tuple[str, Decimal]]:
    """The exposure as parts of the limit: money paid in advance takes off this order last."""
    left = max(ZERO, state.exposure)
    own_part = min(own, left)
    others_part = min(others, left - own_part)
    parts = [("mu", left - own_part - others_part), ("sh", others_part), ("wn", own_part)]
    return [(css, part * HUNDRED / state.limit) for css, part in parts if state.limit]


def _open_of(order: Any) -> Decimal:
    """What this order adds to "on order", in the company's currency."""
    if order.status not in (Status.SUBMITTED, Status.EFFECTIVE):
        return ZERO
    return max(ZERO, (order.due_amount + order.credited_amount - order.shipped_amount) * order.exchange_rate)


def _untold(entries: Iterable[Any]) -> bool:
    latest = {entry.line_id: entry for entry in entries if entry.line_id}
    return any(not entry.is_told for entry in latest.values())


def _promises(entries: Iterable[Any]) -> list[Promise]:
    """The promise in force for each line, gathered by day and reason; the latest day last."""
    latest = {entry.line_id: entry for entry in entries if entry.line_id}
    groups: dict[tuple[Any, str], list[int]] = {}
    for entry in latest.values():
        groups.setdefault((entry.promised_date, entry.reason), []).append(entry.of.line_no)
    days = sorted(groups)
    return [
        Promise(day, _numbers(sorted(groups[day, reason])), _(reason) if reason else "", (day, reason) == days[-1])
        for day, reason in days
    ]


def _numbers(lines: list[int]) -> str:
    """1, 2, 3, 7 → 1–3, 7."""
    parts: list[list[int]] = []
    for number in lines:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def _responsible(found: Responsible | None) -> list[tuple[str, str]]:
    """Who answers for the order in its stage, and since when (R291)."""
    if found is None:
        return []
    said = " · ".join(filter(None, [found.department, found.person]))
    stage = Stage(found.stage).label
    since = _("%(stage)s since %(day)s") % {"stage": stage, "day": fmt.day(found.since)} if found.since else str(stage)
    return [(_("Responsible now"), _("%(who)s (%(stage)s)") % {"who": said, "stage": since})]


def _people(order: Any) -> list[tuple[str, str]]:
    contact = " ".join(filter(None, [order.contact_name, order.contact_phone]))
    found = [
        (_("Salesperson"), order.salesperson),
        (_("Executing owner"), order.executing_owner),
        (_("Created by"), order.created_by),
        (_("Customer's contact"), contact),
        (_("Delivery place"), order.ship_address),
    ]
    return [(label, str(value)) for label, value in found if value]
