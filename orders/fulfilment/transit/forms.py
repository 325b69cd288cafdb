"""What pages ask for about goods on their way: whom one told, what a carrier said."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import dates
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent

_LANGUAGES = [("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")]


class TellForm(forms.Form):
    """Who is told, and how."""

    way = forms.ChoiceField(label=_("How"), choices=ArrivalNotice.Way.choices)
    contact_id = forms.ChoiceField(label=_("Contact"), required=False)
    recipient = forms.CharField(
        label=_("Somebody else"), max_length=254, required=False, help_text=_("For a letter: his mail address.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=_LANGUAGES, required=False)
    note = forms.CharField(
        label=_("Words to the customer"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, contacts: Iterable[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [
            (str(one["id"]), " · ".join(str(one[name]) for name in ("name", "phone", "email") if one[name]))
            for one in contacts
        ]
        self.fields["contact_id"].choices = [*rows, ("", "–")]  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them: somebody else goes before the contact."""
        data = dict(self.cleaned_data)
        contact = data.pop("contact_id")
        data["contact_id"] = int(contact) if contact and not data["recipient"] else None
        return data


class NewsForm(forms.Form):
    """What a carrier said, written down by hand."""

    kind = forms.ChoiceField(label=_("What happened"), choices=TrackingEvent.Kind.choices)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    text = forms.CharField(label=_("Carrier's words"), max_length=300, required=False)
    person = forms.CharField(label=_("Handed to"), max_length=60, required=False)
    arrival_date = forms.DateField(label=_("Expected arrival"), required=False, widget=forms.DateInput)

    def happened_at(self) -> datetime:
        """Day and time of the company's clock."""
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


def moment(day: date, time: Any) -> datetime:
    """A day and a time of day on the company's clock."""
    return datetime.combine(day, time, tzinfo=dates.business_zone())
