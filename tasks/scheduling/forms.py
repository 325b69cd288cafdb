"""What pages of the schedule ask for. Shapes only; the operations decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed import NumberField
from tasks.scheduling.choices import Cause
from tasks.scheduling.models import Absence

_HOURS: dict[str, Any] = {"min_value": 0, "max_value": 24, "max_digits": 4, "decimal_places": 2}


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput, **options)


class HoursForm(forms.Form):
    """How many hours a day somebody works on tasks, from a day on; until a day for overtime."""

    hours_a_day = NumberField(label=_("Hours a day"), **_HOURS)
    since = _day(_("From"))
    until = _day(_("Until"), required=False, help_text=_("For overtime: after it the hours are as before."))


class AbsenceForm(forms.Form):
    """When somebody is away."""

    user = forms.TypedChoiceField(label=_("Person"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices)
    first = _day(_("From"))
    last = _day(_("To"))
    hours_a_day = NumberField(label=_("Hours a day that are left"), required=False, **_HOURS)
    note = forms.CharField(label=pgettext_lazy("of hours", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """What an absence says, without whose it is."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "user"}
        return {**data, "hours_a_day": data["hours_a_day"] or 0}


class TargetForm(forms.Form):
    """Until when a phase is to be reached, and what is there then."""

    target_date = _day(_("Target day"), required=False, help_text=_("Empty: the day of its tasks."))
    target = forms.CharField(label=_("Target"), max_length=200, required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices, initial=Cause.OTHER)
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class ToldForm(forms.Form):
    """Rows of the ledger of which the customer was told, or was not after all."""

    moves = forms.MultipleChoiceField(choices=())
    is_told = forms.TypedChoiceField(coerce=lambda value: value == "yes", choices=[("yes", ""), ("no", "")])

    def __init__(self, data: Any):
        super().__init__(data)
        sent = [one for one in data.getlist("moves") if one.isdecimal() and len(one) < 19]
        self.fields["moves"].choices = [(one, one) for one in sent]  # type: ignore[attr-defined]
