"""What a person decides about a row of a bank statement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.settlement.banking.operations import LATER, OLDEST, PROPOSED
from orders.settlement.forms import ReasonForm

__all__ = ["ReasonForm", "RecordForm"]
OTHER = "0"


class RecordForm(forms.Form):
    """From whom it is, one of those who are proposed or somebody else, and what it pays."""

    candidate = forms.ChoiceField(label=_("From"), widget=forms.RadioSelect, required=False)
    customer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    customer_name = forms.CharField(label=_("Somebody else"), max_length=200, required=False)
    allocate = forms.ChoiceField(
        label=_("Allocate"),
        choices=[
            (PROPOSED, _("to what it seems meant for, else to what is due longest")),
            (OLDEST, _("now, what is due longest first")),
            (LATER, _("later")),
        ],
        initial=PROPOSED,
    )

    def __init__(self, *args: Any, candidates: list[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [
            (str(one["customer_id"]), f"{one['code']} {one['name']} · {'、'.join(one['words'])}") for one in candidates
        ]
        field: Any = self.fields["candidate"]
        field.choices = [*choices, (OTHER, _("somebody else"))]
        field.initial = choices[0][0] if choices else OTHER

    def clean(self) -> dict[str, Any]:
        """Somebody is named: a row that somebody else is chosen for takes whom the box names."""
        data = super().clean() or {}
        chosen = data.get("candidate") or OTHER
        data["customer_id"] = data.get("customer") if chosen == OTHER else int(chosen)
        if not self.errors and not data["customer_id"]:
            self.add_error("customer_name", _("Choose a customer."))
        return data
