"""What is to be reached, beside what was (registry ``figures.aims``, one entry: ``targets``). A room above knows the
targets; the figures only say for whom and over which days they are asked."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common.registry import Registry
from reports.figures.question import Question

TARGETS = "targets"
Key = tuple[Any, ...]  # of a row; () the whole
Aims = Mapping[tuple[str, Key], Decimal]  # measure and row → its target
Teller = Callable[[User, Question, Sequence[Key]], Aims]

tellers: Registry[Teller] = Registry("figures.aims")


def of(actor: User, asked: Question, rows: Sequence[Key]) -> Aims:
    """The targets of the rows of an answer and of the whole; what has none is not there."""
    teller = tellers.get(TARGETS)
    return teller(actor, asked, rows) if teller and asked.with_targets else {}
