"""By what two customers may be one company. Pure."""

from collections.abc import Iterator
from typing import Any

from common.text import pinyin
from customers import similar

# what of it: how much it weighs
WEIGHTS = {"TAX_NUMBER": 95, "NAME_CORE": 85, "CODE": 70, "PINYIN": 45}

OTHER_NUMBER = 40  # what two tax numbers that differ take away: branches and shops of one name have their own


def keys_of(customer: Any) -> Iterator[tuple[str, str]]:
    """Tax number, the telling part of each name, the code without separators, and how the name sounds (同音)."""
    yield "TAX_NUMBER", similar.number(customer.tax_number)
    for name in (customer.name, customer.short_name, customer.english_name):
        core = similar.core(name)
        if len(core) >= 2:
            yield "NAME_CORE", core
    yield "CODE", similar.number(customer.code)
    core = similar.core(customer.name)
    if not core.isascii():
        yield "PINYIN", pinyin(core)
