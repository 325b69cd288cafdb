"""What a mail orders: its tables, else its text, read as what people paste into the entry grid is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.people.models import User
from common import errors
from orders.entry.pasting import matching
from orders.entry.pasting.matching import Read
from orders.intake.mailbox import recognising, tables
from orders.intake.mailbox.parsing import Mail
from orders.intake.pool import guessing

MOST_ROWS = 500


@dataclass(frozen=True)
class Order:
    """Rows by the names of the entry grid's cells, and what is said of the whole order."""

    rows: list[dict[str, str]] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)


def read(actor: User, mail: Mail, today: date) -> Order:
    """What a mail orders. A table among its files is the order; without one its text is, where at least one line
    certainly means a product: prose is none. Rules compute over all products and customers."""
    found = guessing.guess(mail=mail.original or mail.sender_mail)
    customer_id = found.customer.pk if found else None
    texts, said = tables.read(mail.files)
    rows = [row for text in texts for row in _rows(_read(actor, text, customer_id, today), is_table=True)]
    if not rows:
        table, _above = recognising.of_table([line.split("\t") for line in mail.text.split("\n")])
        rows = _rows(_read(actor, table or mail.text, customer_id, today), is_table=bool(table))
    return Order(rows[:MOST_ROWS], {**recognising.of_lines(mail.text.split("\n")), **said})


def _read(actor: User, text: str, customer_id: int | None, today: date) -> list[Read]:
    try:
        found = matching.read_lines(
            actor=actor, text=text[: matching.MOST_LETTERS], customer_id=customer_id, today=today
        )
    except errors.DomainError:  # his customer is gone by now
        return []
    return found.rows


def _rows(found: Sequence[Read], *, is_table: bool) -> list[dict[str, str]]:
    counted = [one for one in found if one.pasted.cells.get("quantity")]
    if not is_table and not any(one.product for one in counted):
        return []
    return [_row(one) for one in counted]


def _row(one: Read) -> dict[str, str]:
    words = (one.pasted.words or one.pasted.raw)[:160]
    product = {"product": one.product.code} if one.product else {}
    return {**product, "name": words, **one.pasted.cells}
