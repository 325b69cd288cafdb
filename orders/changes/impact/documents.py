"""The documents that a change makes stale, as taking effect lists them to their owners (``effect.papers``)."""

from orders.changes.effect import papers
from orders.changes.impact.sheet import Stale
from orders.changes.projecting import Projection


def of(projection: Projection) -> list[Stale]:
    """What would no longer say what is agreed."""
    return [Stale(one.kind, one.number, one.line_nos, one.paper) for one in papers.stale(projection, projection.order)]
