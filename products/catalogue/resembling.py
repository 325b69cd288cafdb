"""Products that texts of people mean: by words of code, name, specification and pinyin, with how well they fit.

Two statements, whatever the number of texts: the keys that each distinct word finds, then the products themselves.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.people.models import User
from common import text
from products.catalogue import queries
from products.catalogue.models import Product

CANDIDATES = 5
_LIKELY = 12  # of a text, looked at closely
_MOST = 400  # keys of one word: more say nothing
_WEAKEST = 0.34  # fits less than that are none
_PART = re.compile(r"[\u3400-\u9fff]+|[a-z]+|[\d.]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[\u3400-\u9fff]+|[^\s\u3400-\u9fff,;:()]+")
_UNITS = (("吨", "t"), ("公斤", "kg"), ("千克", "kg"), ("毫米", "mm"), ("厘米", "cm"))


@dataclass(frozen=True)
class Likeness:
    """A product that a text may mean. ``fit``: the part of the text, 0 to 1, that the product's own words hold;
    ``missing``: words that they do not."""

    product: Product
    fit: float
    missing: tuple[str, ...]


def resembling(actor: User, texts: Sequence[str]) -> list[list[Likeness]]:
    """For each text the products in use that it may mean, the best first, none below a third."""
    wanted = [words_of(one) for one in texts]
    keys = _keys({part for words in wanted for word in words for part in _parts(word)})
    likely = [_likely(words, keys) for words in wanted]
    ids = {pk for found in likely for pk in found}
    rows = queries.list_products(actor).filter(pk__in=ids, is_active=True) if ids else []
    products = {product.pk: product for product in rows}
    return [
        _ranked(words, [products[pk] for pk in found if pk in products])
        for words, found in zip(wanted, likely, strict=True)
    ]


def words_of(told: str) -> list[str]:
    """The words of a text, folded: runs of Chinese, and what stands between spaces; 20吨 is 20t."""
    folded = text.fold(told)
    for chinese, short in _UNITS:
        folded = re.sub(rf"(?<=\d){chinese}", short, folded)
    words = (word.strip("-–_.*/") for word in _WORD.findall(folded))
    return list(dict.fromkeys(word for word in words if word))


def _parts(word: str) -> list[str]:
    """What of a word is looked for: itself, and its parts where somebody may have left out a hyphen or a letter."""
    parts = [word, *_PART.findall(word)]
    parts += [run[at : at + 2] for run in _CHINESE.findall(word) if len(run) > 2 for at in range(len(run) - 1)]
    return [part for part in dict.fromkeys(parts) if len(part) > 1]


def _keys(words: Iterable[str]) -> dict[str, list[int]]:
    """Word → keys of the products that hold it; in one statement. Words that too many hold find some of them."""
    asked = sorted(words)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"words": asked, "pairs": ["\n".join(text.pairs(word)) for word in asked], "most": _MOST})
        return dict(cursor.fetchall())


_FIND = """
SELECT w.word, array_agg(found.id) FROM unnest(%(words)s::text[], %(pairs)s::text[]) AS w(word, pairs)
CROSS JOIN LATERAL (
    SELECT p.id FROM products_product p
    WHERE p.search_grams @> string_to_array(w.pairs, E'\\n') AND position(w.word in p.search_text) > 0 AND p.is_active
    LIMIT %(most)s
) found GROUP BY w.word
"""


def _likely(words: Sequence[str], keys: Mapping[str, list[int]]) -> list[int]:
    """The products that hold most of the text; a word that few hold says more."""
    score: Counter[int] = Counter()
    for word in words:
        for part in _parts(word):
            found = keys.get(part, ())
            weight = len(part) / (1 + len(found) ** 0.5)
            for pk in found:
                score[pk] += weight  # type: ignore[assignment]
    return [pk for pk, _score in score.most_common(_LIKELY)]


def _ranked(words: Sequence[str], products: Iterable[Product]) -> list[Likeness]:
    found = [fit for fit in (_fit(words, product) for product in products) if fit.fit >= _WEAKEST]
    # of equal fits the product that says least besides
    found.sort(key=lambda one: (-one.fit, len(one.product.name) + len(one.product.specification), one.product.code))
    return found[:CANDIDATES]


def _fit(words: Sequence[str], product: Product) -> Likeness:
    held = _squeezed(product.search_text)
    total = got = 0.0
    missing = []
    for word in words:
        share = _share(word, held)
        total += len(word)
        got += len(word) * share
        if share < 1:
            missing.append(word)
    return Likeness(product, got / total if total else 0.0, tuple(missing))


def _share(word: str, held: str) -> float:
    """How much of a word the product holds: all of it, else pairs of its Chinese letters, else its parts."""
    squeezed = _squeezed(word)
    if squeezed in held:
        return 1.0
    if _CHINESE.fullmatch(word):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        return 0.9 * sum(pair in held for pair in pairs) / len(pairs) if pairs else 0.0
    parts = [part for part in _PART.findall(word) if len(part) > 1]
    return 0.5 * sum(len(part) for part in parts if part in held) / len(squeezed or word) if parts else 0.0


def _squeezed(told: str) -> str:
    return re.sub(r"[\s\-_./()*]", "", told) if "\n" not in told else "\n".join(map(_squeezed, told.split("\n")))
