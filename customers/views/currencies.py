"""Currencies and their dated rates: a list, a currency's rates, two dialogs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, currencies, dates, masters, pages
from customers import currency_reads, forms, operations

SHOWN_RATES = 400


@require_GET
def list_currencies(request: HttpRequest) -> HttpResponse:
    """All currencies with the rate of today."""
    rights.require(request.user, "customer.view")
    context = {
        "rows": currency_reads.currencies_with_rates(dates.business_day(clock.now())),
        "base_currency": currencies.base(),
        "may_edit": rights.can(request.user, "currency.edit"),
    }
    return pages.render(request, "customers/currency/list.html", context)


@require_GET
def show_currency(request: HttpRequest, currency_code: str) -> HttpResponse:
    """A currency and its rates, the newest day first."""
    rights.require(request.user, "customer.view")
    currency = currency_reads.get_currency(currency_code)
    context = {
        "currency": currency,
        "rates": currency_reads.rates_of(currency)[:SHOWN_RATES],
        "base_currency": currencies.base(),
        "today": dates.business_day(clock.now()),
        "may_edit": rights.can(request.user, "currency.edit"),
    }
    return pages.render(request, "customers/currency/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit_currency(request: HttpRequest, currency_code: str = "") -> HttpResponse:
    """Add or change a currency."""
    rights.require(request.user, "currency.edit")
    row = currency_reads.get_currency(currency_code) if currency_code else None
    form = forms.CurrencyForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        known = row.code if row else None
        return operations.save_currency(
            actor=request.user, currency_code=known, version=version, at=clock.now(), **form.cleaned_data
        )

    title, back = _("Change the currency") if row else _("New currency"), reverse("customers:currency-list")
    return masters.edit(request, form, row, save, title=title, saved=_("Currency saved"), back=back)


@require_http_methods(["GET", "POST"])
def add_rate(request: HttpRequest, currency_code: str) -> HttpResponse:
    """What a unit is worth from a day on; the same day again puts the rate right."""
    rights.require(request.user, "currency.edit")
    currency = currency_reads.get_currency(currency_code)
    form = forms.RateForm(request.POST or None, initial={"valid_from": dates.business_day(clock.now())})

    def save(_version: int | None) -> Any:
        return operations.save_rate(
            actor=request.user, currency_code=currency.code, at=clock.now(), **form.cleaned_data
        )

    back = reverse("customers:currency-detail", args=[currency.code])
    return masters.edit(request, form, None, save, title=_("Rate from a day on"), saved=_("Rate saved"), back=back)
