"""What people ask for: whom to ask, what was answered by hand, what the customer says on his page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.links.forms import SignatureField
from orders.answers.choices import HAND_CHOICES
from orders.answers.forms import CustomerForm, EvidenceForm, NotedForm, RevokeForm
from orders.checking.choices import ErrorKind

__all__ = ["AskForm", "ChangeForm", "ConfirmForm", "DeclineForm", "QuestionForm", "RecordForm", "RevokeForm"]
CONFIRMED, DECLINED = "confirmed", "declined"
_KINDS = [("", _("nothing is wrong with it")), *ErrorKind.choices]


class AskForm(NotedForm):
    """Whom to ask, in which language, for how long."""

    contact = forms.ChoiceField(label=_("Contact"), required=False)
    recipient = forms.EmailField(
        label=_("Other mail address"), required=False, help_text=_("In place of the contact's.")
    )
    field_order = ("contact", "recipient", "language", "days", "note")

    def __init__(self, *args: Any, contacts: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(one.email, f"{one.name} · {one.email}") for one in contacts]
        self.fields["contact"].choices = choices or [("", "–")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One address."""
        data = super().clean() or {}
        data["recipient"] = data.get("recipient") or data.pop("contact", "")
        data.pop("contact", None)
        if not data["recipient"] and "recipient" not in self.errors:
            self.add_error("recipient", _("Enter a mail address."))
        return data


class RecordForm(EvidenceForm):
    """What the customer said in another way."""

    method = forms.ChoiceField(label=_("How"), choices=HAND_CHOICES)
    answer = forms.ChoiceField(label=_("Answer"), choices=[(CONFIRMED, _("He confirms")), (DECLINED, _("He declines"))])
    name = forms.CharField(label=_("Who answered"), max_length=80)
    reason = forms.CharField(label=_("What he said"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("What is wrong"), choices=_KINDS, required=False)
    field_order = ("method", "answer", "name", "reason", "kind", "file", "said_at", "evidence")

    def __init__(self, *args: Any, file_required: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if file_required:
            self.fields["file"].help_text = _("The company asks for a file where the customer confirms.")

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        data["is_accepted"] = data.pop("answer") == CONFIRMED
        return data


class _SignedForm(CustomerForm):
    """With a signature that was drawn, where the browser can."""

    signature = SignatureField()


class ConfirmForm(_SignedForm):
    """The customer agrees."""

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_accepted": True}


class DeclineForm(CustomerForm):
    """The customer does not agree."""

    kind = forms.ChoiceField(label=_("What is wrong"), choices=_KINDS, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_accepted": False}


class ChangeForm(CustomerForm):
    """The customer wants something changed."""

    text = forms.CharField(label=_("What is to be changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionForm(CustomerForm):
    """The customer asks back."""

    text = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
