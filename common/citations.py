"""Which clause of the company's rules a refusal rests on, and how often it was run against (registries
``common.citations``, ``common.citations.counters``; docs/adr/0122, 0129). Doors cite, once for each refusal; the
operation counts once it is over, so that what is noted of the breach stays, whatever the door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from common import errors
from common.registry import Registry

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Citation:
    """A clause: its number, its title in the reader's language, the address of its words."""

    number: str
    title: str
    url: str


Citer = Callable[[errors.DomainError], Sequence[Citation]]
Counter = Callable[[Sequence[errors.DomainError]], None]
citers: Registry[Citer] = Registry("common.citations")
counters: Registry[Counter] = Registry("common.citations.counters")


def of(error: errors.DomainError) -> Sequence[Citation]:
    """The clauses that a refusal rests on; none while the database is away. A second asking answers the same."""
    if error.cited is None:
        error.cited = _found(error)
    return error.cited


def told(error: errors.DomainError, words: errors.Text | None = None) -> str:
    """A refusal for doors that have only a line for it: its message (or ``words`` in its place), and its clauses."""
    text = str(error.message if words is None else words)
    return with_numbers(text, [one.number for one in of(error)])


def with_numbers(text: str, numbers: Sequence[str]) -> str:
    """Words, and behind them the clauses that they rest on."""
    return _("%(text)s (clause %(numbers)s)") % {"text": text, "numbers": ", ".join(numbers)} if numbers else text


class Several:
    """Wording the refusals of many rows: what rests on the same check asks for its clauses once."""

    def __init__(self) -> None:
        self._known: dict[str, Sequence[Citation]] = {}

    def told(self, error: errors.DomainError, words: errors.Text | None = None) -> str:
        """As ``told`` above."""
        if error.cited is None:
            error.cited = self._known.get(error.code)
        self._known[error.code] = of(error)
        return told(error, words)


def count(refused: Sequence[errors.DomainError]) -> None:
    """Count what people attempted and were refused (``attempt`` says who); nothing while the database is away. Most
    refusals rest on no check that is registered, and cost no statement."""
    try:
        for counter in counters.values():
            counter(refused)
    except DatabaseError as failure:
        log.warning("breach_not_counted", code=refused[0].code, error=type(failure).__name__)


def _found(error: errors.DomainError) -> Sequence[Citation]:
    if isinstance(error, errors.Unavailable | errors.NotFound):  # the one has no database, the other hides what it is
        return ()
    try:
        with transaction.atomic():
            return tuple(one for cite in citers.values() for one in cite(error))
    except DatabaseError as failure:
        log.warning("citation_failed", code=error.code, error=type(failure).__name__)
        return ()
