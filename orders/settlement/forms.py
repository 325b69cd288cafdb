"""What pages ask for about money: a receipt, and how it is shared among what is owed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import currencies
from common.typed import NumberField
from orders.order import choices
from orders.settlement.drafts.forms import DraftFields
from orders.settlement.models import WRITE_OFFS

LATER, OLDEST, HAND = "later", "oldest", "hand"


class ReceiptForm(DraftFields):
    """Money that came in, and how to allocate it at once."""

    customer = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _("Choose a customer.")})
    customer_name = forms.CharField(label=_("Customer"), required=False)
    amount = NumberField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=20, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    received_date = forms.DateField(label=_("Received on"), widget=forms.DateInput)
    method = forms.ChoiceField(
        label=_("Payment method"), required=False, choices=[("", "–"), *choices.PaymentMethod.choices]
    )
    payer = forms.CharField(label=_("Payer"), required=False, max_length=120)
    external_id = forms.CharField(
        label=_("Number of the bank"),
        required=False,
        max_length=120,
        help_text=_("The same number is never recorded twice."),
    )
    notes = forms.CharField(label=_("Notes"), required=False, max_length=300)
    allocate = forms.ChoiceField(
        label=_("Allocate"),
        widget=forms.RadioSelect,
        initial=OLDEST,
        choices=[
            (OLDEST, _("now, what is due longest first")),
            (HAND, _("now, by hand")),
            (LATER, _("later")),
        ],
    )

    def __init__(self, *args: Any, rows: Iterable[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        codes = [("", _("that of the customer")), *((code, code) for code in currencies.active_codes())]
        self.fields["currency"].choices = codes  # type: ignore[attr-defined]
        self.shares = add_shares(self, rows)

    def bound_rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each open row of the plan with its field."""
        return [(row, self[name]) for row, name in self.shares]

    def allocations(self) -> list[tuple[int, Decimal]]:
        """(plan row id, amount) as typed; nothing unless they are shared by hand."""
        return shares_of(self) if self.cleaned_data["allocate"] == HAND else []


class AllocateForm(forms.Form):
    """How what is left of a receipt is shared among open rows of payment plans."""

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shares = add_shares(self, rows)

    def bound_rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each open row of the plan with its field."""
        return [(row, self[name]) for row, name in self.shares]

    def clean(self) -> dict[str, Any]:
        """At least one row gets something."""
        data = super().clean() or {}
        if not self.errors and not shares_of(self):
            raise forms.ValidationError(_("Enter an amount for at least one row."))
        return data

    def allocations(self) -> list[tuple[int, Decimal]]:
        """(plan row id, amount) as typed."""
        return shares_of(self)


def add_shares(form: forms.Form, rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """An amount field per open row; gives (row, field name)."""
    found = []
    for row in rows:
        name = f"row-{row.plan_row_id}"
        form.fields[name] = NumberField(
            label=f"{row.order} · {row.sequence}", required=False, min_value=Decimal(0), max_digits=20, decimal_places=2
        )
        found.append((row, name))
    return found


def shares_of(form: Any) -> list[tuple[int, Decimal]]:
    """(plan row id, amount) of the rows that get something."""
    found = [(row.plan_row_id, form.cleaned_data.get(name)) for row, name in form.shares]
    return [(row_id, amount) for row_id, amount in found if amount]


class WriteOffForm(forms.Form):
    """What is let go of a part of a plan, and why."""

    amount = NumberField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=20, decimal_places=2)
    kind = forms.ChoiceField(label=_("Kind"), choices=WRITE_OFFS)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PayBackForm(forms.Form):
    """How much of what is left of a receipt goes back, when, with which payment, and why."""

    amount = NumberField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=20, decimal_places=2)
    paid_date = forms.DateField(label=_("Paid on"), widget=forms.DateInput)
    reference = forms.CharField(label=_("Number of the payment"), max_length=120, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
