"""Reads of currencies and their dated rates, for the pages and the API that keep them."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from common import errors
from common.models import Currency, ExchangeRate


def currencies_with_rates(day: date) -> list[Currency]:
    """All currencies, those in use first, each with the rate that holds on a day as ``rate`` and ``rate_from``
    (None where none was entered)."""
    held = ExchangeRate.objects.filter(currency=OuterRef("pk"), valid_from__lte=day).order_by("-valid_from")
    rows = Currency.objects.annotate(
        rate=Subquery(held.values("rate")[:1]), rate_from=Subquery(held.values("valid_from")[:1])
    )
    return list(rows.order_by("-is_active", "code"))


def all_currencies() -> QuerySet[Currency]:
    """Currencies, also those out of use."""
    return Currency.objects.all()


def get_currency(code: str) -> Currency:
    """A currency, also one out of use. Raises NotFound."""
    found = Currency.objects.filter(pk=code.upper()).first()
    if found is None:
        raise errors.NotFound()
    return found


def rates_of(currency: Currency) -> QuerySet[ExchangeRate]:
    """The dated rates of a currency, the newest day first."""
    return ExchangeRate.objects.filter(currency=currency).order_by("-valid_from")
