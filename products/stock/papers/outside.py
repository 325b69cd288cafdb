"""Papers that another system sends: once per external number (R298)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from common import errors, locks
from products.stock.papers.models import StockPaper

LONGEST = {"provider": 40, "external_id": 100}


@dataclass(frozen=True)
class Said:
    """Which system sent a paper, and under which number of its own; an empty number is none."""

    provider: str
    external_id: str


class Row(Protocol):
    """A product and how much of it."""

    @property
    def product_id(self) -> int: ...

    @property
    def quantity(self) -> Decimal: ...

    @property
    def note(self) -> str: ...


def find(said: Said, content: tuple[Any, ...], rows: Iterable[Row]) -> StockPaper | None:
    """The paper that was posted under this number already, one caller at a time until commit; None: it is new.

    Raises Invalid (a number without its system, too long), Conflict (another content under the number).
    """
    _require_sound(said)
    if not said.external_id:
        return None
    locks.wait_for_key(f"stock-paper/{said.provider}/{said.external_id}")
    known = StockPaper.objects.filter(provider=said.provider, external_id=said.external_id).first()
    if known is None:
        return None
    if _content(known) != content or _rows(known) != [(one.product_id, one.quantity, one.note) for one in rows]:
        text = _("%(id)s was taken in already as %(number)s, with another content; that one stays.")
        words = {"id": said.external_id, "number": known.number}
        raise errors.Conflict(text % words, code="external_id_used")
    return known


def _require_sound(said: Said) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if said.external_id and not said.provider:
        wrong["provider"] = [_("Say which system it is.")]
    for name, longest in LONGEST.items():
        if len(getattr(said, name)) > longest:
            wrong[name] = [_("At most %(n)s characters.") % {"n": longest}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _content(paper: StockPaper) -> tuple[Any, ...]:
    home = (paper.kind, paper.warehouse_id, paper.to_warehouse_id, paper.supplier_id)
    return *home, paper.reference, paper.reason


def _rows(paper: StockPaper) -> list[tuple[int, Decimal, str]]:
    """Its lines as they were sent: of a count what was counted."""
    lines = paper.lines.order_by("line_no")
    sent = [(one.product_id, one.quantity if one.counted is None else one.counted, one.note) for one in lines]
    return [(product_id, quantity or Decimal(0), note) for product_id, quantity, note in sent]
