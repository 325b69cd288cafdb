"""How numbers, money and dates are written (`{% load fmt %}`); the same in every language.

Filters: ``money`` 1,234.00 · ``qty`` 1,234.5 · ``percent`` 38% · ``count`` 1,234 · ``day`` 11-21 ·
``full_day`` 2026-11-21 · ``moment`` 14:20 or 11-21 14:20 · ``dash`` – for nothing.
Days and hours are the company's (common.dates); negative numbers carry U+2212.
"""

from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, dates

register = template.Library()

DASH = "–"
MINUS = "−"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥", "KRW": "₩"}
SOON_DAYS = 1
WIDE = Context(prec=100)  # a number that somebody typed is shown to him before it is refused


def as_decimal(value: Any) -> Decimal | None:
    """The number behind a value, or None where there is none (empty, text, NaN)."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def group(number: Decimal, places: int) -> str:
    """Thousands grouped, half up to ``places``, minus as U+2212; never a negative zero."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=WIDE)
    text = f"{abs(rounded):,.{places}f}"
    return MINUS + text if rounded < 0 else text


def symbol(currency: str) -> str:
    """¥ for CNY; a currency without a sign of its own gets its code and a no-break space."""
    return SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}") if currency else ""


def today() -> date:
    """The company's day right now, for words like "today" and for leaving out the year."""
    return dates.business_day(clock.now())


def local(value: datetime) -> datetime:
    """A moment on the company's clock."""
    return value.astimezone(dates.business_zone()) if value.tzinfo else value


def as_day(value: Any) -> date | None:
    """The company's day of a date or a moment; None for anything else."""
    if isinstance(value, datetime):
        return local(value).date()
    return value if isinstance(value, date) else None


@register.filter
def money(value: Any, currency: str = "") -> str:
    """``1,234.00``, with the sign when a currency code is given: ``{{ total|money:"CNY" }}``. None → –."""
    number = as_decimal(value)
    if number is None:
        return DASH
    text = group(number, 2)
    return MINUS + symbol(currency) + text[1:] if text.startswith(MINUS) else symbol(currency) + text


@register.filter
def price(value: Any, currency: str = "") -> str:
    """A price per unit like ``money``, with all its digits: ¥0.0345, ¥12.50. None → –."""
    number = as_decimal(value)
    if number is None:
        return DASH
    exponent = number.normalize().as_tuple().exponent
    return symbol(currency) + group(number, max(2, -exponent if isinstance(exponent, int) else 2))


@register.filter
def qty(value: Any, zero: str = "0") -> str:
    """A quantity without trailing zeros, up to six decimals. None → –; ``|qty:"-"`` shows – for zero too."""
    number = as_decimal(value)
    if number is None or (number == 0 and zero == "-"):
        return DASH
    number = number.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP, context=WIDE)
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return group(number, places)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """A fraction as a percentage: 0.384 → 38%. Cut, not rounded, so that 99.8 % never reads as done."""
    number = as_decimal(value)
    if number is None:
        return DASH
    step = Decimal(1).scaleb(-places)
    return f"{group((number * 100).quantize(step, rounding=ROUND_DOWN), places)}%"


@register.filter
def count(value: Any, is_estimate: Any = False) -> str:
    """A whole number with thousands; ``{{ n|count:is_estimate }}`` puts "about" before an estimate."""
    number = as_decimal(value)
    if number is None:
        return DASH
    text = group(number, 0)
    return _("about %(count)s") % {"count": text} if is_estimate else text


@register.filter
def day(value: Any) -> str:
    """``MM-DD``, with the year only where it is not this year. None → –."""
    shown = as_day(value)
    if shown is None:
        return DASH
    return shown.strftime("%m-%d") if shown.year == today().year else shown.isoformat()


@register.filter
def full_day(value: Any) -> str:
    """``YYYY-MM-DD``, for forms and documents. None → –."""
    shown = as_day(value)
    return shown.isoformat() if shown else DASH


@register.filter
def moment(value: Any) -> str:
    """``HH:MM`` for today, else ``MM-DD HH:MM`` (year where it is not this year). None → –."""
    if not isinstance(value, datetime):
        return DASH
    here = local(value)
    return f"{here:%H:%M}" if here.date() == today() else f"{day(value)} {here:%H:%M}"


@register.filter
def full_moment(value: Any) -> str:
    """``YYYY-MM-DD HH:MM:SS`` on the company's clock. None → –."""
    return f"{local(value):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else DASH


@register.filter
def dash(value: Any) -> Any:
    """The value, or – where it is None or empty text."""
    return DASH if value is None or value == "" else value


def due_words(value: date, on: date) -> tuple[str, str]:
    """How a day stands to ``on``: ("late", "3 days late"), ("soon", "today" or "tomorrow") or ("", "")."""
    left = (value - on).days
    if left < 0:
        return "late", ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    if left <= SOON_DAYS:
        return "soon", _("today") if left == 0 else _("tomorrow")
    return "", ""
