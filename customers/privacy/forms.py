"""What the pages of anonymisation ask. Only drawn and cleaned; what may be is decided by the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.reference_filter import CODE_MARK
from customers.models import Contact, Customer
from customers.privacy import queries
from customers.privacy.models import AnonymisationRequest, FoundText

_ANY = [("", "–")]
_NOBODY = pgettext_lazy("goes on", "Nobody")
CHOICES = FoundText.Choice.choices


class ListForm(forms.Form):
    """A customer's code, a state, a day by which it is due."""

    customer = forms.CharField(label=_("Customer code"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*_ANY, *AnonymisationRequest.State.choices], required=False)
    due_to = forms.DateField(label=_("Due until"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        given = {name: asked.get(name, "") for name in self.base_fields}
        given["customer"] = given["customer"].removeprefix(CODE_MARK)
        super().__init__(initial=given, auto_id="by_%s")
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "state" else "form-control"


def _names(contacts: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), " · ".join(filter(None, (one.name, one.title)))) for one in contacts]


class RequestForm(forms.Form):
    """Who asked for it, when, on which ground; how else the person is known; who goes on in open business."""

    contact = forms.ChoiceField(label=_("Contact"))
    asker = forms.ChoiceField(label=_("Asked by"), choices=AnonymisationRequest.Asker.choices)
    ground = forms.ChoiceField(label=_("Ground"), choices=AnonymisationRequest.Ground.choices)
    asked_on = forms.DateField(label=pgettext_lazy("anonymisation", "Asked on"), required=False)
    reference = forms.CharField(
        label=_("Reference"), max_length=80, required=False, help_text=_("Where the letter is kept; no names")
    )
    also = forms.CharField(
        label=_("Also known as"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Other names, phones and addresses of the person, one a line"),
    )
    replacement = forms.ChoiceField(label=_("Goes on in open business"), required=False)

    def __init__(self, *args: Any, customer: Customer, **options: Any):
        super().__init__(*args, **options)
        contacts = list(Contact.objects.filter(customer=customer).order_by("-is_active", "pk"))
        self.fields["contact"].choices = _names(contacts)  # type: ignore[attr-defined]
        active = [one for one in contacts if one.is_active]
        self.fields["replacement"].choices = [("", _NOBODY), *_names(active)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """As the operation takes it."""
        data = self.cleaned_data
        return {
            "contact_id": int(data["contact"]),
            "replacement_id": int(data["replacement"]) if data["replacement"] else None,
            "also": data["also"].splitlines(),
            **{name: data[name] for name in ("asker", "ground", "asked_on", "reference")},
        }


class LookForm(forms.Form):
    """Who goes on in open business, as everything is looked through again."""

    replacement = forms.ChoiceField(label=_("Goes on in open business"), required=False)

    def __init__(self, *args: Any, request_row: AnonymisationRequest, **options: Any):
        super().__init__(*args, **options)
        others = queries.other_contacts(request_row.contact)
        self.fields["replacement"].choices = [("", _NOBODY), *_names(others)]  # type: ignore[attr-defined]
        self.fields["replacement"].widget.attrs["class"] = "form-select"

    def chosen(self) -> int | None:
        """The contact's key."""
        return int(self.cleaned_data["replacement"]) if self.cleaned_data["replacement"] else None


class DecisionForm(forms.Form):
    """What is done with the texts that were ticked."""

    texts = forms.TypedMultipleChoiceField(coerce=int, required=False)
    choice = forms.ChoiceField(label=_("Decision"), choices=CHOICES)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, text_ids: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["texts"].choices = [(str(pk), "") for pk in text_ids]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.TextInput({"autofocus": True}))
