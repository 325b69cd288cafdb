"""The words of the shipped rulebook: data in ``shipped.json``; the company's own words replace them in the rulebook."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("shipped.json")


class Words(NamedTuple):
    """A shipped clause, and the checks it is bound to."""

    number: str
    chapter: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    checks: tuple[str, ...]


@cache
def shipped() -> tuple[Words, ...]:
    """The clauses in the order of the rulebook."""
    return tuple(
        Words(
            number=one["number"],
            chapter=one["chapter"],
            title_zh=one["title"]["zh"],
            title_en=one["title"]["en"],
            text_zh=one["text"]["zh"],
            text_en=one["text"]["en"],
            checks=tuple(one["checks"]),
        )
        for one in json.loads(_FILE.read_text(encoding="utf-8"))
    )
