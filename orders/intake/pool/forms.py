"""Shapes of what people enter about intake."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common import clock
from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.models import CHANNELS

_AREA = forms.Textarea(attrs={"rows": 3, "autofocus": True})


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [one for one in (forms.FileField.clean(self, file, initial) for file in given) if one]


class RegisterForm(forms.Form):
    """What came in, as the receiving post notes it."""

    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS)
    received_at = forms.DateTimeField(
        label=_("Came in"), required=False, help_text=_("Empty: now."), widget=forms.DateTimeInput
    )
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    customer_name = forms.CharField(
        label=_("Customer"), max_length=200, required=False, help_text=_("Empty: it is looked for.")
    )
    sender = forms.CharField(label=_("Sender"), max_length=120, required=False)
    sender_phone = forms.CharField(label=_("Sender's phone"), max_length=40, required=False)
    sender_mail = forms.EmailField(label=_("Sender's mail address"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    text = forms.CharField(
        label=_("What was said or written"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    scans = FilesField(label=_("Scan or files"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be there to enter an order from."""
        data = super().clean() or {}
        if not any(data.get(name) for name in ("text", "subject", "scans")):
            raise forms.ValidationError(_("Write what was said, or attach the letter, fax or file."))
        return data

    def arrival(self) -> Arrival:
        """What arrived."""
        data = self.cleaned_data
        names = ("channel", "sender", "sender_phone", "sender_mail", "subject", "text")
        return Arrival(
            received_at=data["received_at"] or clock.now(),
            customer_id=data["customer"],
            customer_name="" if data["customer"] else data["customer_name"],
            **{name: data[name] for name in names},
        )


class CustomerForm(forms.Form):
    """Whose it is."""

    customer = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _("Choose a customer.")})
    customer_name = forms.CharField(label=_("Customer"), max_length=200, required=False)


class DispatchForm(forms.Form):
    """Who is to enter it: one of those who are proposed, or somebody else."""

    person = forms.TypedChoiceField(label=_("Salesperson"), coerce=int)

    def __init__(self, *args: Any, proposed: list[Any], people: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {one.person_id for one in proposed}
        others = [(person.pk, person.name) for person in people if person.pk not in known]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            *((one.person_id, f"{one.name} · {one.score}") for one in proposed),
            *others,
        ]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_AREA)


class LinkForm(forms.Form):
    """The order that it became."""

    order = forms.CharField(
        label=_("Order number"),
        max_length=40,
        help_text=_("Or draft-<number> for a draft."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class ChangeForm(LinkForm):
    """The order that it wants changed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["order"].help_text = ""


class NothingForm(forms.Form):
    """A decision that asks for nothing but itself."""
