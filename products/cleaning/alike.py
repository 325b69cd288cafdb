"""When two products are the same thing. Pure.

The company's method keeps an instrument, its promotion article and its kit under names that are alike on purpose
(R007, R009, R012, R015–R018): what the rules call otherwise, or what carries another mark, is no double.
"""

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
    """By what a product may be another's double: code, and among those of one class name with specification and
    auxiliary attribute, name alone where neither says more, and how the name sounds."""
    yield "CODE", bare(product.code)
    name = bare(product.name)
    said = f"{bare(product.specification)}|{bare(product.auxiliary_attribute)}|"
    rest = f"{said}{product.unit}|{_class_of(product)}"
    yield "NAME_SPECIFICATION" if said.strip("|") else "NAME", f"{name}|{rest}"
    if not name.isascii():
        yield "PINYIN", f"{pinyin(name)}|{rest}"


def _class_of(product: Any) -> str:
    """What the method makes of it: its marks, its tags, and the instrument that a kit holds."""
    marks = "".join(_MARKS.findall(fold(product.name)))
    tags = ",".join(sorted(product.text.tags)) if product.text else ""
    return f"{marks}|{tags}|{product.text.base_code if product.text else ''}"
