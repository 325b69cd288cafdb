"""What people ask for: whom to ask, what was answered by hand, what the customer says on his page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.links.forms import SignatureField
from orders.checking.choices import ErrorKind
from orders.service.choices import BY_HAND, Method
from orders.service.operations.asking import DAYS, MOST_DAYS

CONFIRMED, DECLINED = "confirmed", "declined"
_LANGUAGES = [("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")]
_KINDS = [("", _("nothing is wrong with it")), *ErrorKind.choices]


class AskForm(forms.Form):
    """Whom to ask, in which language, for how long."""

    contact = forms.ChoiceField(label=_("Contact"), required=False)
    recipient = forms.EmailField(
        label=_("Other mail address"), required=False, help_text=_("In place of the contact's.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, required=False)
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)
    note = forms.CharField(
        label=_("Words to the customer"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

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


class RecordForm(forms.Form):
    """What the customer said in another way."""

    method = forms.ChoiceField(label=_("How"), choices=[(one.value, one.label) for one in Method if one in BY_HAND])
    answer = forms.ChoiceField(label=_("Answer"), choices=[(CONFIRMED, _("He confirms")), (DECLINED, _("He declines"))])
    name = forms.CharField(label=_("Who answered"), max_length=80)
    reason = forms.CharField(label=_("What he said"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("What is wrong"), choices=_KINDS, required=False)
    file = forms.FileField(label=_("Proof (file)"), required=False)
    said_at = forms.DateTimeField(
        label=_("Said on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Day and time, for an answer without a file."),
    )
    evidence = forms.CharField(
        label=_("Proof in words"),
        max_length=300,
        required=False,
        help_text=_("For an answer without a file: from which number or address he told it, who was present."),
    )

    def __init__(self, *args: Any, file_required: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if file_required:
            self.fields["file"].help_text = _("The company asks for a file where the customer confirms.")

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        data["is_accepted"] = data.pop("answer") == CONFIRMED
        return data


class RevokeForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )


class _CustomerForm(forms.Form):
    """What every form on the customer's page has."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class _SignedForm(_CustomerForm):
    """With a signature that was drawn, where the browser can."""

    signature = SignatureField()


class ConfirmForm(_SignedForm):
    """The customer agrees."""

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_accepted": True}


class DeclineForm(_CustomerForm):
    """The customer does not agree."""

    kind = forms.ChoiceField(label=_("What is wrong"), choices=_KINDS, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_accepted": False}


class QuestionForm(_CustomerForm):
    """The customer asks back."""

    text = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
