"""The rows of a comparison: what a change says beside what stands (``diffing`` makes them). Pure.

Decimals are those of the order's currency, lines before their share of the reduction; ``None`` where a side has no
line, or the reader may not see amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import pgettext_lazy

from common.errors import Text


class Act(StrEnum):
    """What a change does to a line."""

    NEW = "NEW"
    CANCELLED = "CANCELLED"
    PRODUCT = "PRODUCT"
    INCREASE = "INCREASE"
    DECREASE = "DECREASE"
    RESCHEDULE = "RESCHEDULE"
    PRICE = "PRICE"
    SPECIFICATION = "SPECIFICATION"
    OTHER = "OTHER"
    FOLLOWS = "FOLLOWS"


@dataclass(frozen=True)
class Sign:
    """An act as a flag: words, icon and tone, so that colour never speaks alone."""

    act: Act
    label: Text
    icon: str
    tone: str = ""


SIGNS = {
    sign.act: sign
    for sign in (
        Sign(Act.NEW, pgettext_lazy("change of a line", "New"), "plus-circle", "ok"),
        Sign(Act.CANCELLED, pgettext_lazy("change of a line", "Cancelled"), "x-circle", "bad"),
        Sign(Act.PRODUCT, pgettext_lazy("change of a line", "Product"), "box-seam", "chg"),
        Sign(Act.INCREASE, pgettext_lazy("change of a line", "More"), "plus-lg", "run"),
        Sign(Act.DECREASE, pgettext_lazy("change of a line", "Fewer"), "dash", "bad"),
        Sign(Act.RESCHEDULE, pgettext_lazy("change of a line", "New date"), "calendar-event"),
        Sign(Act.PRICE, pgettext_lazy("change of a line", "Price"), "tag", "warn"),
        Sign(Act.SPECIFICATION, pgettext_lazy("change of a line", "Specification"), "sliders", "chg"),
        Sign(Act.OTHER, pgettext_lazy("change of a line", "Details"), "pencil"),
        Sign(Act.FOLLOWS, pgettext_lazy("change of a line", "Gift follows"), "gift", "line"),
    )
}


@dataclass(frozen=True)
class FieldRow:
    """A field that differs, in words; "" for nothing."""

    name: str
    label: Text
    old: str
    new: str


@dataclass(frozen=True)
class Side:
    """A line as it is, or as it would be."""

    quantity: Decimal
    amount: Decimal | None
    price: Decimal | None
    day: date | None


@dataclass(frozen=True)
class LineRow:
    """A line beside itself. ``differs``: which of quantity, amount, price, day; ``marks``: its specification and
    customer's marks; ``delivered``: "shipped 6, rest 14"; ``others``: further fields that differ."""

    line_no: int
    code: str
    name: str
    unit: str
    is_gift: bool
    signs: tuple[Sign, ...]
    old: Side | None
    new: Side | None
    differs: frozenset[str]
    difference: Decimal | None
    marks: str = ""
    delivered: str = ""
    others: tuple[FieldRow, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs."""
        return bool(self.signs)


@dataclass(frozen=True)
class SumRow:
    """An amount of the order, before and after."""

    name: str
    label: Text
    old: Decimal
    new: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much it grows."""
        return self.new - self.old


@dataclass(frozen=True)
class Diff:
    """The whole comparison. ``sums`` is empty for a reader who may not see amounts; its last row is the total."""

    title: str
    head: tuple[FieldRow, ...]
    lines: tuple[LineRow, ...]
    sums: tuple[SumRow, ...]
    currency: str
    head_unchanged: int
    counts: Mapping[Act, int] = field(default_factory=dict)

    @property
    def changed(self) -> tuple[LineRow, ...]:
        """The lines that differ."""
        return tuple(row for row in self.lines if row.is_changed)

    @property
    def lines_unchanged(self) -> int:
        """How many lines stay as they are."""
        return sum(not row.is_changed for row in self.lines)

    @property
    def total(self) -> SumRow | None:
        """The order's amount; None where the reader may not see it."""
        return self.sums[-1] if self.sums else None

    @property
    def percent(self) -> Decimal | None:
        """By how many percent the amount grows, with one decimal; None from nothing."""
        total = self.total
        if total is None or not total.old:
            return None
        return (total.difference / total.old * 100).quantize(Decimal("0.1"))
