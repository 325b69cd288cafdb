"""Shapes of what people enter about a customer's prices and item codes."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import currencies
from common.lookup import LookupField
from products.catalogue import queries as catalogue
from products.pricing.forms import PriceForm
from products.pricing.models import TAX_MODES

_SUGGEST = reverse_lazy("products:suggest")


class CustomerPriceForm(PriceForm):
    """A price of one customer."""

    currency_id = forms.ChoiceField(label=_("Currency"))
    tax_mode = forms.ChoiceField(label=_("Prices"), choices=TAX_MODES)
    reason = forms.CharField(
        label=_("Agreed how"), max_length=120, required=False, help_text=_("Contract, mail, visit …")
    )

    def __init__(self, *args: Any, user: User, currency: str, **kwargs: Any):
        super().__init__(*args, user=user, **kwargs)
        self.fields["currency_id"].choices = [(code, code) for code in currencies.active_codes()]  # type: ignore[attr-defined]
        self.initial.setdefault("currency_id", currency)


class ItemForm(forms.Form):
    """A customer's own code for one of our products."""

    product = LookupField(label=_("Product"))
    code = forms.CharField(label=_("Customer's item code"), max_length=60)
    name = forms.CharField(label=_("Customer's item name"), max_length=160, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["product"].widget.attrs["data-ac-url"] = _SUGGEST
