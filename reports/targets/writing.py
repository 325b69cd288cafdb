"""Targets as people type and read them: 95 stands for 95 %. Pure."""

from decimal import Decimal

from common.typed import read_number
from reports.layout.paper import Form
from reports.layout.wording import written

_HUNDRED = Decimal(100)


def read(text: str, form: Form) -> Decimal | None:
    """The target that was typed; None for an empty cell. Raises ValueError."""
    if form is not Form.SHARE:
        return read_number(text)
    value = read_number(text.replace("\N{FULLWIDTH PERCENT SIGN}", "%").strip().removesuffix("%"))
    return None if value is None else value / _HUNDRED


def typed(value: Decimal | None, form: Form) -> str:
    """It as it stands in its cell: thousands told apart, without zeros that say nothing."""
    if value is None:
        return ""
    number = value * _HUNDRED if form is Form.SHARE else value
    return format(number.normalize(), ",f")


def beside(value: Decimal | None, form: Form) -> str:
    """A figure beside a cell: whole amounts, there is little room; "" for nothing."""
    if value is None:
        return ""
    return written(value, Form.COUNT if form in (Form.MONEY, Form.QUANTITY) else form)
