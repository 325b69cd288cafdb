"""What people ask for: whom to ask, what was answered by hand, what the customer says on his page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.collecting.choices import BY_HAND
from orders.collecting.confirming.operations.asking import DAYS, LONGEST, MOST_DAYS

CONFIRMED, OBJECTED = "confirmed", "objected"
_LANGUAGES = [("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")]


def _orders(names: Iterable[str]) -> list[tuple[str, Any]]:
    return [("", _("the account as a whole")), *((one, one) for one in names)]


class AskForm(forms.Form):
    """Whom to ask, in which language, for how long."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "statement-contacts"}))
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, required=False)
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)
    note = forms.CharField(
        label=_("Words to the customer"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecordForm(forms.Form):
    """What the customer said in another way."""

    method = forms.ChoiceField(label=_("How"), choices=[(one.value, one.label) for one in BY_HAND])
    answer = forms.ChoiceField(label=_("Answer"), choices=[(CONFIRMED, _("He confirms")), (OBJECTED, _("He objects"))])
    name = forms.CharField(label=_("Who answered"), max_length=80)
    words = forms.CharField(label=_("What he said"), max_length=LONGEST, required=False)
    order = forms.ChoiceField(label=_("Order that he objects to"), required=False)
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

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = _orders(orders)  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        data["is_confirmed"] = data.pop("answer") == CONFIRMED
        return data


class RevokeForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )


class _CustomerForm(forms.Form):
    """What both forms on the customer's page have."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ConfirmForm(_CustomerForm):
    """The customer agrees."""

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_confirmed": True}


class ObjectForm(_CustomerForm):
    """The customer does not agree."""

    order = forms.ChoiceField(label=_("Which order is it about"), required=False)
    words = forms.CharField(label=_("What is not right"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = _orders(orders)  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_confirmed": False}
