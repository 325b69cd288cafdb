"""Text folding and search keys: Chinese by substring and pinyin, codes by prefix (RELIABILITY, bench rules).

A search key is the folded text of all names and codes plus pinyin; it is stored beside a set of
bigrams under a GIN index, because trigrams do not find two-character Chinese words.
"""

import functools
import operator
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext as _


def fold(text: str) -> str:
    """NFKC width folding, lower case, single spaces, trimmed: how every match compares text. Each letter becomes one
    letter wherever it stands, as in the database (``Folded``)."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("İ", "i").replace("Σ", "σ").lower().split())


def fold_code(code: str) -> str:
    """A code as it is kept and looked up: full width is plain, single spaces, trimmed; case says something."""
    return " ".join(unicodedata.normalize("NFKC", code).split())


# as ``fold_code`` and ``fold`` write a text. That it is so already, as most are, is seen in a third of the time
FOLDED_CODE = (
    r"(CASE WHEN {value} IS NFKC NORMALIZED AND {value} !~ '^\s|\s\s|[^\S ]|[\u001c-\u001f\u0085]|\s$' THEN {value}"
    r" ELSE btrim(regexp_replace(normalize({value}, NFKC), '[\s\u001c-\u001f\u0085]+', ' ', 'g')) END)"
)
FOLDED = f"lower({FOLDED_CODE})"
# enough to compare with words without a space, in which spaces are as good as any other letter: a third of the time;
# and where such a word may stand anywhere, what stands around the text is as good as any other letter too
WIDENED = "(CASE WHEN {value} IS NFKC NORMALIZED THEN {value} ELSE normalize({value}, NFKC) END)"
TRIMMED = rf"btrim({WIDENED}, E' \t\n\x0b\f\r\x1c\x1d\x1e\x1f\u0085\u1680\u2028\u2029')"


class FoldedCode(models.Func):
    """``fold_code`` of a column, by the database."""

    sql = FOLDED_CODE
    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> Any:  # type: ignore[override]
        value, parameters = compiler.compile(self.source_expressions[0])
        return self.sql.format(value=value), [*parameters] * self.sql.count("{value}")


class Folded(FoldedCode):
    """``fold`` of a column, by the database, as far as folded ``words`` can tell when they are looked for at its start
    or as the whole of it, or only ``anywhere`` in it."""

    def __init__(self, column: Any, words: tuple[str, ...], *, anywhere: bool = False):
        super().__init__(column)
        self.sql = _folding(words, anywhere)


def _folding(words: tuple[str, ...], anywhere: bool) -> str:
    """Lowering goes by the letters of the words: by all that there are, by A to Z, or not at all."""
    code = FOLDED_CODE if any(" " in word for word in words) else WIDENED if anywhere else TRIMMED
    if not all(map(_is_plain, words)):
        return f"lower({code})"
    return code if all(word.lower() == word.upper() for word in words) else f'lower({code} COLLATE "C")'


def _is_plain(folded: str) -> bool:
    """Whether the letters of a folded word have one form only, but for those from A to Z; i is what İ folds to."""
    return "i" not in folded and all(letter.isascii() or letter.upper() == letter for letter in folded)


_RESERVED = frozenset({".", "..", "new", "edit", "suggest"})  # of addresses
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the rest of the row would follow
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})  # control, direction, zero width, nothing


def code_fault(code: str) -> str | None:
    """Why ``code`` cannot be one, in words; None when it can. It is part of addresses and stands on paper."""
    if any(unicodedata.category(character) in _UNSEEN for character in code):
        return _("A code has no characters that cannot be seen.")
    if "/" in code or "\\" in code:
        return _("A code has no slash.")
    if code.lower() in _RESERVED or code.lower().startswith("code:"):
        return _("“%(code)s” cannot be a code.") % {"code": code}
    return None


def name_fault(name: str) -> str | None:
    """Why ``name`` cannot stand on a page or on paper, in words; None when it can, or when it is empty (which the
    column itself refuses). Joiners inside words are letters to Persian and to emoji; turning the line is not."""
    if any(character in _TURNING or unicodedata.category(character) == "Cc" for character in name):
        return _("A name has no characters that turn or break the line.")
    if name and all(unicodedata.category(character) in _UNSEEN | {"Zs"} for character in name):
        return _("A name has something to see.")
    return None


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[str, ...]:
    """Pinyin of each character; what is no Chinese stays together behind a NUL. One pass for both keys."""
    from pypinyin import lazy_pinyin  # a second of dictionaries: only for who needs them

    return tuple(lazy_pinyin(fold(text), errors=lambda rest: f"\0{rest}"))


def pinyin(text: str) -> str:
    """Full pinyin without tones, as a sort key: 重庆华为 → chongqinghuawei."""
    return "".join(reading.removeprefix("\0") for reading in _readings(text))


def initials(text: str) -> str:
    """First letters of the pinyin: 重庆华为 → cqhw."""
    return "".join(reading[1:] if reading.startswith("\0") else reading[0] for reading in _readings(text))


def search_text(*parts: str) -> str:
    """What a search looks through: folded parts, their pinyin and initials, one per line."""
    keys: dict[str, None] = {}
    for part in filter(None, map(fold, parts)):
        keys[part] = None
        if not part.isascii():
            keys[pinyin(part)] = None
            keys[initials(part)] = None
    return "\n".join(keys)


def grams(text: str) -> list[str]:
    """The distinct bigrams of each line of ``text``, plus its first letters alone, sorted."""
    found: set[str] = set()
    for line in text.split("\n"):
        found.update(line[i : i + 2] for i in range(len(line) - 1))
        found.update(line)
    return sorted(found)


class Searchable(models.Model):
    """Columns of a model that people search by name, pinyin or code; filled by its operations."""

    search_text = models.TextField(editable=False, default="")
    search_grams = ArrayField(models.TextField(), editable=False, default=list)

    class Meta:
        abstract = True

    def set_search(self, *parts: str) -> None:
        """Recompute both columns from the given names and codes (does not save)."""
        self.search_text = search_text(*parts)
        self.search_grams = grams(self.search_text)

    @staticmethod
    def search_index(name: str) -> GinIndex:
        """The index a searchable model declares in its Meta."""
        return GinIndex(fields=["search_grams"], name=name)


def search(queryset: models.QuerySet, text: str) -> models.QuerySet:
    """Rows whose names, pinyin or codes contain every word of ``text`` (bigram index first, then the text)."""
    for word in fold(text).split(" "):
        if word:
            queryset = queryset.filter(search_grams__contains=pairs(word), search_text__contains=word)
    return queryset


def pairs(word: str) -> list[str]:
    """What is among the ``grams`` of every text that contains a folded ``word``."""
    return grams(word) if len(word) == 1 else sorted({word[i : i + 2] for i in range(len(word) - 1)})


def find_ids(model: type[models.Model], text: str) -> list[int]:
    """Keys of all rows of a searchable model that ``text`` finds: what points to them is then found by key."""
    return list(search(model._default_manager.all(), text).order_by().values_list("pk", flat=True))


def among(column: str, keys: Collection[int]) -> models.Q:
    """Rows whose ``column`` holds one of ``keys``, given to the database as one value: a list of thousands written
    out one by one takes longer to parse and plan than to look up."""
    given = models.Value(f"{{{','.join(map(str, keys))}}}")
    held = models.Func(given, template="ANY(%(expressions)s::bigint[])")
    options: dict[str, Any] = {"template": "%(expressions)s", "arg_joiner": " = "}
    return models.Q(models.Func(models.F(column), held, output_field=models.BooleanField(), **options))


def condition(keys: Collection[int], **found: Collection[int]) -> models.Q:
    """Rows with one of ``keys``, or whose named foreign key is among those found. A kind without finds is left
    out: a bare condition of one kind is what the planner answers from an index, or along the list's order."""
    kinds = [among(name, ids) for name, ids in found.items() if ids]
    if keys or not kinds:
        kinds.append(among("pk", keys) if keys else models.Q(pk__in=[]))
    return functools.reduce(operator.or_, kinds)
