"""Shapes of what people enter about purchase prices."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, currencies, dates
from common.lookup import LookupField
from common.typed import NumberField
from products.buying.models import PurchasePrice
from products.catalogue import queries as catalogue

_SUGGEST = reverse_lazy("products:suggest-goods")


class PurchasePriceForm(forms.ModelForm):
    """What a supplier asks for a product."""

    product = LookupField(label=_("Product"))

    class Meta:
        model = PurchasePrice
        fields = (
            *("product", "supplier", "price", "currency", "min_quantity", "lead_time_days"),
            *("valid_from", "valid_until", "item_code", "notes"),
        )
        field_classes = {"price": NumberField, "min_quantity": NumberField}
        widgets = {"valid_from": forms.DateInput, "valid_until": forms.DateInput}
        help_texts = {
            "min_quantity": _("Empty: from the first piece on"),
            "lead_time_days": _("Empty: those of the supplier"),
            "valid_until": _("Empty: until further notice"),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        product: Any = self.fields["product"]
        product.find = lambda code: catalogue.find_by_code(user, code)
        product.widget.attrs["data-ac-url"] = _SUGGEST
        for name in ("supplier", "currency"):
            self.fields[name].empty_label = None  # type: ignore[attr-defined]
        self.fields["supplier"].queryset = catalogue.suppliers()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["product"] = self.instance.product
        else:
            self.initial.setdefault("valid_from", dates.business_day(clock.now()))
            self.initial.setdefault("currency", currencies.base())

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = dict(self.cleaned_data)
        data["min_quantity"] = data["min_quantity"] or 0
        return data


class FilterForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``PurchasePriceFilter`` reads the query string."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    on = forms.DateField(label=_("Holds on"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["supplier"].choices = [("", "–"), *((one.code, one.name) for one in catalogue.suppliers())]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        self.fields["on"].widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric"}
