"""What the pages of rules and of their words ask for. Shapes only; the operations decide."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as staff
from common.typed import NameField
from reminders.channels.models import Robot
from reminders.rules import queries
from reminders.rules.choices import CHOSEN, Channel, Recipient
from reminders.rules.models import ReminderRule, ReminderTemplate
from segments import queries as segments

_MORNING = time(8, 30)  # when a digest goes out, unless somebody says otherwise
_NUMBER = re.compile(r"^[-+\u2212]?\d{1,4}$")
_WORDS = {"text_zh": forms.Textarea(attrs={"rows": 6}), "text_en": forms.Textarea(attrs={"rows": 6})}


class StepsField(forms.CharField):
    """Whole numbers with commas between: -7, -3, 0."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = [one for one in re.split(r"[,，;；、\s]+", str(super().to_python(value) or "")) if one]
        if not all(_NUMBER.match(one) for one in parts):
            raise forms.ValidationError(_("Enter whole numbers with commas between, like -7, -3, 0."))
        return [int(one.replace("\u2212", "-")) for one in parts]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), self.prepare_value(data)))


class RuleForm(forms.ModelForm):
    """A rule; ``people``: the named ones."""

    anchor = forms.ChoiceField(label=_("Counts from"))
    steps = StepsField(
        label=pgettext_lazy("reminder", "Steps"),
        help_text=_("-3: three before, 0: on the day, 1: one after; with commas between."),
    )
    recipients = forms.MultipleChoiceField(
        label=_("Recipients"), choices=CHOSEN, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Named people"), coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReminderRule
        fields = (
            *("name", "anchor", "segment", "unit", "steps", "repeat_every", "repeat_most", "recipients", "channels"),
            *("robot", "template", "is_digest", "send_at", "workdays_only", "keeps_quiet_hours", "escalate_after"),
            *("escalate_to", "escalate_person", "may_opt_out", "is_active", "rank"),
        )
        field_classes = {"name": NameField}
        widgets = {"send_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        labels = {
            "template": pgettext_lazy("of reminders", "Words"),
            "rank": pgettext_lazy("among rules", "Place in the list"),
        }
        help_texts = {
            "segment": _("Empty: of all orders."),
            "repeat_every": _("Empty: nothing after the last step."),
            "repeat_most": _("Empty: as long as it is due."),
            "send_at": _("Empty: at once, as far as the quiet hours let it."),
            "escalate_after": _("Reminders that nobody acknowledged."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["anchor"].choices = [
            (label, [(one.code, one.label) for one in found]) for label, found in queries.anchors_by_group()
        ]
        fields["segment"].queryset = segments.company_segments()
        fields["template"].queryset = ReminderTemplate.objects.filter(is_active=True)
        fields["robot"].queryset = Robot.objects.filter(is_active=True)
        fields["escalate_person"].queryset = staff.staff()
        fields["people"].choices = [(one.pk, one.name) for one in staff.staff()]
        fields["escalate_to"].required = False
        for name in ("segment", "robot", "escalate_person"):
            fields[name].empty_label = "–"

    def _post_clean(self) -> None:
        """Nothing is asked of the model here: the operation checks the row, field by field."""

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def initial_of(rule: ReminderRule | None) -> dict[str, Any]:
    """What the form of a rule shows beside its columns; a new one is told to the salesperson in the app."""
    if rule is None:
        return {"recipients": [Recipient.OWNER], "channels": [Channel.INBOX], "send_at": _MORNING}
    return {"people": [one.pk for one in rule.people.all()]}


class TemplateForm(forms.ModelForm):
    """The words of reminders, in both languages."""

    class Meta:
        model = ReminderTemplate
        fields = ("name", "subject_zh", "text_zh", "subject_en", "text_en", "is_active")
        field_classes = {"name": NameField}
        widgets = _WORDS

    def _post_clean(self) -> None:
        """Nothing is asked of the model here: the operation checks the row, field by field."""

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PreviewForm(forms.Form):
    """Words that are tried, and what they are tried with; anything may be left out."""

    anchor = forms.ChoiceField(label=_("Try with"), required=False)
    subject_zh = forms.CharField(required=False, max_length=160)
    text_zh = forms.CharField(required=False, max_length=2000, strip=False)
    subject_en = forms.CharField(required=False, max_length=160)
    text_en = forms.CharField(required=False, max_length=2000, strip=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["anchor"].choices = [  # type: ignore[attr-defined]
            (label, [(one.code, one.label) for one in found]) for label, found in queries.anchors_by_group()
        ]
