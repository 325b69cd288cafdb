"""What pages ask for about acceptance drafts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed import NumberField
from orders.order.choices import PaymentMethod
from orders.settlement.drafts.holding import DraftDetails
from orders.settlement.drafts.states import DraftKind

NAMES = ("number", "drawer", "acceptor", "kind", "issue_date", "maturity_date")


class DraftFields(forms.Form):
    """What stands on the draft that a customer pays with: a part of the form of a receipt, with its method."""

    draft_number = forms.CharField(label=_("Draft number"), required=False, max_length=40)
    draft_drawer = forms.CharField(label=_("Drawer"), required=False, max_length=120)
    draft_acceptor = forms.CharField(label=_("Accepted by"), required=False, max_length=120)
    draft_kind = forms.ChoiceField(label=_("Kind of draft"), required=False, choices=DraftKind.choices)
    draft_issue_date = forms.DateField(label=_("Drawn on"), required=False, widget=forms.DateInput)
    draft_maturity_date = forms.DateField(label=_("Matures on"), required=False, widget=forms.DateInput)

    def clean(self) -> dict[str, Any]:
        """With the method goes the draft."""
        data = super().clean() or {}
        if data.get("method") == PaymentMethod.ACCEPTANCE:
            for name in ("number", "drawer", "acceptor", "maturity_date"):
                if not data.get(f"draft_{name}") and f"draft_{name}" not in self.errors:
                    self.add_error(f"draft_{name}", _("Fill this in."))
        return data

    def draft(self) -> DraftDetails | None:
        """The draft as typed, None for another method."""
        data = self.cleaned_data
        if data["method"] != PaymentMethod.ACCEPTANCE:
            return None
        values = {name: data[f"draft_{name}"] for name in NAMES}
        values["kind"] = values["kind"] or DraftKind.BANK
        return DraftDetails(**values)


class CashForm(forms.Form):
    """When it was paid."""

    day = forms.DateField(label=_("Cashed on"), widget=forms.DateInput)


class EndorseForm(forms.Form):
    """To whom it went."""

    given_to = forms.CharField(label=_("Endorsed to"), max_length=120)
    day = forms.DateField(label=pgettext_lazy("draft", "On"), widget=forms.DateInput)


class DiscountForm(forms.Form):
    """Which bank bought it, for how much less."""

    given_to = forms.CharField(label=_("Bank"), max_length=120)
    charge = NumberField(label=_("Discount charge"), min_value=Decimal(0), max_digits=20, decimal_places=2)
    day = forms.DateField(label=pgettext_lazy("draft", "On"), widget=forms.DateInput)


class DishonourForm(forms.Form):
    """Why it was not paid."""

    day = forms.DateField(label=pgettext_lazy("draft", "On"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TakeBackForm(forms.Form):
    """Why the move was wrong."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
