"""The words of a condition's text form, in both languages at once: a text of either is read everywhere. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from common.conditions.kinds import Operator
from common.conditions.rows import Connector

Words = Mapping[str, tuple[str, ...]]
M = TypeVar("M")

# the first of each language is the one that is written
CONNECTORS: dict[Connector, Words] = {
    Connector.AND: {"zh-hans": ("并且", "且", "和"), "en": ("AND", "&&", "&")},
    Connector.OR: {"zh-hans": ("或者", "或"), "en": ("OR", "||", "|")},
}
OPERATORS: dict[Operator, Words] = {
    Operator.EQ: {"zh-hans": ("=", "等于", "为", "是"), "en": ("=", "==", "equals", "is")},
    Operator.NE: {"zh-hans": ("≠", "不等于"), "en": ("≠", "!=", "<>", "does not equal", "is not")},
    Operator.STARTS: {"zh-hans": ("左包含", "开头是"), "en": ("starts with", "left-contains")},
    Operator.CONTAINS: {"zh-hans": ("包含",), "en": ("contains",)},
    Operator.LACKS: {"zh-hans": ("不包含",), "en": ("does not contain",)},
    Operator.IN: {"zh-hans": ("属于",), "en": ("in",)},
    Operator.NOT_IN: {"zh-hans": ("不属于",), "en": ("not in",)},
    Operator.BETWEEN: {"zh-hans": ("介于",), "en": ("between",)},
    Operator.LT: {"zh-hans": ("<", "小于", "早于"), "en": ("<", "before", "less than")},
    Operator.LE: {"zh-hans": ("≤", "不大于", "不晚于"), "en": ("≤", "<=", "at most", "not after")},
    Operator.GT: {"zh-hans": (">", "大于", "晚于"), "en": (">", "after", "more than")},
    Operator.GE: {"zh-hans": ("≥", "不小于", "不早于"), "en": ("≥", ">=", "at least", "not before")},
    Operator.HAS: {"zh-hans": ("含",), "en": ("has",)},
    Operator.HAS_NOT: {"zh-hans": ("不含",), "en": ("has not",)},
    Operator.EMPTY: {"zh-hans": ("为空",), "en": ("is empty",)},
    Operator.FILLED: {"zh-hans": ("不为空",), "en": ("is not empty",)},
}
TO: Words = {"zh-hans": ("至", "到"), "en": ("to", "~", "and")}
OPEN, CLOSE, COMMA = "(（", ")）", ",，、"
QUOTES = {'"': '"', "“": "”", "'": "'", "「": "」"}


def written(words: Words, language: str) -> str:
    """The word that is written in a language."""
    return words.get(language, words["en"])[0]


def spellings(table: Mapping[M, Words]) -> dict[str, M]:
    """Every accepted word, lower case, to what it means."""
    return {word.lower(): meaning for meaning, by in table.items() for words in by.values() for word in words}
