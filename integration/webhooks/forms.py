"""Shape of what people enter about a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common.typed import NumberField
from integration.webhooks.models import WebhookEndpoint

_WORDS = _("By commas, like order.effective, order.*, shipment.*. Empty: all that the reader sees")


class EndpointForm(forms.Form):
    """Where to, what, as whose eyes see it."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which system receives it?"))
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("https://… of the receiver"))
    kinds = forms.CharField(label=_("Kinds of events"), max_length=2000, required=False, help_text=_WORDS)
    subject = forms.CharField(
        label=pgettext_lazy("event", "About"),
        max_length=120,
        required=False,
        help_text=_("orders.order: things of this type; orders.order:118: this one; or a number. Empty: anything"),
    )
    reader = forms.TypedChoiceField(
        label=_("Read as"),
        coerce=int,
        help_text=_("Only what this person sees is sent"),
    )

    def __init__(self, data: Any, *, row: WebhookEndpoint | None, readers: list[User], actor: User):
        shown = {"reader": actor.pk}
        if row is not None:
            shown = {**_shown(row), "reader": row.reader_id}
        super().__init__(data, initial=shown)
        people = {one.pk: f"{one.name} ({one.username})" for one in readers}
        if row is not None:
            people.setdefault(row.reader_id, f"{row.reader.name} ({row.reader.username})")
        self.fields["reader"].choices = list(people.items())  # type: ignore[attr-defined]
        if len(people) == 1:
            del self.fields["reader"]

    def given(self) -> dict[str, Any]:
        """What ``operations.save_endpoint`` takes."""
        data = dict(self.cleaned_data)
        data["kinds"] = data["kinds"].replace("，", ",").split(",")
        return {**{name: data[name] for name in ("name", "url", "kinds", "subject")}, "reader_id": data.get("reader")}


def _shown(row: WebhookEndpoint) -> dict[str, Any]:
    return {"name": row.name, "url": row.url, "kinds": ", ".join(row.kinds), "subject": row.subject}


class RotateForm(forms.Form):
    """A new secret."""

    hours = NumberField(label=_("Hours that the old secret holds as well"), initial=24, min_value=0, max_value=168)


class PlaceForm(forms.Form):
    """From where the feed is sent."""

    position = NumberField(label=_("Send what comes after place"), min_value=0)
