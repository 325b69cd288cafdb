"""From a refusal to the clauses it rests on, for every door; who tried what is forbidden is counted by day."""

from collections.abc import Sequence

from django.db.models import F
from django.urls import reverse

from accounts.rulebook import queries
from accounts.rulebook.checks import refusing
from accounts.rulebook.models import ClauseBreach
from accounts.rulebook.queries import Shown
from common import clock, dates, errors
from common.citations import Citation


def cite(error: errors.DomainError) -> Sequence[Citation]:
    """The clauses that hold today and are bound to the check that refused. An attempt (something that somebody wanted
    done, not only looked at) is counted."""
    keys = refusing(error.code)
    if not keys:
        return ()
    today = dates.business_day(clock.now())
    shown = queries.bound_clauses(keys, today)
    if error.attempt is not None:
        _count(shown, keys, *error.attempt)
    return [citation_of(one) for one in shown]


def citation_of(shown: Shown) -> Citation:
    """A clause as doors cite it."""
    return Citation(shown.clause.number, shown.title, address(shown.clause.number))


def address(number: str) -> str:
    """The place of a clause in the rulebook."""
    return f"{reverse('accounts:rulebook')}#c{number}"


def _count(shown: Sequence[Shown], keys: Sequence[str], person_id: int, door: str) -> None:
    day = dates.business_day(clock.now())
    for one in shown:
        for key, _check in one.bound:
            if key in keys:
                ClauseBreach.objects.bulk_create(
                    [
                        ClauseBreach(
                            clause=one.clause, check_key=key, day=day, person_id=person_id, door=door[:10], count=0
                        )
                    ],
                    ignore_conflicts=True,
                )
                ClauseBreach.objects.filter(
                    clause=one.clause, check_key=key, day=day, person_id=person_id, door=door[:10]
                ).update(count=F("count") + 1)
