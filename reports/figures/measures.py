"""What can be counted, and what each figure means: words, numerator, denominator, exclusions (SEMANTICS 15). Pure.

Every measure is a sum over facts, or a quotient of two such sums, so that any of them can be had by anything, over any
period, and the sum of the parts is the whole. A measure that shows an amount or a cost belongs to the field whose rule
hides it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.registry import Registry
from reports.facts.choices import Kind
from reports.layout.paper import Definition, Form

Text = str | Promise
AMOUNT, COST, MARGIN = "order.amount", "order.cost", "order.margin"
HITS = "hits"
_AMOUNTS = frozenset(("amount", "net", "cost"))


class Side(StrEnum):
    """Which of the rows behind a figure are listed."""

    ALL = ""
    ABOVE = "above"  # those of the numerator
    BELOW = "below"  # those of the denominator
    MISSED = "missed"  # those of the denominator that are not in the numerator, where one is a part of the other


@dataclass(frozen=True)
class Term:
    """A column of the facts of one kind, added up; ``factor`` −1 takes it away."""

    kind: Kind
    column: str
    factor: int = 1

    @property
    def key(self) -> tuple[int, str]:
        """What the database is asked for."""
        return int(self.kind), self.column


Sums = Mapping[tuple[int, str], Decimal]


@dataclass(frozen=True)
class Measure:
    """``below`` empty: a sum. ``fields``: who may not see one of them does not get it. ``per``: how many of the
    denominator it is told for (complaints per 100 orders). ``is_better_up``: None where neither way is good."""

    code: str
    label: Text
    form: Form
    above: tuple[Term, ...]
    below: tuple[Term, ...] = ()
    fields: tuple[str, ...] = ()
    per: int = 1
    group: Text = ""
    meaning: Text = ""
    numerator: Text = ""
    denominator: Text = ""
    exclusions: Text = ""
    is_better_up: bool | None = True

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that has to be added up for it."""
        return self.above + self.below

    @property
    def is_share(self) -> bool:
        """Whether it is a quotient: such figures are not added up."""
        return bool(self.below)

    @property
    def is_part(self) -> bool:
        """Whether its numerator counts those of the denominator that were right."""
        return any(term.column == HITS for term in self.above)

    @property
    def sides(self) -> tuple[Side, ...]:
        """By which of its rows can be listed."""
        if not self.below:
            return (Side.ALL,)
        return (Side.ALL, Side.ABOVE, Side.BELOW, *((Side.MISSED,) if self.is_part else ()))

    def terms_of(self, side: Side) -> tuple[Term, ...]:
        """What is added up on one side."""
        return {Side.ALL: self.terms, Side.ABOVE: self.above}.get(side, self.below)

    def sum_of(self, side: Side, sums: Sums) -> Decimal | None:
        """The figure of one side; of the whole its value."""
        if side is Side.ALL:
            return self.value(sums)
        above = _total(self.above, sums) if side is Side.MISSED else Decimal(0)
        return _total(self.terms_of(side), sums) - above

    def form_of(self, side: Side) -> Form:
        """How the figure of one side is written."""
        columns = {term.column for term in self.terms_of(side)}
        if side is Side.ALL:
            return self.form
        return Form.MONEY if columns & _AMOUNTS else Form.QUANTITY if "quantity" in columns else Form.COUNT

    def value(self, sums: Sums) -> Decimal | None:
        """The figure out of the sums; None where there is nothing to divide by."""
        above = _total(self.above, sums)
        if not self.below:
            return above
        below = _total(self.below, sums)
        return above * self.per / below if below else None

    def parts(self, sums: Sums) -> tuple[Decimal, Decimal | None]:
        """Numerator and denominator, for the words beside the figure."""
        return _total(self.above, sums), _total(self.below, sums) if self.below else None

    @property
    def definition(self) -> Definition:
        """What it means, for pages, files and the API."""
        return Definition(self.label, self.meaning, self.numerator, self.denominator, self.exclusions)


def _total(terms: tuple[Term, ...], sums: Sums) -> Decimal:
    return sum((one.factor * sums.get(one.key, Decimal(0)) for one in terms), Decimal(0))


measures: Registry[Measure] = Registry("reports.measures")

ORDERS, MONEY, GOODS, SERVICE = _("Orders"), _("Money"), _("Goods"), _("Service and quality")
_COUNTED = _("Orders in force, closed or archived, of types that count in statistics")
_NOT = _("Drafts, void orders and types that do not count (samples, loans)")


def _sum(code: str, label: Text, form: Form, kind: Kind, column: str, **more: object) -> Measure:
    return Measure(code, label, form, (Term(kind, column),), **more)  # type: ignore[arg-type]


def _share(code: str, label: Text, kind: Kind, below: str, **more: object) -> Measure:
    """Hits of a kind over how many there were."""
    return Measure(code, label, Form.SHARE, (Term(kind, "hits"),), (Term(kind, below),), **more)  # type: ignore[arg-type]


ALL = (
    _sum("orders", _("Orders"), Form.COUNT, Kind.ORDERED, "orders", group=ORDERS, numerator=_COUNTED, exclusions=_NOT,
         meaning=_("How many orders took effect.")),
    _sum("lines", pgettext_lazy("count", "Lines"), Form.COUNT, Kind.ORDERED, "lines", group=ORDERS,
         numerator=_("Lines of these orders"), exclusions=_NOT, meaning=_("How many lines these orders have.")),
    _sum("amount", _("Order amount"), Form.MONEY, Kind.ORDERED, "amount", group=ORDERS, fields=(AMOUNT,),
         numerator=_("Totals including tax and freight, in the company's currency"), exclusions=_NOT,
         meaning=_("What the orders are worth as they stand now, counted on the day on which they took effect.")),
    _sum("net", _("Net amount"), Form.MONEY, Kind.ORDERED, "net", group=ORDERS, fields=(AMOUNT,),
         numerator=_("Totals without tax, in the company's currency"), exclusions=_NOT,
         meaning=_("What the orders are worth without tax.")),
    Measure("average", _("Average order"), Form.MONEY, (Term(Kind.ORDERED, "amount"),),
            (Term(Kind.ORDERED, "orders"),), group=ORDERS, fields=(AMOUNT,), numerator=_("Order amount"),
            denominator=_("Orders"), exclusions=_NOT, meaning=_("What an order is worth on average.")),
    _sum("quantity", _("Quantity ordered"), Form.QUANTITY, Kind.ORDERED, "quantity", group=ORDERS,
         numerator=_("Pieces ordered, whatever their unit"), exclusions=_NOT,
         meaning=_("How many pieces were ordered. Sums over products of different units compare unlike things.")),
    _sum("cost", _("Cost"), Form.MONEY, Kind.ORDERED, "cost", group=ORDERS, fields=(COST, MARGIN), is_better_up=None,
         numerator=_("Pieces × unit cost, gifts with the line that they follow"), exclusions=_NOT,
         meaning=_("What the ordered goods cost.")),
    Measure("profit", _("Gross profit"), Form.MONEY, (Term(Kind.ORDERED, "net"), Term(Kind.ORDERED, "cost", -1)),
            group=ORDERS, fields=(AMOUNT, COST, MARGIN), numerator=_("Net amount − cost"), exclusions=_NOT,
            meaning=_("What the orders earn before other expenses.")),
    Measure("margin", pgettext_lazy("measure", "Margin"), Form.SHARE,
            (Term(Kind.ORDERED, "net"), Term(Kind.ORDERED, "cost", -1)),
            (Term(Kind.ORDERED, "net"),), group=ORDERS, fields=(AMOUNT, COST, MARGIN), numerator=_("Gross profit"),
            denominator=_("Net amount"), exclusions=_NOT, meaning=_("Which share of the net amount is earned.")),
    _sum("shipped", _("Shipped amount"), Form.MONEY, Kind.SHIPPED, "amount", group=GOODS, fields=(AMOUNT,),
         numerator=_("Shipped pieces at the order's price, services performed included"), exclusions=_NOT,
         meaning=_("What left the house, on the day of shipment.")),
    _sum("shipped_quantity", _("Quantity shipped"), Form.QUANTITY, Kind.SHIPPED, "quantity", group=GOODS,
         numerator=_("Pieces shipped or performed"), exclusions=_NOT, meaning=_("How many pieces left the house.")),
    _sum("signed", _("Signed amount"), Form.MONEY, Kind.SIGNED, "amount", group=GOODS, fields=(AMOUNT,),
         numerator=_("Pieces signed for at the order's price"), exclusions=_NOT,
         meaning=_("What customers signed for, on the day of signing.")),
    _sum("returned", _("Returned amount"), Form.MONEY, Kind.RETURNED, "amount", group=GOODS, fields=(AMOUNT,),
         is_better_up=False, numerator=_("Pieces that came back at the order's price"), exclusions=_NOT,
         meaning=_("What came back, on the day on which it was received.")),
    Measure("return_rate", _("Return rate"), Form.SHARE, (Term(Kind.RETURNED, "amount"),),
            (Term(Kind.SHIPPED, "amount"),), group=SERVICE, fields=(AMOUNT,), is_better_up=False,
            numerator=_("Returned amount in the period"), denominator=_("Shipped amount in the period"),
            exclusions=_NOT, meaning=_("Which share of what was shipped came back.")),
    _sum("invoiced", _("Invoiced amount"), Form.MONEY, Kind.INVOICED, "amount", group=MONEY, fields=(AMOUNT,),
         numerator=_("Invoices issued less those taken back, including tax"), exclusions=_("Drafts of invoices"),
         meaning=_("What was invoiced, on the day of the invoice.")),
    _sum("unbilled", _("Delivered, not invoiced here"), Form.MONEY, Kind.UNBILLED, "amount", group=MONEY,
         fields=(AMOUNT,), is_better_up=None, numerator=_("Shipped less returned pieces at the order's price"),
         exclusions=_NOT, meaning=_("What was delivered of orders that get no invoice here: history that came in with"
                                    " an import, and types without invoices.")),
    _sum("due", _("Amount due"), Form.MONEY, Kind.DUE, "amount", group=MONEY, fields=(AMOUNT,), is_better_up=None,
         numerator=_("Rows of payment plans that fall due in the period"), exclusions=_NOT,
         meaning=_("What customers had to pay in the period.")),
    _sum("received", _("Amount received"), Form.MONEY, Kind.RECEIVED, "amount", group=MONEY, fields=(AMOUNT,),
         numerator=_("Receipts allotted to orders, at the receipt's exchange rate, less what was paid back"),
         exclusions=_("Void receipts; charges, discounts and small differences; money not allotted yet"),
         meaning=_("What came in, on the day of receipt.")),
    Measure("collection", _("Collection rate"), Form.SHARE, (Term(Kind.RECEIVED, "amount"),),
            (Term(Kind.DUE, "amount"),), group=MONEY, fields=(AMOUNT,), numerator=_("Received in the period"),
            denominator=_("Due in the period"), exclusions=_NOT,
            meaning=_("How much came in for what fell due; over 100 % where arrears or advances came in.")),
    _share("accuracy", _("Order accuracy"), Kind.CHECKED, "orders", group=SERVICE,
           numerator=_("Orders without an error found at verification, approval, confirmation, shipment or by the "
                       "customer"),
           denominator=_("Orders made effective"), exclusions=_("History; errors that entry caught; errors dismissed"),
           meaning=_("How many orders were right.")),
    _share("on_time", _("On-time delivery"), Kind.PROMISED, "lines", group=SERVICE,
           numerator=_("Lines shipped in full on or before the promised date"),
           denominator=_("Lines promised for the period"),
           exclusions=_("Gifts; types that do not ship; lines let go before anything shipped"),
           meaning=_("How often we kept our word.")),
    _share("on_time_first", _("On time by the first promise"), Kind.FIRST_PROMISED, "lines", group=SERVICE,
           numerator=_("Lines shipped in full on or before the first promised date"),
           denominator=_("Lines first promised for the period"),
           exclusions=_("Gifts; types that do not ship; lines let go before anything shipped"),
           meaning=_("How often we kept our first word, whatever was promised later.")),
    _share("on_time_requested", _("On time by the request"), Kind.REQUESTED, "lines", group=SERVICE,
           numerator=_("Lines shipped in full on or before the requested date"),
           denominator=_("Lines requested for the period"),
           exclusions=_("Gifts; types that do not ship; lines let go before anything shipped"),
           meaning=_("How often customers got it when they wanted it.")),
    _share("on_time_processing", _("On-time processing"), Kind.SUBMITTED, "orders", group=SERVICE,
           numerator=_("Orders whose every approval step was decided by its hour"),
           denominator=_("Orders submitted in the period whose approval ended"),
           exclusions=_("Orders still waiting for approval; withdrawn ones"),
           meaning=_("How often orders were audited in time.")),
    _share("perfect", _("Perfect order rate"), Kind.FINISHED, "orders", group=SERVICE,
           numerator=_("Orders delivered in full by their promised dates, without error, exception or return"),
           denominator=_("Orders delivered in full in the period"), exclusions=_NOT,
           meaning=_("How many orders went as they should.")),
    _sum("complaints", _("Complaints"), Form.COUNT, Kind.COMPLAINT, "lines", group=SERVICE, is_better_up=False,
         numerator=_("Complaints of customers"), exclusions=_("Complaints about no order"),
         meaning=_("How many complaints came in.")),
    Measure("complaint_rate", _("Complaints per 100 orders"), Form.FACTOR, (Term(Kind.COMPLAINT, "lines"),),
            (Term(Kind.ORDERED, "orders"),), per=100, group=SERVICE, is_better_up=False,
            numerator=_("Complaints in the period × 100"), denominator=_("Orders in the period"), exclusions=_NOT,
            meaning=_("How many complaints there are for a hundred orders.")),
    _sum("exceptions", _("Exceptions"), Form.COUNT, Kind.EXCEPTION, "lines", group=SERVICE, is_better_up=False,
         numerator=_("Exceptions of all kinds, complaints included"), exclusions=_("Exceptions of no order"),
         meaning=_("How often something went wrong.")),
    _sum("changes", _("Changes of orders"), Form.COUNT, Kind.CHANGE_REQUEST, "lines", group=SERVICE,
         is_better_up=False, numerator=_("Change requests that took effect"), exclusions=_("Requests that did not"),
         meaning=_("How often orders were changed.")),
    Measure("satisfaction", _("Satisfaction"), Form.FACTOR, (Term(Kind.ANSWER, "quantity"),),
            (Term(Kind.ANSWER, "lines"),), group=SERVICE, numerator=_("Sum of the scores, 1 to 5"),
            denominator=_("Answers"), exclusions=_("Questions without an answer"),
            meaning=_("How content customers are, from 1 to 5.")),
)  # fmt: skip


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for one in ALL:
        measures.register(one.code, one)
