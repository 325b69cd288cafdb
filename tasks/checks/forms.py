"""What pages ask for about checks. Shapes only; the operations decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from tasks.checks.asking import ActionDraft
from tasks.checks.models import ProgressCheck

ACTION_ROWS = 3


def _staff() -> list[tuple[Any, str]]:
    return [("", "–"), *((one.pk, f"{one.name} · {one.department or '–'}") for one in people.staff())]


class RecordForm(forms.Form):
    """How an order stands, and where there is a problem what is done about it."""

    progress = forms.IntegerField(label=_("Progress in percent"), min_value=0, max_value=100, required=False)
    problem = forms.ChoiceField(
        label=pgettext_lazy("check", "Problem"),
        choices=[("", pgettext_lazy("check", "None: all is well")), *ProgressCheck.Problem.choices],
        required=False,
    )
    words = forms.CharField(label=_("Words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = _staff()
        self.places = range(1, ACTION_ROWS + 1)
        for place in self.places:
            self.fields[f"actions.{place}.action"] = forms.CharField(
                label=_("Corrective action %(number)s") % {"number": place}, max_length=300, required=False
            )
            self.fields[f"actions.{place}.owner"] = forms.TypedChoiceField(
                label=_("By whom"), choices=staff, coerce=int, empty_value=None, required=False
            )
            self.fields[f"actions.{place}.due_date"] = forms.DateField(
                label=_("Until"), required=False, widget=forms.DateInput
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each corrective action."""
        return [
            (self[f"actions.{place}.action"], self[f"actions.{place}.owner"], self[f"actions.{place}.due_date"])
            for place in self.places
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for place in self.places:
            parts = {name: data.get(f"actions.{place}.{name}") for name in ("action", "owner", "due_date")}
            if any(parts.values()) and not all(parts.values()):
                for name, value in parts.items():
                    field = f"actions.{place}.{name}"
                    if not value and field not in self.errors:
                        self.add_error(field, _("Say what is to be done, by whom, until when."))
        return data

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        rows = [[data[f"actions.{place}.{name}"] for name in ("action", "owner", "due_date")] for place in self.places]
        drafts = [ActionDraft(action, owner, day) for action, owner, day in rows if action]
        return {name: data[name] for name in ("progress", "problem", "words")} | {"actions": drafts}


class MoveForm(forms.Form):
    """When a check is made, and by whom."""

    due_date = forms.DateField(label=_("Due"), widget=forms.DateInput)
    owner = forms.TypedChoiceField(label=_("Who checks"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _staff()[1:]  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label=_("Result"), max_length=300, widget=forms.TextInput(attrs={"autofocus": True}))
