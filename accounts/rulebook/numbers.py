"""Numbers of clauses: 3, 3.2, 3.10.1. Pure."""

import re

_SHAPE = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,2}")


def is_one(number: str) -> bool:
    """Whether a text is the number of a clause."""
    return _SHAPE.fullmatch(number) is not None


def place_of(number: str) -> str:
    """What sorts as people count: 3.10 after 3.9."""
    return ".".join(part.zfill(3) for part in number.split("."))
