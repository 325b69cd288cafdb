"""Reading numbers as people paste and scan them, and what is wrong with them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from common.errors import Text
from orders.fulfilment.rules import plain, quantity_error
from products.catalogue.choices import Numbering

LONGEST = 60
ONE = Decimal(1)
Numbers = Sequence[tuple[str, Decimal]]


def read(text: str, numbering: str) -> tuple[list[tuple[str, Decimal]], list[str]]:
    """(numbers, what cannot be read) of a pasted text: serial numbers by lines, blanks, commas; a batch a line with its
    pieces behind a tab, blank, ``*`` or ``×`` (one where nothing stands there)."""
    if numbering == Numbering.SERIAL:
        words = text.replace(",", " ").replace("，", " ").replace(";", " ").replace("；", " ").split()
        return [(word, ONE) for word in words], []
    found: list[tuple[str, Decimal]] = []
    wrong: list[str] = []
    for line in text.splitlines():
        words = line.replace("*", " ").replace("×", " ").split()
        if not words:
            continue
        try:
            quantity = Decimal(words[-1]) if len(words) > 1 else ONE
        except InvalidOperation:
            wrong.append(line.strip())
            continue
        found.append((" ".join(words[:-1]) if len(words) > 1 else words[0], quantity))
    return found, wrong


def written(numbers: Iterable[tuple[str, Decimal]], numbering: str) -> str:
    """Numbers as ``read`` takes them, a line each."""
    if numbering == Numbering.SERIAL:
        return "\n".join(number for number, _quantity in numbers)
    return "\n".join(f"{number} × {plain(quantity)}" for number, quantity in numbers)


def faults(numbers: Numbers, numbering: str, quantity: Decimal) -> list[Text]:
    """What is wrong with the numbers of a line of which ``quantity`` goes."""
    if numbering == Numbering.NONE:
        return [_("Pieces of this product are not told apart.")] if numbers else []
    found: list[Text] = []
    seen: set[str] = set()
    for number, pieces in numbers:
        if not number or len(number) > LONGEST:
            found.append(_("A number has 1 to %(most)s characters.") % {"most": LONGEST})
        elif number in seen:
            found.append(_("%(number)s is named twice.") % {"number": number})
        elif numbering == Numbering.SERIAL and pieces != ONE:
            found.append(_("%(number)s: a serial number is of one piece.") % {"number": number})
        elif text := quantity_error(pieces):
            found.append(f"{number}: {text}")
        seen.add(number)
    total = sum((pieces for _number, pieces in numbers), Decimal(0))
    if not found and total > quantity:
        words = {"given": plain(total), "quantity": plain(quantity)}
        found.append(_("%(given)s are given, only %(quantity)s go.") % words)
    return list(dict.fromkeys(found))


def missing(given: Mapping[int, Decimal], asked: Mapping[int, tuple[str, Decimal]]) -> dict[int, tuple[str, Decimal]]:
    """Of the lines asked for (key → numbering, quantity) those whose numbers do not come to it: numbering, and how
    many are missing (below zero: too many)."""
    gaps = {key: (kind, quantity - given.get(key, Decimal(0))) for key, (kind, quantity) in asked.items()}
    return {key: gap for key, gap in gaps.items() if gap[1]}
