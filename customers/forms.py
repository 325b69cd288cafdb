"""Shapes of what people enter about customers."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from common.lookup import LookupField
from common.models import Currency
from common.typed import NameField, NumberField
from customers import queries
from customers.models import Address, Carrier, Contact, Customer, PaymentTerm, PaymentTermRow
from segments.classification import queries as rules
from segments.custom_fields import forms as custom
from segments.custom_fields.values import CUSTOMER

PARTNERS = ("group", "bill_to", "ship_to", "agent")
_SUGGEST = reverse_lazy("customers:suggest")


class CustomerForm(forms.ModelForm):
    """The archive's own fields; partners are looked up among the customers that the person sees."""

    group = LookupField(label=_("Group"), required=False, help_text=_("Its head holds the credit limit"))
    bill_to = LookupField(label=_("Bill-to / payer"), required=False, help_text=_("Empty: the customer itself"))
    ship_to = LookupField(label=_("Ship-to"), required=False, help_text=_("Empty: the customer itself"))
    agent = LookupField(label=_("Agent"), required=False)

    class Meta:
        model = Customer
        fields = (
            "code",
            "name",
            "short_name",
            "english_name",
            "kind",
            "industry",
            "paper_language",
            "invoice_title",
            "tax_number",
            "bank_name",
            "bank_account",
            "invoice_address",
            "payment_term",
            "billing_rule",
            "currency",
            "preferences",
            "notes",
            "is_active",
            "group",
            "bill_to",
            "ship_to",
            "agent",
        )
        widgets = {"preferences": forms.Textarea({"rows": 3}), "notes": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        customer: Customer | None = kwargs.get("instance")
        if customer is not None:
            kwargs["initial"] = {name: getattr(customer, name) for name in PARTNERS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name in PARTNERS:
            field = self.fields[name]
            field.find = lambda code: queries.find_by_code(user, code)  # type: ignore[attr-defined]
            field.widget.attrs["data-ac-url"] = _SUGGEST
        rule = self.fields["billing_rule"]
        rule.required, rule.empty_value = False, Customer.BillingRule.COMPANY  # type: ignore[attr-defined]
        self.fields["payment_term"].queryset = queries.payment_terms()  # type: ignore[attr-defined]
        self.fields["payment_term"].empty_label = "–"  # type: ignore[attr-defined]
        self.fields["currency"].queryset = queries.currencies()  # type: ignore[attr-defined]
        custom.add(self, user, CUSTOMER, customer.custom if customer else None)

    @property
    def custom_fields(self) -> list[Any]:
        """The company's own fields, to be drawn."""
        return list(custom.of(self))

    def columns(self) -> dict[str, Any]:
        """Everything of a new customer, as the operation takes it."""
        own = {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}
        return own | {"custom": custom.given(self, changed_only=False)}

    def changes(self) -> dict[str, Any]:
        """The fields whose value differs from the one the form was drawn with."""
        own = {name: self.cleaned_data[name] for name in self.changed_data if name in self.base_fields}
        changed = custom.given(self, changed_only=True)
        return own | ({"custom": changed} if changed else {})


_ANY = [("", "–")]


class ListForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``CustomerFilter`` reads the query string."""

    q = forms.CharField(label=_("Name, code or pinyin initials"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_ANY, *Customer.Kind.choices], required=False)
    department = forms.ChoiceField(label=_("Sales department"), required=False)
    owner = forms.ChoiceField(label=_("Salesperson"), required=False)
    is_new = forms.ChoiceField(
        label=_("New or existing"),
        choices=[*_ANY, ("true", _("New customer")), ("false", _("Existing customer"))],
        required=False,
    )
    is_blocked = forms.ChoiceField(
        label=_("Orders blocked"),
        choices=[*_ANY, ("true", _("Orders blocked")), ("false", _("Not blocked"))],
        required=False,
    )

    def __init__(self, asked: Any, *, user: User):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["region"].choices = [*_ANY, *((one, one) for one in queries.regions(user))]  # type: ignore[attr-defined]
        self.fields["tag"].choices = [*_ANY, *rules.choices("customer").items()]  # type: ignore[attr-defined]
        self.fields["department"].choices = _departments()  # type: ignore[attr-defined]
        self.fields["owner"].choices = _staff()  # type: ignore[attr-defined]
        for name in self.fields:
            self.fields[name].widget.attrs["class"] = "form-control" if name == "q" else "form-select"


def _staff() -> list[tuple[Any, Any]]:
    return [
        ("", "–"),
        *((person.pk, f"{person.name} · {person.department or '–'}") for person in people.active_people()),
    ]


def _departments() -> list[tuple[Any, Any]]:
    return [("", "–"), *((one.pk, one.name) for one in people.list_departments() if one.is_active)]


class InChargeForm(forms.Form):
    """Who is in charge of a new customer."""

    territory = forms.CharField(
        label=_("Department in charge"),
        max_length=80,
        required=False,
        help_text=_("Region-province, like 华中地区-浙江1"),
    )
    department = forms.TypedChoiceField(label=_("Sales department"), coerce=int, empty_value=None, required=False)
    owner = forms.TypedChoiceField(label=_("Salesperson"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = _departments()  # type: ignore[attr-defined]
        self.fields["owner"].choices = _staff()  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The choices as the operations take them."""
        data = self.cleaned_data
        return {"territory": data["territory"], "department_id": data["department"], "owner_id": data["owner"]}


class AssignForm(InChargeForm):
    """Who is in charge from a day on."""

    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput, required=False, help_text=_("Empty: today"))
    field_order = ("territory", "department", "owner", "valid_from")


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("name", "title", "phone", "email", "is_default")


class AddressForm(forms.ModelForm):
    class Meta:
        model = Address
        fields = ("label", "recipient", "phone", "province", "city", "street", "postcode", "is_default")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 2}))


class NothingForm(forms.Form):
    """A question without a field."""


class MergeForm(forms.Form):
    """Which record stays."""

    target = LookupField(label=_("Keep this customer"), help_text=_("Orders, receipts and contacts move there"))

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["target"].find = lambda code: queries.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["target"].widget.attrs["data-ac-url"] = _SUGGEST


class CarrierForm(forms.ModelForm):
    class Meta:
        model = Carrier
        fields = ("code", "name", "contact", "tracking_url", "is_active")
        help_texts = {"tracking_url": _("{waybill} stands for the waybill number")}


class CurrencyForm(forms.ModelForm):
    """A currency; its code stays."""

    code = forms.CharField(label=_("Code"), max_length=3, help_text=_("Three letters, like USD"))

    class Meta:
        model = Currency
        field_classes = {"name": NameField}
        fields = ("code", "name", "symbol", "is_active")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if kwargs.get("instance") is not None:
            del self.fields["code"]


class RateForm(forms.Form):
    """What a unit of a currency is worth in the company's, from a day on."""

    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput)
    rate = NumberField(
        label=_("Rate"), max_digits=18, decimal_places=8, help_text=_("Units of the company's currency for one")
    )


class TermForm(forms.ModelForm):
    class Meta:
        model = PaymentTerm
        field_classes = {"name": NameField}
        fields = ("code", "name", "is_active")


class TermRowForm(forms.ModelForm):
    class Meta:
        model = PaymentTermRow
        fields = ("percent", "is_advance", "basis", "days", "from_month_end", "control", "allowed_shortfall")
        field_classes = {"percent": NumberField, "allowed_shortfall": NumberField}


TermRows = forms.formset_factory(TermRowForm, extra=2, max_num=12, can_delete=True)


def rows_of(term: PaymentTerm | None) -> list[dict[str, Any]]:
    """The rows of a term as the formset starts from them."""
    names = TermRowForm.Meta.fields
    return [{name: getattr(row, name) for name in names} for row in term.rows.all()] if term else []


def filled(rows: Any) -> list[dict[str, Any]]:
    """The rows a person filled in and did not take away, in order."""
    names = TermRowForm.Meta.fields
    data = [form.cleaned_data for form in rows.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return [{name: row[name] for name in names} for row in data]
