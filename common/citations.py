"""Which clause of the company's rules a refusal rests on (registry ``common.citations``; docs/adr/0122). Asked at the
doors, once for each refusal: the operation is over by then, and what is noted of the breach stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, transaction

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
citers: Registry[Citer] = Registry("common.citations")


def of(error: errors.DomainError) -> Sequence[Citation]:
    """The clauses that a refusal rests on; none while the database is away. A second asking answers the same."""
    if error.cited is None:
        error.cited = _found(error)
    return error.cited


def _found(error: errors.DomainError) -> Sequence[Citation]:
    if isinstance(error, errors.Unavailable | errors.NotFound):  # the one has no database, the other hides what it is
        return ()
    try:
        with transaction.atomic():
            return tuple(one for cite in citers.values() for one in cite(error))
    except DatabaseError as failure:
        log.warning("citation_failed", code=error.code, error=type(failure).__name__)
        return ()
