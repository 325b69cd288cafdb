"""Shapes of what people enter about prices."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, currencies, dates
from common.lookup import LookupField
from common.typed import NumberField
from products.catalogue import queries as catalogue
from products.pricing import queries
from products.pricing.models import PriceList
from products.pricing.writing import PriceEntry

_SUGGEST = reverse_lazy("products:suggest")


class PriceListForm(forms.ModelForm):
    """A list's own fields."""

    customer_class = forms.ChoiceField(label=_("For"), required=False)

    class Meta:
        model = PriceList
        fields = ("code", "name", "customer_class", "currency", "tax_mode", "is_active", "notes")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["customer_class"].choices = [("", _("Every customer")), *queries.classes().items()]  # type: ignore[attr-defined]
        self.fields["currency"].empty_label = None  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["currency"] = currencies.base()


class PriceForm(forms.Form):
    """A price: of a list, or with more fields of a customer."""

    product = LookupField(label=_("Product"))
    price = NumberField(label=_("Price"), max_digits=18, decimal_places=6)
    min_quantity = NumberField(
        label=_("From quantity"),
        max_digits=14,
        decimal_places=4,
        required=False,
        help_text=_("Empty: from the first piece on"),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput)
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: until further notice. The price that stood before comes back the day after."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["product"].widget.attrs["data-ac-url"] = _SUGGEST
        self.initial.setdefault("valid_from", dates.business_day(clock.now()))

    def entry(self) -> PriceEntry:
        """The row as the operations take it."""
        data = dict(self.cleaned_data)
        product, quantity = data.pop("product"), data.pop("min_quantity") or Decimal(0)
        known = {name: data.pop(name) for name in ("price", "valid_from", "valid_until")}
        return PriceEntry(product_id=product.pk, min_quantity=quantity, more=data, **known)


class EndForm(forms.Form):
    """The last day of a price."""

    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput, help_text=_("A price that would begin later is removed.")
    )


class PriceListRowsForm(forms.Form):
    """What the prices can be narrowed by. Only drawn: ``PriceFilter`` reads the query string."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    on = forms.DateField(label=_("Holds on"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        self.fields["on"].widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric"}


def first_price(user: User, asked: Any) -> dict[str, Any]:
    """What a new price starts with: the product that the address names."""
    return {"product": catalogue.find_by_code(user, asked.get("product", ""))}
