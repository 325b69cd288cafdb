"""A package as it is to be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

CARTON = "CARTON"


@dataclass(frozen=True)
class Packed:
    """A package as it is to be: ``items`` are outbound line id → quantity."""

    kind: str = CARTON
    mark: str = ""
    weight: Decimal | None = None
    length: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None
    items: Mapping[int, Decimal] = field(default_factory=dict)
