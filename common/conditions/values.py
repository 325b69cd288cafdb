"""What is typed into a condition, checked against its field and turned into values that compare. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from common import dates, typed
from common.conditions import days, kinds
from common.conditions.errors import BadCondition
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import BROKEN, MOST_VALUES, Row
from common.conditions.terms import Choices, Term, Vocabulary, in_both
from common.text import fold, fold_code

LONGEST = 300
_DIGITS = re.compile(r"[0-9]+")
_WIDTH = 12
_FEW = 10  # codes that a fault names


def stored(term: Term, text: str, choices: Choices) -> str:
    """A typed value as it is kept: one of the field's ``choices`` as its code, an ISO day or relative code, a plain
    number, a trimmed text. Raises ValueError with words for people."""
    text = text.strip()
    if not text:
        raise ValueError(_("Enter a value."))
    if len(text) > LONGEST:
        raise ValueError(_("A value has at most %(most)s letters.") % {"most": LONGEST})
    if BROKEN.search(text):
        raise ValueError(_("A value has no characters that cannot be seen."))
    if term.kind in kinds.NUMBERS:
        return _number(text)
    if term.kind in kinds.DAYS:
        return _day(text)
    if term.kind is Kind.FLAG:
        return _known(_FLAGS.get(fold(text), ()), term, text)
    if choices.labels or choices.former:
        return _known(choices.meant(text), term, text)
    return fold_code(text) if term.kind is Kind.CODE else text


_FLAGS = dict.fromkeys(("y", "yes", "true", "是", "1"), (kinds.TRUE,))
_FLAGS |= dict.fromkeys(("n", "no", "false", "否", "0"), (kinds.FALSE,))


def _number(text: str) -> str:
    try:
        number = typed.read_number(text)
    except ValueError:
        raise ValueError(str(typed.NOT_A_NUMBER)) from None
    if number is None:
        raise ValueError(str(typed.NOT_A_NUMBER))
    return format(number, "f")


@cache
def day_words() -> dict[str, tuple[str, ...]]:
    """Folded words for days in any language → stored code, as ``Choices.names`` has them."""
    return {name: (code,) for code, word in days.WORDS.items() for name in in_both([word])}


def _day(text: str) -> str:
    codes = day_words().get(fold(text))
    day = codes[0] if codes else days.read(text)
    if day is None:
        raise ValueError(_("Enter a day like 2026-01-31, a month like 2026-01, or words like “last month”."))
    return day


def _known(codes: Sequence[str], term: Term, text: str) -> str:
    if not codes:
        raise ValueError(_("“%(value)s” is no value of “%(field)s”.") % {"value": text, "field": term.label})
    if len(codes) > 1:
        told = {"value": text, "field": term.label, "codes": ", ".join(codes[:_FEW])}
        raise ValueError(_("“%(value)s” may mean several values of “%(field)s”: %(codes)s.") % told)
    return codes[0]


def shown(term: Term, value: str, choices: Choices, today: date | None = None) -> str:
    """A stored value as the reader's language says it; of a choice its label, of a day what it is ``today``."""
    if term.kind is Kind.FLAG:
        return str(kinds.FLAG_WORDS.get(value, value))
    if term.kind in kinds.DAYS:
        return days.shown(value, today)
    return choices.label(value)


def checked(row: Row, place: int, vocabulary: Vocabulary) -> Row:
    """The row with its values as they are stored. Raises BadCondition (``row``) for an unknown field, an operator
    that its kind does not take, a wrong number of values or a value that cannot be."""
    term = vocabulary.get(row.field)
    if term is None:
        raise BadCondition(_("There is no field “%(field)s”.") % {"field": row.field[:60]}, row=place)
    if row.operator not in kinds.OPERATORS[term.kind]:
        asked = {"field": term.label, "operator": kinds.label(row.operator, term.kind)}
        raise BadCondition(_("“%(field)s” is not compared by “%(operator)s”.") % asked, row=place)
    least, most = kinds.value_count(row.operator)
    if not least <= len(row.values) <= (MOST_VALUES if most is None else most):
        raise BadCondition(_miscounted(least, most, len(row.values)), row=place)
    choices = vocabulary.choices(term.key)
    try:
        values = tuple(stored(term, value, choices) for value in row.values)
        if row.operator is Operator.BETWEEN:
            _require_order(term.kind, *values)
    except ValueError as fault:
        raise BadCondition(str(fault), row=place) from None
    return Row(row.field, row.operator, values, row.connector, row.opens, row.closes)


def _require_order(kind: Kind, first: str, last: str) -> None:
    """Nothing lies between bounds the wrong way round. Days that move with today may pass each other."""
    if kind in kinds.DAYS:
        if not (days.is_fixed(first) and days.is_fixed(last)):
            return
        ends = [days.resolve(first, date.max)[0], days.resolve(last, date.max)[1]]
        is_turned = ends[0] > ends[1]
    else:
        key: Callable[[str], Any] = Decimal if kind in kinds.NUMBERS else code_key
        is_turned = key(first) > key(last)
    if is_turned:
        raise ValueError(_("The first bound is not greater than the second."))


def _miscounted(least: int, most: int | None, given: int) -> str:
    if most is None and given > MOST_VALUES:
        return _("A list has at most %(most)s values.") % {"most": MOST_VALUES}
    if most == 0:
        return _("This operator takes no value.")
    if least == 2:
        return _("Enter two values: from and to.")
    return _("Enter a value.") if most == 1 else _("Enter at least one value.")


def checked_rows(rows: Sequence[Row], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """All rows checked; see ``checked``."""
    return tuple(checked(row, place, vocabulary) for place, row in enumerate(rows))


def comparable(kind: Kind, values: Sequence[str], today: date) -> list[Any]:
    """Stored values as they compare: Decimal; a pair of days (first, last); True / False; else the text itself.

    ``today`` is the business day that relative dates start from.
    """
    read: Callable[[str], Any] = str
    if kind in kinds.NUMBERS:
        read = Decimal
    elif kind in kinds.DAYS:
        read = lambda text: days.resolve(text, today)  # noqa: E731
    elif kind is Kind.FLAG:
        read = lambda text: text == kinds.TRUE  # noqa: E731
    return [read(value) for value in values]


def code_key(text: str) -> str:
    """How codes compare: segment by segment, numbers as numbers (Q02). Sorts right byte by byte.

    11.001 < 11.100 < 56.005, and 3.001 is not between 11.001 and 56.005.
    """
    return _DIGITS.sub(lambda run: run[0].zfill(_WIDTH), fold_code(text).upper())


def day_of(value: Any) -> date | None:
    """The business day of a moment; a day is itself."""
    if isinstance(value, datetime):
        return dates.business_day(value)
    return value
