"""Every read of classes, priority and the plan that a door makes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.people.models import User
from common import currencies, dates, keyset, workdays
from common.templatetags import fmt
from orders.order import choices, policies, queries
from orders.order.models import Order
from orders.order.states import Fulfilment, Status
from orders.priority import rules, standing
from orders.priority.models import PriorityRules

SORTS: dict[str, keyset.Sort] = {"priority": queries.SORTS["priority"]}
RISKS = {
    "LATE": pgettext_lazy("orders", "Late"),
    "AT_RISK": gettext_lazy("Late promise"),
    "UNPROMISED": gettext_lazy("Nothing promised"),
    "OK": gettext_lazy("In time"),
}


def to_be_done() -> Q:
    """Orders that somebody has to carry out or to approve: what is planned."""
    undelivered = Q(status=Status.EFFECTIVE) & ~Q(fulfilment=Fulfilment.FULL)
    return Q(status=Status.SUBMITTED) | undelivered


def planned(actor: User) -> QuerySet[Order]:
    """The orders of the plan that ``actor`` may see, with the rows that a page of them names."""
    return queries.list_orders(actor).filter(to_be_done())


@dataclass(frozen=True)
class Planned:
    """An order on the board. ``open``: pieces still to be delivered, by unit; ``risk``: a key of RISKS."""

    order: Any
    open: Sequence[tuple[Decimal, str]]
    risk: str
    width: Sequence[tuple[str, int]]

    @property
    def risk_label(self) -> str | Promise:
        return RISKS[self.risk]

    @property
    def tone(self) -> str:
        return {"LATE": "bad", "AT_RISK": "warn", "UNPROMISED": "warn"}.get(self.risk, "")


def board(actor: User, orders: Iterable[Order], today: date) -> list[Planned]:
    """A page of planned orders, hidden columns emptied, with what is open of them: one statement more."""
    orders = policies.redact(actor, list(orders))
    pieces = _open_pieces([order.pk for order in orders])
    return [Planned(order, pieces.get(order.pk, ()), risk_of(order, today), _bars(order)) for order in orders]


def _bars(order: Order) -> list[tuple[str, int]]:
    return [(css, (getattr(order, name) or 0) // 10) for css, name in zip(("c1", "c3", "c2"), rules.PARTS, strict=True)]


def risk_of(order: Order, today: date) -> str:
    """How the promise stands to the day and to the customer's wish."""
    due = order.promised_date or order.requested_date
    if due is not None and due < today:
        return "LATE"
    if order.status == Status.EFFECTIVE and order.promised_date is None:
        return "UNPROMISED"
    wished, promised = order.requested_date, order.promised_date
    return "AT_RISK" if wished and promised and promised > wished else "OK"


_OPEN_PIECES = """
SELECT order_id, unit, sum(greatest(ordered - shipped + reship - short_closed, 0)) FROM orders_orderline
WHERE order_id = ANY(%s) AND closure = 'OPEN' GROUP BY order_id, unit ORDER BY order_id, 3 DESC
"""


def _open_pieces(order_ids: Sequence[int]) -> dict[int, list[tuple[Decimal, str]]]:
    found: dict[int, list[tuple[Decimal, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_PIECES, [list(order_ids)])
        for order_id, unit, pieces in cursor.fetchall():
            found.setdefault(order_id, []).append((pieces, unit))
    return found


@dataclass(frozen=True)
class Load:
    """What a department has before it: orders, and of them the urgent and the late ones."""

    department: str
    code: str
    orders: int
    urgent: int
    late: int


def load(orders: QuerySet[Order], today: date) -> list[Load]:
    """The orders of a plan by department, most first."""
    late = Q(promised_date__lt=today) | Q(promised_date__isnull=True, requested_date__lt=today)
    rows = (
        orders.prefetch_related(None)
        .order_by()
        .values("department__name", "department__code")
        .annotate(
            orders=Count("pk"),
            urgent=Count("pk", filter=Q(time_class=choices.TimeClass.URGENT)),
            late=Count("pk", filter=late),
        )
        .order_by("-orders")[:20]
    )
    return [
        Load(
            department=row["department__name"] or fmt.DASH,
            code=row["department__code"] or "",
            orders=row["orders"],
            urgent=row["urgent"],
            late=row["late"],
        )
        for row in rows
    ]


# --- why ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of a score: what it is, its score and the most it can be, why."""

    key: str
    label: str | Promise
    score: int
    most: int
    why: str


def why(order: Order, at: datetime) -> list[Part]:
    """The parts of an open order's score as its reader sees it: a part of hidden amounts is left out."""
    if order.status not in rules.OPEN:
        return []
    held = standing.in_force(dates.business_day(at))
    weights = {"amount": held.weight_amount, "time": held.weight_time, "customer": held.weight_customer}
    whole = sum(weights.values())
    words = {"amount": _amount_words(order), "time": _time_words(order, at), "customer": _customer_words(order)}
    return [
        Part(key, PARTS[key], score, round(rules.WHOLE * weight / whole), words[key])
        for key, weight in weights.items()
        if (score := getattr(order, f"priority_{key}")) is not None
    ]


PARTS: Mapping[str, str | Promise] = {
    "amount": gettext_lazy("Amount"),
    "time": gettext_lazy("Delivery time"),
    "customer": gettext_lazy("Customer"),
}


def _amount_words(order: Order) -> str:
    if order.total_amount is None:
        return ""
    amount = fmt.money(order.total_amount * order.exchange_rate, currencies.base())
    return _joined(order.get_amount_class_display(), amount)


def _time_words(order: Order, at: datetime) -> str:
    due = order.requested_date or order.promised_date
    if order.is_urgent:
        return _joined(order.get_time_class_display(), _("marked urgent"))
    if due is None:
        return _("no day is known")
    left = workdays.calendar().between(dates.business_day(at), due)
    if left < 0:
        days = ngettext("%(n)s day of work late", "%(n)s days of work late", -left) % {"n": -left}
    else:
        days = ngettext("%(n)s day of work left", "%(n)s days of work left", left) % {"n": left}
    return _joined(order.get_time_class_display(), days)


def _customer_words(order: Order) -> str:
    return str(order.get_customer_type_display())


def _joined(*words: Any) -> str:
    return " · ".join(str(word) for word in words if word)


def handling(order: Order) -> list[tuple[str, str]]:
    """What the classes of an open order mean for who handles it (R075, R077, R079): tone and words."""
    if order.status not in rules.OPEN:
        return []
    found = []
    if order.amount_class == choices.AmountClass.LARGE:
        found.append(("warn", _("Large: watched; the head of the department hears of every step.")))
    if order.amount_class == choices.AmountClass.SMALL and order.status in (Status.DRAFT, Status.SUBMITTED):
        found.append(("", _("Small: submitted and approved in batches, from the view “Small, in batches”.")))
    if order.time_class == choices.TimeClass.URGENT:
        found.append(("warn", _("Urgent: stock and people go to it first.")))
    if order.customer_type == choices.CustomerType.NEW:
        found.append(("", _("New customer: confirm by phone, follow up after delivery, win the next order.")))
    elif order.customer_type == choices.CustomerType.EXISTING:
        found.append(("", _("Existing customer: keep to his preferences, ask how the last delivery was.")))
    return found


# --- bands ----------------------------------------------------------------------------------------


def versions() -> list[PriorityRules]:
    """Every version of the bands, newest first."""
    return list(PriorityRules.objects.select_related("saved_by", "job").order_by("-number"))


def newest() -> rules.Rules:
    """The version that was saved last, which the next one starts from; what is shipped before the first one."""
    row = PriorityRules.objects.order_by("-number").first()
    return row.as_rules() if row else rules.SHIPPED
