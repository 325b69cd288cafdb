"""What pages ask for about inquiries and quotations. Shapes only: the operations check and fill in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import currencies
from common.typed import LARGEST_KEY, NumberField
from customers import queries as customers
from orders.order import choices
from orders.quotation import mailing
from orders.quotation.drafts import HEADER, OFFER, QuotationDraft
from orders.quotation.models import TAX_MODES
from orders.quotation.operations import Pick
from orders.quotation.states import Outcome

_NONE = [("", "–")]
MAIN = ("title", "contact_name", "contact_phone", "customer_reference", "valid_until", "payment_term", "label")
MORE = ("currency", "tax_mode", "freight", "reduction", "delivery_terms", "notes", "internal_notes")
_NUMBERS = ("freight", "reduction")
_NEVER_EMPTY = ("valid_until", "currency_id", "tax_mode", "freight", "reduction")


def _text(label: Any, length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _money(label: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_digits=20, decimal_places=2)


class HeadForm(forms.Form):
    """The head of a quotation and of the version that is edited. Names are those of the order's head, so that choosing
    a customer fills them. ``unseen``: columns whose values the person does not get in full: only what was typed there
    is written."""

    customer = forms.IntegerField(
        label=_("Customer"),
        widget=forms.HiddenInput,
        min_value=1,
        max_value=LARGEST_KEY,
        error_messages={"required": _("Choose a customer.")},
    )
    customer_name = forms.CharField(label=_("Customer"), required=False)
    title = _text(pgettext_lazy("quotation", "Subject"), 120)
    customer_reference = _text(_("Customer's reference"), 80)
    contact_name = _text(_("Contact"), 60)
    contact_phone = _text(_("Contact phone"), 40)
    label = _text(_("Name of the alternative"), 60)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput)
    payment_term = forms.ChoiceField(label=_("Payment terms"), required=False)
    delivery_terms = _text(_("Delivery"), 300)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    tax_mode = forms.ChoiceField(label=_("Prices"), required=False, choices=TAX_MODES)
    freight = _money(_("Freight"))
    reduction = _money(_("Reduction"))
    notes = _long(_("Notes to the customer"))
    internal_notes = _long(_("Internal notes"))
    unseen: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        terms = [(str(one.pk), str(one)) for one in customers.payment_terms()]
        self.fields["payment_term"].choices = [*_NONE, *terms]  # type: ignore[attr-defined]
        codes = [(code, code) for code in currencies.active_codes()]
        self.fields["currency"].choices = [*_NONE, *codes]  # type: ignore[attr-defined]

    @property
    def more_has_errors(self) -> bool:
        """Whether a field that is folded away is wrong."""
        return any(name in self.errors for name in MORE)

    def changes(self) -> dict[str, Any]:
        """Column → value as typed; what must stand somewhere is left to the operation where it is empty."""
        data = self.cleaned_data
        found = {name: data[name] for name in (*HEADER, *OFFER) if name in data}
        found["payment_term_id"] = int(data["payment_term"]) if data["payment_term"] else None
        found["currency_id"] = data["currency"] or None
        for name in _NUMBERS:
            found[name] = data[name] or Decimal(0)
        found = {name: value for name, value in found.items() if value not in (None, "") or name not in _NEVER_EMPTY}
        return {name: value for name, value in found.items() if name not in self.unseen or name in self.changed_data}

    def to_draft(self) -> QuotationDraft:
        """A new quotation; what is empty is left to master data."""
        given = {name: value for name, value in self.changes().items() if value not in (None, "")}
        return QuotationDraft(customer_id=self.cleaned_data["customer"], **given)


class InquiryForm(forms.Form):
    """What somebody asked for."""

    customer = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST_KEY)
    customer_name = forms.CharField(label=_("Customer"), required=False)
    company = forms.CharField(
        label=_("Company, as it calls itself"), max_length=120, required=False, help_text=_("Who is no customer yet")
    )
    contact_name = _text(_("Contact"), 60)
    contact_phone = _text(_("Contact phone"), 40)
    channel = forms.ChoiceField(label=_("Channel"), choices=choices.Channel.choices, initial=choices.Channel.PHONE)
    requested_date = forms.DateField(label=_("Requested date"), required=False, widget=forms.DateInput)
    asked = forms.CharField(label=_("What was asked"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))

    def values(self) -> dict[str, Any]:
        """Column → value."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in ("customer", "customer_name")}
        chosen = self.cleaned_data["customer"] if self.cleaned_data["customer_name"] else None
        return {**found, "customer_id": chosen}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WinForm(forms.Form):
    """Which version the customer accepts, and why it was won."""

    code = forms.ChoiceField(label=_("Accepted version"))
    outcome_code = forms.ChoiceField(label=_("Reason"), choices=[*_NONE, *Outcome.choices], required=False)
    reason = _text(_("In words"), 500)

    def __init__(self, *args: Any, held: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (one.code, " ".join(filter(None, [one.code, one.label]))) for one in held
        ]


class LoseForm(forms.Form):
    """Why the customer does not order, and who got it."""

    outcome_code = forms.ChoiceField(label=_("Reason"), choices=[*_NONE, *Outcome.choices])
    reason = _text(_("In words"), 500)
    competitor = _text(_("Competitor"), 120)


class AlternativeForm(forms.Form):
    """Another alternative, begun as a copy."""

    copy_of = forms.ChoiceField(label=_("Copy of"))
    label = _text(_("Name of the alternative"), 60)

    def __init__(self, *args: Any, versions: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].choices = [(one.code, one.code) for one in versions]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Nothing is asked but whether."""


class MailForm(forms.Form):
    """To whom a quotation goes, which versions, in which words."""

    contact = forms.ChoiceField(label=_("Contact"), required=False)
    recipient = forms.EmailField(
        label=_("Other mail address"), required=False, help_text=_("In place of the contact's.")
    )
    versions = forms.MultipleChoiceField(label=_("Versions"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")],
        required=False,
    )
    note = forms.CharField(
        label=_("Words to the customer"),
        max_length=mailing.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, versions: Sequence[Any], contacts: Sequence[tuple[str, str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = list(versions)
        self.addresses = {key: address for key, _name, address in contacts}
        names = [(key, name) for key, name, _address in contacts]
        self.fields["contact"].choices = names or [("", "–")]  # type: ignore[attr-defined]
        self.fields["versions"].choices = [(one.code, str(one.code)) for one in versions]  # type: ignore[attr-defined]
        self.initial.setdefault("versions", self._first())

    def _first(self) -> list[str]:
        unsent = [one.code for one in self.offered if not one.is_frozen]
        return unsent or [one.code for one in self.offered]

    def clean(self) -> dict[str, Any]:
        """One address."""
        data = super().clean() or {}
        data["recipient"] = data.get("recipient") or self.addresses.get(data.get("contact", ""), "")
        if not data["recipient"] and "recipient" not in self.errors:
            self.add_error("recipient", _("Enter a mail address."))
        return data

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        return {"codes": data["versions"], **{name: data[name] for name in ("recipient", "language", "note")}}

    def chosen(self) -> dict[str, Any]:
        """What the mail depends on, as typed so far; of nothing typed yet what is proposed."""
        if not self.is_bound:
            return {"versions": self._first(), "language": "", "note": ""}
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {
            "versions": given.get("versions") or [],
            "language": given.get("language") or "",
            "note": given.get("note") or "",
        }

    def versions_named(self, codes: Sequence[str]) -> list[Any]:
        """The versions with these codes."""
        return [one for one in self.offered if one.code in codes]


class ConvertForm(forms.Form):
    """How much of each line is ordered. ``lines``: the lines of the version with what is left of them."""

    requested_date = forms.DateField(label=_("Requested date"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, lines: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[Any, Decimal, str]] = []
        for line, left in lines:
            name = f"lines.{line.line_no}.quantity"
            self.fields[name] = NumberField(
                label=_("Quantity"), required=False, min_value=0, max_digits=16, decimal_places=4, disabled=not left
            )
            self.initial.setdefault(name, "" if line.is_optional or not left else f"{left.normalize():f}")
            self.rows.append((line, left, name))

    def bound_rows(self) -> list[tuple[Any, Decimal, forms.BoundField]]:
        """Each line with what is left of it and its field."""
        return [(line, left, self[name]) for line, left, name in self.rows]

    def picks(self) -> list[Pick]:
        """What was typed; empty cells and zeros are not ordered."""
        found = ((line, self.cleaned_data.get(name)) for line, _left, name in self.rows)
        return [Pick(line.line_no, quantity) for line, quantity in found if quantity]


def initial_of(quotation: Any, offer: Any, shown: Any) -> dict[str, Any]:
    """The form's values of a stored version; ``shown(row, name)`` gives a column as its reader sees it."""
    found: dict[str, Any] = {name: shown(quotation, name) for name in HEADER}
    found |= {name: getattr(offer, name) for name in OFFER if not name.endswith("_id")}
    found["payment_term"], found["currency"] = offer.payment_term_id or "", offer.currency_id
    for name in _NUMBERS:
        found[name] = f"{found[name]:.2f}" if found[name] else ""
    customer = quotation.customer
    return found | {"customer": customer.pk, "customer_name": f"{customer.code} {customer.name}"}
