"""What pages ask for about frame agreements. Shapes only: the operations check."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import currencies
from common.lookup import LookupField
from common.typed import LARGEST_KEY, NumberField
from orders.agreements.operations import HEAD, LineInput
from products.catalogue import queries as catalogue
from products.pricing.models import TAX_MODES


class HeadForm(forms.Form):
    """The head of an agreement; ``is_new`` asks for the customer too."""

    customer = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=LARGEST_KEY,
        error_messages={"required": _("Choose a customer.")},
    )
    customer_name = forms.CharField(label=_("Customer"), required=False)
    title = forms.CharField(label=pgettext_lazy("agreement", "Subject"), max_length=120, required=False)
    customer_reference = forms.CharField(label=_("Customer's reference"), max_length=80, required=False)
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput)
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    tax_mode = forms.ChoiceField(label=_("Prices"), choices=TAX_MODES)
    terms = forms.CharField(
        label=_("Contract terms"), max_length=100_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        codes = [(code, code) for code in currencies.active_codes()]
        self.fields["currency"].choices = [("", _("that of the customer")), *codes] if is_new else codes  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["customer"], self.fields["customer_name"]

    def values(self) -> dict[str, Any]:
        """Column → value."""
        found = {name: value for name, value in self.cleaned_data.items() if name in HEAD}
        if self.cleaned_data["currency"]:
            found["currency_id"] = self.cleaned_data["currency"]
        return found


class LineForm(forms.Form):
    """A product of an agreement: at which price, how much of it."""

    product = LookupField(label=_("Product"))
    price = NumberField(label=_("Price"), max_digits=18, decimal_places=6, min_value=0)
    quantity = NumberField(
        label=_("Agreed quantity"),
        max_digits=16,
        decimal_places=4,
        required=False,
        help_text=_("Empty: any quantity"),
    )
    amount = NumberField(
        label=_("Agreed amount"), max_digits=20, decimal_places=2, required=False, help_text=_("Empty: any amount")
    )
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["product"].widget.attrs["data-ac-url"] = reverse("products:suggest")

    def entered(self) -> LineInput:
        """The line as the operation takes it."""
        data = dict(self.cleaned_data)
        return LineInput(product_id=data.pop("product").pk, **data)


class EndForm(forms.Form):
    """Why it ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ConfirmForm(forms.Form):
    """Nothing is asked but whether."""
