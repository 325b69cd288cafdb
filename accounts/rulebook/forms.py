"""Forms of the rulebook."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rulebook.checks import checks
from accounts.rulebook.models import Clause, ClauseWording


class WordingForm(forms.ModelForm):
    """A wording of a clause."""

    class Meta:
        model = ClauseWording
        fields: Sequence[str] = ("title_zh", "title_en", "text_zh", "text_en", "valid_from", "valid_to", "reason")
        widgets = {
            "text_zh": forms.Textarea({"rows": 5}),
            "text_en": forms.Textarea({"rows": 5}),
            "valid_from": forms.DateInput,
            "valid_to": forms.DateInput,
        }


class ClauseForm(WordingForm):
    """A new clause with its first wording."""

    number = forms.CharField(label=_("Number"), max_length=12, help_text=_("Like 3.2; the first part is the chapter"))
    chapter = forms.ChoiceField(label=_("Chapter"), choices=Clause.Chapter.choices)
    field_order = ("number", "chapter")

    class Meta(WordingForm.Meta):
        fields = WordingForm.Meta.fields[:-1]


class ChecksForm(forms.Form):
    """Which checks enforce a clause."""

    checks = forms.MultipleChoiceField(
        label=_("Checks of the software"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        grouped: dict[str, list[tuple[str, Any]]] = {}
        for key, check in checks.items():
            words = _("%(label)s (warning)") % {"label": check.label} if check.is_warning else str(check.label)
            words = words[:1].upper() + words[1:]
            grouped.setdefault(str(check.part), []).append((key, words))
        self.fields["checks"].choices = list(grouped.items())  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    """The days of a review."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"class": "form-control"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"class": "form-control"}))
