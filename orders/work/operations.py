"""What the tasks of an order say about its lines, written into the order by who plans the work (DESIGN 1: facts
down)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.rows import update_rows
from orders.order import derive, writing
from orders.order.models import Order, OrderLine

COLUMNS = ("work_started", "work_done", "work_end_date")


@dataclass(frozen=True)
class Fact:
    """The work on one line: whether any of it began, how much is done (0–100), and on which day it is to end."""

    started: bool = False
    done: int | None = None
    end: date | None = None


def note_work(order: Order, lines: Sequence[OrderLine], facts: Mapping[int, Fact], *, at: datetime) -> None:
    """Write the facts by line number into the lines of an order, all under its lock; lines that are not named have no
    work. Joins the operation in progress; derived states of the order follow."""
    changed = []
    for line in lines:
        fact = facts.get(line.line_no, Fact())
        new = (fact.started, fact.done, fact.end)
        if (line.work_started, line.work_done, line.work_end_date) != new:
            line.work_started, line.work_done, line.work_end_date = new
            changed.append(line)
    update_rows(changed, COLUMNS)
    if changed:
        writing.save(order, derive.derive(order, lines), at)
