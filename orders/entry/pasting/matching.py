"""Pasted rows and the products they mean: certain ones are lines, of doubtful ones the candidates are told.

Statements do not grow with the number of rows. Page, API and whatever reads orders out of texts ask here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.errors import Text
from orders.entry import defaults, grid
from orders.entry.pasting import lines, tables
from orders.entry.pasting.lines import Pasted
from orders.pricing import queries as pricing
from products.catalogue import resembling
from products.catalogue.models import Product
from products.catalogue.resembling import Likeness

MOST_LETTERS = 200_000
MOST_OF_ROW = 2_000
CERTAIN = 0.95
BY_CODE = 1.0
# units of more than one piece: ours must be the same
_PACKS = frozenset(
    {"箱", "盒", "包", "桶", "批", "打", "双", "对", "卷", "box", "boxes", "pair", "pairs", "roll", "rolls", "pack"}
)


@dataclass(frozen=True)
class Candidate:
    """A product that a row may mean. ``confidence`` from 0 to 1."""

    product: Product
    confidence: float


@dataclass(frozen=True)
class Read:
    """A pasted row. ``product``: what it certainly means; else ``why`` says what is doubtful, and ``candidates`` are
    what it may mean, the best guess first."""

    pasted: Pasted
    product: Product | None = None
    confidence: float = 0.0
    why: Text = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a text says: its rows, and the lines that are no rows (greetings, titles, sums)."""

    rows: list[Read] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_lines(*, actor: User, text: str, customer_id: int | None, today: date) -> Reading:
    """The order lines that a text names, for a customer whose own item codes are known then. Nothing is saved. Raises
    NotAllowed, NotFound for a customer of others, Invalid for a text beyond all measure."""
    customer_id = _customer(actor, customer_id)
    if len(text) > MOST_LETTERS:
        raise errors.Invalid(fields={"text": [_("No more than %(most)s letters.") % {"most": MOST_LETTERS}]})
    rows, left_out = tables.read(text.replace("\0", ""), today)
    return Reading(match(actor, rows, customer_id), left_out)


def read_again(*, actor: User, raws: Sequence[str], customer_id: int | None, today: date) -> Reading:
    """The same for rows that wait with a draft, each by itself and in their order. Raises as
    ``read_lines``."""
    customer_id = _customer(actor, customer_id)
    rows = [lines.read(raw[:MOST_OF_ROW].replace("\t", "  "), today) for raw in raws[: tables.MOST]]
    return Reading(match(actor, rows, customer_id))


def _customer(actor: User, customer_id: int | None) -> int | None:
    rights.require(actor, "order.create")
    return None if customer_id is None else defaults.find_customer(actor, customer_id=customer_id, code="").pk


def match(actor: User, rows: Sequence[Pasted], customer_id: int | None) -> list[Read]:
    """Each row with its product or its candidates."""
    by_code = _by_code(rows, customer_id)
    open_rows = [row for row, product in zip(rows, by_code, strict=True) if product is None]
    likely = iter(resembling.resembling(actor, [row.words or " ".join(row.codes[:1]) for row in open_rows]))
    last = _bought(customer_id, rows)
    found = []
    for row, product in zip(rows, by_code, strict=True):
        read = _certain(row, product) if product else _guess(row, next(likely), last)
        found.append(_checked(read))
    return found


def _by_code(rows: Sequence[Pasted], customer_id: int | None) -> list[Product | None]:
    """The product whose code, ours or the customer's own, stands in each row."""
    codes = {code for row in rows for code in row.codes if len(code) <= 60}
    products = grid.find_products(customer_id or 0, (), codes)
    return [next((products[code] for code in row.codes if code in products), None) for row in rows]


def _bought(customer_id: int | None, rows: Sequence[Pasted]) -> frozenset[int]:
    """Products that the customer ordered before: of equal fits the likelier."""
    return pricing.products_bought(customer_id) if customer_id and rows else frozenset()


def _certain(row: Pasted, product: Product) -> Read:
    if not product.is_active:
        words = _("%(code)s is out of use") % {"code": product.code}
        return Read(row, None, 0.0, words, (Candidate(product, BY_CODE),))
    return Read(row, product, BY_CODE)


def _guess(row: Pasted, likely: Sequence[Likeness], bought: frozenset[int]) -> Read:
    if not likely:
        words = _("no product of this name") if row.words else _("no product is named")
        return Read(row, why=words)
    ranked = sorted(likely, key=lambda one: (-round(one.fit, 2), one.product.pk not in bought))
    best = ranked[0]
    candidates = tuple(Candidate(one.product, round(one.fit, 2)) for one in ranked)
    whole = [one for one in ranked if one.fit >= CERTAIN]
    if len(whole) == 1 and row.cells.get("quantity"):
        return Read(row, best.product, round(best.fit, 2), candidates=candidates)
    return Read(row, None, 0.0, _why(whole, best), candidates)


def _why(whole: Sequence[Likeness], best: Likeness) -> Text:
    if len(whole) > 1:
        return _("fits %(count)s products") % {"count": len(whole)}
    if not best.missing:
        return _("no quantity")
    held = best.product.search_text
    for word in best.missing:
        if near := _one_letter_off(word, held):
            return _("“%(word)s” may be “%(other)s”") % {"word": near[0], "other": near[1]}
    return _("“%(words)s” is not in its name") % {"words": " ".join(best.missing)}


def _one_letter_off(word: str, held: str) -> tuple[str, str] | None:
    """The part of ``word``, all of it or two letters, that stands in the product's words with one letter changed, and
    what stands there. A letter that the product has elsewhere is no slip."""
    for size in (len(word), min(len(word), 2)):
        for start in range(len(word) - size + 1):
            part = word[start : start + size]
            for at in range(len(held) - size + 1) if size > 1 and part not in held else ():
                there = held[at : at + size]
                if "\n" not in there and there.isalpha() and _slips(part, there, held) == 1:
                    return part, there
    return None


def _slips(part: str, there: str, held: str) -> int:
    """How many letters differ; many where one of them is none."""
    wrong = [letter for letter, other in zip(part, there, strict=True) if letter != other]
    return len(part) + 1 if any(letter in held for letter in wrong) else len(wrong)


def _checked(read: Read) -> Read:
    """A unit of several pieces that is not ours makes a doubtful row: 2 箱 are not 2 只."""
    unit = read.pasted.unit
    if read.product is None or unit not in _PACKS or unit == read.product.unit:
        return read
    words = _("“%(unit)s”, ours is counted in %(ours)s") % {"unit": unit, "ours": read.product.unit}
    best = Candidate(read.product, read.confidence)
    others = tuple(one for one in read.candidates if one.product.pk != read.product.pk)
    return replace(read, product=None, why=words, candidates=(best, *others))


def cells_of(read: Read) -> Mapping[str, str]:
    """The cells of the entry grid that a row fills."""
    product = {"product": read.product.code} if read.product else {}
    return {**product, **read.pasted.cells}
