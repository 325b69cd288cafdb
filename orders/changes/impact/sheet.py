"""What an impact sheet says (SEMANTICS 8): figures and days only, no words, so that it is kept as it was computed and
told in any language. Pure.

Amounts are in the order's currency unless said otherwise; ``None`` where there is nothing to say, or where it is not
the reader's to know (``showing``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from common.errors import Text
from orders.changes.impact.choices import Kind
from orders.order.risks import Kind as RiskKind
from orders.order.risks import Risk
from orders.promise import chain
from orders.promise.chain import Link, Said

ZERO = Decimal(0)


@dataclass(frozen=True)
class Pair:
    """A figure as it is and as it would be."""

    before: Decimal
    after: Decimal

    @property
    def delta(self) -> Decimal:
        """By how much it moves."""
        return self.after - self.before


@dataclass(frozen=True)
class PlanPart:
    """A row of the plan of payments; the amount is zero on the side on which there is none."""

    sequence: int
    percent: Decimal
    is_advance: bool
    control: str
    amount: Pair
    received: Decimal
    due_date: date | None


@dataclass(frozen=True)
class MovedMoney:
    """Money that stands on a row of the plan which the new terms do not have, and the row it moves to."""

    was: int
    now: int
    amount: Decimal


@dataclass(frozen=True)
class Billed:
    """A line of which more is invoiced than would be due: ``billed`` and ``due`` tax included; ``numbers`` of the
    invoices. Line 0: the freight."""

    line_no: int
    billed: Decimal
    due: Decimal
    numbers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Share:
    """A line that was invoiced and keeps its price, of which the share of the order's reduction moves all the same:
    what is due of it ``before`` and ``after``."""

    line_no: int
    before: Decimal
    after: Decimal
    numbers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Hint:
    """What the checks of entry find on a changed line (``orders.order.risks``)."""

    line_no: int
    kind: str
    figure: str
    unit: str
    is_new: bool

    @property
    def text(self) -> Text:
        """In words."""
        return Risk(self.line_no, self.kind, self.figure, self.unit).text

    @property
    def short(self) -> Text:
        """In two or three words."""
        return RiskKind(self.kind).short


@dataclass(frozen=True)
class Money:
    """Total, tax and net of the order; what is ``due``; ``margin`` and what is ``lost`` of it in the company's
    currency; ``advance``: what is still to be paid in advance."""

    currency: str
    total: Pair
    tax: Pair
    net: Pair
    due: Pair
    advance: Pair
    overpaid: Decimal
    margin: Pair | None
    plan: list[PlanPart] = field(default_factory=list)
    billed: list[Billed] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    moved: list[MovedMoney] = field(default_factory=list)


@dataclass(frozen=True)
class Credit:
    """How the credit holder stands, in the company's currency. ``code``: what stands against the order then (""
    nothing); ``headroom`` None: there is no limit."""

    result_before: str
    result_after: str
    exposure: Pair
    limit: Decimal | None
    headroom: Decimal | None
    code: str = ""

    @property
    def percent(self) -> Pair | None:
        """The used share of the limit."""
        if not self.limit:
            return None
        return Pair(self.exposure.before * 100 / self.limit, self.exposure.after * 100 / self.limit)


@dataclass(frozen=True)
class LineDays:
    """A line whose goods or day the change touches: what it lacks and by when it can be there. ``wished``: the day the
    customer asks for then; ``promised`` before, ``arrival`` after; ``in_time``: pieces that are there by it."""

    line_no: int
    product_code: str
    unit: str
    quantity: Decimal
    wished: date | None
    promised: date | None
    arrival: date
    in_time: Decimal
    parts: list[tuple[date, Decimal]]
    links: list[Link]
    held: Decimal
    given_back: Decimal
    more: Decimal
    supply_mode: str = ""
    is_new: bool = False

    @property
    def days(self) -> int:
        """By how many days its promise moves: above zero it gets later."""
        return (self.arrival - self.promised).days if self.promised else 0

    @property
    def behind(self) -> int:
        """By how many days it misses the wished day."""
        return max(0, (self.arrival - self.wished).days) if self.wished else 0

    @property
    def reasons(self) -> list[Said]:
        """Why that day, in words, and who can move it."""
        return chain.said(self.links)


@dataclass(frozen=True)
class Other:
    """A line of another order: whose promise would move if pieces of its went to this order to keep the wished day
    (``pieces`` below zero), or that could have pieces that become free. ``order`` and ``line_no`` are empty where the
    order is not the reader's to see."""

    line_id: int
    order_id: int
    order: str
    line_no: int | None
    product_code: str
    unit: str
    pieces: Decimal
    promised: date | None
    arrival: date | None

    @property
    def days(self) -> int:
        """By how many days its promise would move: above zero it gets later."""
        return (self.arrival - self.promised).days if self.arrival and self.promised else 0

    @property
    def is_hidden(self) -> bool:
        """Whether it is another's business."""
        return not self.order


@dataclass(frozen=True)
class Stale:
    """A document that would no longer fit: a delivery notice, a printed paper, an invoice in draft."""

    kind: str  # ``outdated.Kind``
    number: str
    line_nos: list[int] = field(default_factory=list)
    paper: str = ""


@dataclass(frozen=True)
class TaskMove:
    """A task that would move, come or go, told by who keeps the tasks (``rooms``). ``kind``: MOVED, ADDED, DROPPED."""

    kind: str
    name: str
    department: str
    hours: Decimal
    days: int = 0


@dataclass(frozen=True)
class Answer:
    """What a department said, or that it is owed (``verdict`` "")."""

    kind: str
    verdict: str
    days: int
    cost: Decimal | None
    cost_kind: str
    conditions: str
    by: str
    at: datetime | None


@dataclass
class Proposed:
    """An item that an alternative would write, as ``ChangeItem`` keeps it."""

    action: str
    line_no: int | None
    field: str
    new: Any
    old: Any = None


@dataclass(frozen=True)
class Alternative:
    """Another way to do what is asked for. ``items`` would replace those of the request. ``arrival`` of the last piece,
    ``behind`` the wished day by so many days; ``share``: how much of the goods asked for is there by it, 0 to 1;
    ``amount``: the order's total then, ``delta`` against what it is now; ``broken``: promises to others that it costs.
    """

    kind: str
    key: str
    arrival: date
    behind: int
    share: Decimal
    amount: Decimal | None
    delta: Decimal | None
    broken: int
    items: list[Proposed]
    line_nos: list[int] = field(default_factory=list)
    products: list[str] = field(default_factory=list)

    @property
    def label(self) -> Text:
        """What it is called."""
        return Kind(self.kind).label


@dataclass(frozen=True)
class Sheet:
    """The impact sheet of a change request."""

    money: Money | None
    credit: Credit | None
    promised: date | None
    arrival: date | None
    lines: list[LineDays] = field(default_factory=list)
    broken: list[Other] = field(default_factory=list)
    gaining: list[Other] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    tasks: list[TaskMove] = field(default_factory=list)
    has_tasks: bool = False
    answers: list[Answer] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)

    @property
    def days(self) -> int:
        """By how many days the order's promise moves: what was worked out, or the most that a department needs more."""
        return max([self._promise_days, *(one.days for one in self.answers if one.days)])

    @property
    def _promise_days(self) -> int:
        return (self.arrival - self.promised).days if self.arrival and self.promised else 0

    @property
    def extra_cost(self) -> Decimal | None:
        """What departments say it costs beside; None where it is not the reader's to know."""
        if any(one.cost is None for one in self.answers):
            return None
        return total(one.cost or ZERO for one in self.answers)

    @property
    def not_kept(self) -> list[LineDays]:
        """Lines that cannot be there by the wished day as things stand."""
        return [one for one in self.lines if one.behind]


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Their sum."""
    return sum(amounts, ZERO)
