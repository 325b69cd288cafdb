"""Which promotion a product is under, and what it gives (SEMANTICS 4). Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.classification.folding import plain


@dataclass(frozen=True)
class Offer:
    """A promotion in force: for every ``buy`` pieces ``give`` ones of ``gift_product_id`` (None: of the same)."""

    code: str
    buy: int
    give: int
    gift_product_id: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A promotion as it is looked at: ``reached`` are the products that it names by list or tag. One that is not in
    force stands in the row for its mark: its goods do not fall to a shorter mark."""

    offer: Offer
    mark: str
    is_in_force: bool
    is_list: bool
    reached: frozenset[int]


def offer_for(product_id: int, name: str, candidates: Sequence[Candidate]) -> Offer | None:
    """What holds for a product: the list that names it, else its mark (the longest that its name begins with), else
    its tag. Among several the first of ``candidates``."""
    named = [one for one in candidates if one.is_in_force and product_id in one.reached]
    listed = next((one for one in named if one.is_list), None)
    if listed is not None:
        return listed.offer
    mark = longest_mark(name, {one.mark for one in candidates if one.mark})
    marked = next((one for one in candidates if mark and one.mark == mark and one.is_in_force), None)
    if marked is not None:
        return marked.offer
    return named[0].offer if named else None


def longest_mark(name: str, marks: Collection[str]) -> str:
    """The longest of ``marks`` that a name begins with, folded as the rules fold it; "" for none."""
    return max(_beginning(plain(name), marks), key=len, default="")


def _beginning(text: str, marks: Iterable[str]) -> list[str]:
    return [mark for mark in marks if text.startswith(mark)]


def gift_quantity(quantity: Decimal, buy: int, give: int) -> Decimal:
    """How many pieces are given for a quantity: floor(quantity / buy) × give, never below zero."""
    return quantity // buy * give if quantity > 0 else Decimal(0)
