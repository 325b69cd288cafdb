"""When two products are the same thing. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from common.text import fold, pinyin

# what of it: how much it weighs
WEIGHTS = {"CODE": 90, "NAME_SPECIFICATION": 85, "NAME": 50, "PINYIN": 40}
_NOISE = re.compile(r"[\s.,;:·•'\"“”‘’()（）\[\]【】<>《》\-_/&、，。～~]+")
_MARKS = re.compile(r"[*#]+")


def bare(text: str) -> str:
    """Folded, without spaces, separators and promotion marks: 01.2.02 and ０１-2-02 are the same."""
    return _MARKS.sub("", _NOISE.sub("", fold(text)))


def keys_of(product: Any) -> Iterator[tuple[str, str]]:
    """By what a product may be another's double: code, name with specification and auxiliary attribute, name alone
    where neither says more, and how the name sounds."""
    name = bare(product.name)
    rest = f"{bare(product.specification)}|{bare(product.auxiliary_attribute)}|{product.unit}"
    yield "CODE", bare(product.code)
    yield "NAME_SPECIFICATION" if rest.strip("|") != product.unit else "NAME", f"{name}|{rest}"
    if not name.isascii():
        yield "PINYIN", f"{pinyin(name)}|{rest}"
