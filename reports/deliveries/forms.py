"""Shape of what people enter to have a report sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from reports.deliveries import policies
from reports.deliveries.models import ReportSchedule, Rhythm
from reports.deliveries.rhythm import LAST_PLACE, WEEKDAYS

_WEEK = [*enumerate(WEEKDAYS, start=1)]


def _when() -> list[Any]:
    """Every day, weekday and day of a month that a report can be sent on, in groups."""
    days = range(1, LAST_PLACE[Rhythm.MONTHLY] + 1)
    weekly = [(f"{Rhythm.WEEKLY}-{n}", gettext("every %(weekday)s") % {"weekday": day}) for n, day in _WEEK]
    monthly = [(f"{Rhythm.MONTHLY}-{n}", gettext("every month on day %(day)s") % {"day": n}) for n in days]
    daily = (f"{Rhythm.DAILY}-1", Rhythm.DAILY.label)
    return [daily, (Rhythm.WEEKLY.label, weekly), (Rhythm.MONTHLY.label, monthly)]


class ScheduleForm(forms.Form):
    """When, as what, to whom."""

    when = forms.ChoiceField(
        label=pgettext_lazy("report sent", "When"),
        choices=_when,
        help_text=_("A day of the week or of the month on which nobody works: the next day of work."),
    )
    hour = forms.TypedChoiceField(label=_("At which hour"), coerce=int, choices=[(n, f"{n:02}:00") for n in range(24)])
    file = forms.ChoiceField(label=_("File"), choices=ReportSchedule.File.choices)
    recipients = forms.TypedMultipleChoiceField(
        label=_("Recipients"),
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Each gets the figures that his own rights show, in his own language."),
    )

    def __init__(self, data: Any, *, actor: User, row: ReportSchedule | None):
        super().__init__(data, initial=_initial(actor, row))
        found = {one.pk: one.name for one in policies.may_get(actor)}
        if row is not None:
            found |= {one.pk: one.name for one in row.recipients.all()}
        self.fields["recipients"].choices = sorted(found.items(), key=lambda pair: pair[1])  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What ``operations.save_schedule`` takes."""
        rhythm, _sign, place = self.cleaned_data["when"].partition("-")
        rest = {name: self.cleaned_data[name] for name in ("hour", "file", "recipients")}
        return {"rhythm": rhythm, "place": int(place), **rest}


def _initial(actor: User, row: ReportSchedule | None) -> dict[str, Any]:
    if row is None:
        return {"when": f"{Rhythm.WEEKLY}-1", "hour": 8, "file": ReportSchedule.File.XLSX, "recipients": [actor.pk]}
    people = [one.pk for one in row.recipients.all()]
    return {"when": f"{row.rhythm}-{row.place}", "hour": row.hour, "file": row.file, "recipients": people}
