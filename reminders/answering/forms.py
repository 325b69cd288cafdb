"""What somebody sends who answers reminders. Shapes only; the operations decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from reminders.answering import leaving, matters
from reminders.answering.choosing import Later, moment, morning

ACKNOWLEDGE, LATER, NOT_ME = "ack", "later", "not-me"


class IdsField(forms.Field):
    """Keys of reminders, sent as often as there are rows."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        """Whole numbers, each once."""
        found = [one for one in super().clean(value) or [] if str(one).isdecimal() and len(str(one)) < 19]
        if not found or len(found) != len(value) or len(found) > matters.MOST:
            raise forms.ValidationError(_("Choose reminders first."))
        return list(dict.fromkeys(map(int, found)))


class IdsForm(forms.Form):
    """Which reminders."""

    ids = IdsField(label=_("Reminders"))


class AnswerForm(IdsForm):
    """Which reminders, and what is said of them."""

    do = forms.ChoiceField(choices=[(one, one) for one in (ACKNOWLEDGE, LATER, NOT_ME)])


class LaterForm(forms.Form):
    """When they are wanted again: a choice, or a day and an hour."""

    later = forms.ChoiceField(label=_("Tell me again"), choices=Later.choices, required=False)
    day = forms.DateField(label=_("or on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.IntegerField(label=pgettext_lazy("of the day", "at (hour)"), required=False, min_value=0, max_value=23)

    def until(self, at: datetime) -> datetime:
        """The moment that was chosen."""
        day = self.cleaned_data.get("day")
        if day:
            return morning(day, self.cleaned_data.get("hour"))
        return moment(self.cleaned_data.get("later") or Later.TOMORROW, at)


class NotMeForm(forms.Form):
    """For whom it is instead, and a word to him."""

    to = forms.ChoiceField(label=_("It is for"), required=False, help_text=_("Empty: whoever the rule tells instead."))
    word = forms.CharField(label=_("A word to them"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), one.name) for one in people.staff()]
        self.fields["to"].choices = [("", "–"), *names]  # type: ignore[attr-defined]

    def clean_to(self) -> int | None:
        """The key of who was chosen."""
        return int(self.cleaned_data["to"]) if self.cleaned_data.get("to") else None


class LeavingForm(forms.Form):
    """What an address gets no more: what is ticked, all, or none of it."""

    do = forms.ChoiceField(choices=[(one, one) for one in (leaving.THESE, leaving.ALL, leaving.NONE)])
    off = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, standing: leaving.Standing, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["off"].choices = [(one.key, one.label) for one in standing.kinds]  # type: ignore[attr-defined]
