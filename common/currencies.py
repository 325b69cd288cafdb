"""Currencies and dated rates (frozen on an order at submission, SEMANTICS 4)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from common import errors, settings
from common.models import Currency, ExchangeRate
from common.reference import seeders, ship_names
from common.registry import Registry
from common.text import fold_code

_SHIPPED = (
    ("CNY", gettext_noop("Renminbi"), "¥"),
    ("USD", gettext_noop("US dollar"), "$"),
    ("EUR", gettext_noop("Euro"), "€"),
    ("GBP", gettext_noop("Pound sterling"), "£"),
    ("HKD", gettext_noop("Hong Kong dollar"), "HK$"),
    ("JPY", gettext_noop("Japanese yen"), "JP¥"),
)


# what exists in the company's currency without naming it: while one says True, the currency stays
kept_in_base: Registry[Callable[[], bool]] = Registry("common.currencies.kept_in_base")


def base() -> str:
    """Code of the company's own currency."""
    return str(settings.get("company.currency"))


def active_codes() -> list[str]:
    """Codes of the currencies in use, the company's own first."""
    codes = Currency.objects.filter(is_active=True).order_by("code").values_list("code", flat=True)
    return sorted(codes, key=lambda code: (code != base(), code))


def require_code(typed: str) -> str:
    """The code of the currency in use that a person or a system wrote, whatever the case. Raises Invalid under
    ``currency``."""
    code = fold_code(typed).upper()
    if not Currency.objects.filter(pk=code, is_active=True).exists():
        words = _("There is no currency “%(code)s” in use. Write the three letters of one that is, like CNY.")
        raise errors.Invalid(fields={"currency": [words % {"code": typed[:20]}]})
    return code


def rate_on(currency: str, day: date) -> Decimal:
    """Units of the company's currency for one unit of ``currency`` on ``day``: the newest rate up to then.

    Raises Conflict (``no_rate``) where none was entered.
    """
    if currency == base():
        return Decimal(1)
    rates = ExchangeRate.objects.filter(currency_id=currency, valid_from__lte=day).order_by("-valid_from")
    rate = rates.values_list("rate", flat=True).first()
    if rate is None:
        raise errors.Conflict(
            _("No exchange rate of %(currency)s is known for %(day)s. Finance can enter it.")
            % {"currency": currency, "day": day.isoformat()},
            code="no_rate",
            currency=currency,
        )
    return rate


def _known() -> list[tuple[str, str]]:
    return [
        (one.code, f"{one.code} {gettext(one.name)}")
        for one in Currency.objects.filter(is_active=True).order_by("code")
    ]


def _fixed() -> str | None:
    """Amounts, limits and rates do not say their currency: another one would change what they mean."""
    if any(exists() for exists in kept_in_base.values()):
        return gettext("The company's currency cannot change any more: there are orders, receipts or rates in it.")
    return None


def seed_currencies(at: datetime) -> None:
    """The currencies a Chinese maker trades in, named in English and shown translated; rates are entered."""
    Currency.objects.bulk_create(
        [Currency(code=code, name=name, symbol=symbol) for code, name, symbol in _SHIPPED], ignore_conflicts=True
    )


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    settings.definitions.register(
        "company.currency",
        settings.Definition("CNY", _("Code of the company's own currency"), choices=_known, fixed=_fixed),
    )
    kept_in_base.register("common.rates", ExchangeRate.objects.exists)
    ship_names(name for _code, name, _symbol in _SHIPPED)
    seeders.register("common.currencies", seed_currencies)
