"""What kinds of values fields have, and which operators each kind takes. Pure."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(StrEnum):
    """The type of a field's values: decides operators, alignment and export format."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"
    TAGS = "tags"


class Operator(StrEnum):
    """How a field is compared. The stored code is upper case."""

    EQ = "EQ"
    NE = "NE"
    STARTS = "STARTS"
    CONTAINS = "CONTAINS"
    LACKS = "LACKS"
    IN = "IN"
    NOT_IN = "NOT_IN"
    BETWEEN = "BETWEEN"
    LT = "LT"
    LE = "LE"
    GT = "GT"
    GE = "GE"
    HAS = "HAS"
    HAS_NOT = "HAS_NOT"
    EMPTY = "EMPTY"
    FILLED = "FILLED"


LABELS = {
    Operator.EQ: "=",
    Operator.NE: "≠",
    Operator.STARTS: pgettext_lazy("operator", "starts with"),
    Operator.CONTAINS: pgettext_lazy("operator", "contains"),
    Operator.LACKS: pgettext_lazy("operator", "does not contain"),
    Operator.IN: pgettext_lazy("operator", "in"),
    Operator.NOT_IN: pgettext_lazy("operator", "not in"),
    Operator.BETWEEN: pgettext_lazy("operator", "between"),
    Operator.LT: "<",
    Operator.LE: "≤",
    Operator.GT: ">",
    Operator.GE: "≥",
    Operator.HAS: pgettext_lazy("operator", "has"),
    Operator.HAS_NOT: pgettext_lazy("operator", "has not"),
    Operator.EMPTY: pgettext_lazy("operator", "is empty"),
    Operator.FILLED: pgettext_lazy("operator", "is not empty"),
}
# dates are before and after each other, not smaller and greater
DATE_LABELS = {Operator.LT: pgettext_lazy("operator", "before"), Operator.GT: pgettext_lazy("operator", "after")}
DAYS = (Kind.DATE, Kind.MOMENT)
NUMBERS = (Kind.NUMBER, Kind.MONEY)
TEXTS = (Kind.TEXT, Kind.CODE)
TRUE, FALSE = "Y", "N"
FLAG_WORDS = {TRUE: pgettext_lazy("flag", "Y"), FALSE: pgettext_lazy("flag", "N")}

_COMPARED = (Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.BETWEEN)
_NAMED = (Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN)
_PRESENT = (Operator.EMPTY, Operator.FILLED)
_TEXT = (Operator.EQ, Operator.NE, Operator.STARTS, Operator.CONTAINS, Operator.LACKS, Operator.IN, Operator.NOT_IN)

OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (*_TEXT, *_PRESENT),
    Kind.CODE: (*_TEXT, Operator.BETWEEN, *_PRESENT),
    Kind.NUMBER: (*_COMPARED, *_PRESENT),
    Kind.MONEY: (*_COMPARED, *_PRESENT),
    Kind.DATE: (*_COMPARED, *_PRESENT),
    Kind.MOMENT: (*_COMPARED, *_PRESENT),
    Kind.CHOICE: (*_NAMED, *_PRESENT),
    Kind.FLAG: (Operator.EQ, Operator.NE, *_PRESENT),
    Kind.TAGS: (Operator.HAS, Operator.HAS_NOT, *_PRESENT),
}
MANY = (Operator.IN, Operator.NOT_IN)
NONE_NEEDED = (Operator.EMPTY, Operator.FILLED)
NEGATIONS = {  # what each is the opposite of: nothing there is never equal to, in, or containing something
    Operator.NE: Operator.EQ,
    Operator.LACKS: Operator.CONTAINS,
    Operator.NOT_IN: Operator.IN,
    Operator.HAS_NOT: Operator.HAS,
    Operator.FILLED: Operator.EMPTY,
}


def label(operator: Operator, kind: Kind) -> str:
    """The operator in the reader's language, as it stands on the screen."""
    words = DATE_LABELS if kind in DAYS else {}
    return str(words.get(operator, LABELS[operator]))


def value_count(operator: Operator) -> tuple[int, int | None]:
    """How many values an operator takes: (least, most); None means any number."""
    if operator in NONE_NEEDED:
        return 0, 0
    if operator is Operator.BETWEEN:
        return 2, 2
    return (1, None) if operator in MANY else (1, 1)


KIND_LABELS = {
    Kind.TEXT: _("Text"),
    Kind.CODE: _("Code"),
    Kind.NUMBER: pgettext_lazy("kind of value", "Number"),
    Kind.MONEY: _("Amount"),
    Kind.DATE: _("Date"),
    Kind.MOMENT: _("Moment"),
    Kind.CHOICE: _("Choice"),
    Kind.FLAG: _("Yes or no"),
    Kind.TAGS: _("Tags"),
}
