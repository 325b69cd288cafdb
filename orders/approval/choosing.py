"""Which row of the matrix decides a subject, and who that is (SEMANTICS 7)."""

from collections.abc import Collection
from datetime import date

from orders.approval import seats
from orders.approval.matrix import rules
from orders.approval.matrix.rules import Row
from orders.approval.measures import Figures
from orders.approval.routing import Business
from orders.approval.seats import Seats
from orders.approval.subjects import subjects


def choose(
    subject_type: str,
    subject_id: int,
    business: Business,
    *,
    signs: Collection[str],
    measures: Figures,
    today: date,
) -> tuple[Row | None, Seats]:
    """The first row that fits (None: none does) and who decides its steps. Raises Conflict where nobody may."""
    row = first_fitting(subject_type, subject_id, signs=signs, measures=measures, today=today)
    if row is None:
        return None, seats.find([rules.default_step()], business)
    return row, seats.find(row.steps, business)


def first_fitting(
    subject_type: str, subject_id: int, *, signs: Collection[str], measures: Figures, today: date
) -> Row | None:
    """The first row that fits. Conditions are asked all at once, where there are any."""
    rows = [row for row in rules.of(subject_type) if row.has_sign(signs) and not row.missed(measures)]
    always = next((place for place, row in enumerate(rows) if row.segment_id is None), len(rows))
    asked = [row.segment_id for row in rows[:always] if row.segment_id is not None]
    told = subjects[subject_type].judge(subject_id, asked, today) if asked else {}
    held = {key for key, verdict in told.items() if verdict.is_met}
    return next((row for row in rows if row.segment_id is None or row.segment_id in held), None)
