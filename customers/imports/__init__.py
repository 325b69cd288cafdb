"""The customer archive as targets of imports: customers, their contacts and their addresses."""

from customers.cleaning.registry import Merger, mergers
from customers.imports import archive, places
from customers.imports.archive import LOOKUPS

__all__ = ["LOOKUPS", "register"]


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    mergers.register("imports", Merger(archive.follow_merge))
    archive.register()
    places.register()
