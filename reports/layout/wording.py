"""How the values of a paper are written for people: the same on a page, on paper and beside a chart. Pure."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.templatetags import fmt
from reports.layout.paper import Cell, Column, Form, Text

DASH = fmt.DASH
_HUNDRED = Decimal(100)
# how large amounts are counted in few characters, as each language counts
_SCALES = {
    "zh": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    "en": ((Decimal(10**6), "million"), (Decimal(10**3), "thousand")),
}


def written(value: Cell, form: Form) -> str:
    """A value as it is read; – where there is none. Shares carry one decimal, half up, as workbooks round them."""
    if value is None or value == "":
        return DASH
    if form == Form.TEXT:
        return fmt.full_day(value) if isinstance(value, date) else str(value)
    if form == Form.DAY:
        return fmt.full_day(value) if isinstance(value, date) else str(value)
    number = fmt.as_decimal(value)
    return str(value) if number is None else _NUMBERS[form](number)


def moment(at: datetime) -> str:
    """As of when figures are: to the minute, on the company's clock."""
    return f"{fmt.local(at):%Y-%m-%d %H:%M}"


def whole(column: Column) -> str:
    """The head of a column in one line, with that of its group before it."""
    group, label = str(column.group), str(column.label)
    return f"{group} {label}" if group and group != label else label


def said_of(label: Text, value: Text) -> str:
    """“Signal: lost”, with the colon of the language."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def scale(largest: Decimal) -> tuple[Decimal, str]:
    """By what large amounts are divided to be short and how that is called in the reader's language: 万, million; 1 and
    "" for those that are short as they are."""
    steps = _SCALES["zh" if (get_language() or "en").startswith("zh") else "en"]
    return next(((by, name) for by, name in steps if abs(largest) >= by * 10), (Decimal(1), ""))


def in_money(currency: str, scale: str = "") -> str:
    """In what amounts of a currency are counted: CNY million. ``scale``: how an axis counts, "" for as they are."""
    unit = _("CNY") if currency == "CNY" else currency
    return _("%(currency)s %(scale)s") % {"currency": unit, "scale": scale} if unit and scale else unit or scale


def _share(number: Decimal) -> str:
    return f"{fmt.group(number * _HUNDRED, 1)}%"


def _growth(number: Decimal) -> str:
    return _signed(number, _share(number))


def _signed(number: Decimal, text: str) -> str:
    """With a sign, unless it is nothing once rounded."""
    return f"+{text}" if number > 0 and text not in ("0.0%", "0.0") else text


_NUMBERS = {
    Form.COUNT: lambda number: fmt.group(number, 0),
    Form.QUANTITY: fmt.qty,
    Form.MONEY: lambda number: fmt.group(number, 2),
    Form.SHARE: _share,
    Form.GROWTH: _growth,
    Form.POINTS: lambda number: _signed(number, fmt.group(number, 1)),
    Form.DAYS: lambda number: fmt.group(number, 1),
    Form.FACTOR: lambda number: fmt.group(number, 2),
}
