"""The rulebook that the software ships (R315, R316, R320): the standard process of an order and the rules of plan,
contract, order, delivery and quality of a maker of weighing instruments, bound to the checks that enforce them."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.people import queries as people
from accounts.rulebook import clauses as words
from accounts.rulebook.models import Clause, ClauseCheck, ClauseWording
from accounts.rulebook.numbers import place_of

SINCE = date(2020, 1, 1)


def seed(at: datetime) -> None:
    """Ship the clauses to a house that has none; one that keeps its own is left alone."""
    if Clause.objects.exists():
        return
    machine = people.system_user()
    clauses = Clause.objects.bulk_create(
        [Clause(number=one.number, place=place_of(one.number), chapter=one.chapter) for one in words.shipped()]
    )
    by_number = {one.number: one for one in clauses}
    ClauseWording.objects.bulk_create(
        [
            ClauseWording(
                clause=by_number[one.number],
                number=1,
                title_zh=one.title_zh,
                title_en=one.title_en,
                text_zh=one.text_zh,
                text_en=one.text_en,
                valid_from=SINCE,
                saved_by=machine,
                saved_at=at,
            )
            for one in words.shipped()
        ]
    )
    ClauseCheck.objects.bulk_create(_bound(by_number))


def _bound(by_number: dict[str, Clause]) -> Iterable[ClauseCheck]:
    for one in words.shipped():
        for key in one.checks:
            yield ClauseCheck(clause=by_number[one.number], check_key=key)
