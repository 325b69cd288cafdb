"""What a guide is made of; the guides themselves are data in ``guides.json``."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).with_name("guides.json")


class Said(NamedTuple):
    """Words in both languages."""

    zh: str
    en: str


class Step(NamedTuple):
    """What to do, how, and the pages (keys of the navigation) on which it is done."""

    title: Said
    text: Said
    pages: tuple[str, ...]


class Guide(NamedTuple):
    """One page for the people of some roles: what their work here is, step by step, and what stops them."""

    key: str
    roles: tuple[str, ...]
    title: Said
    intro: Said
    steps: tuple[Step, ...]
    stops: tuple[Step, ...]


@cache
def shipped() -> tuple[Guide, ...]:
    """Every guide, in the order of the help page."""
    return tuple(
        Guide(
            key=one["key"],
            roles=tuple(one["roles"]),
            title=Said(**one["title"]),
            intro=Said(**one["intro"]),
            steps=_steps(one["steps"]),
            stops=_steps(one["stops"]),
        )
        for one in json.loads(_FILE.read_text(encoding="utf-8"))
    )


def _steps(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(Said(**row["title"]), Said(**row["text"]), tuple(row["pages"])) for row in rows)
