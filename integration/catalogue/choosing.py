"""Which kinds of the catalogue somebody looks for."""

from collections.abc import Mapping

from integration.catalogue import kinds
from integration.catalogue.kinds import Kind


def found(text: str) -> Mapping[str, Kind]:
    """The kinds whose code or words contain a text; all for none."""
    wanted = text.strip().casefold()
    rows = kinds.all_kinds()
    return {code: one for code, one in rows.items() if wanted in code or wanted in one.label.casefold()}
