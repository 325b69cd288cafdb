"""What pages ask for about evaluations, rewards and cases. Shapes only; the operations decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed import NumberField
from tasks.evaluation.cases import TEXTS
from tasks.evaluation.models import CaseStudy, Reward, Score
from tasks.evaluation.operations import FIGURES

_VALUES = [("", "–"), *((str(one), str(one)) for one in range(5, 0, -1))]
_FIGURE_WORDS = (
    pgettext_lazy("of work", "Hours"),
    _("Days"),
    _("Delivered in time"),
    _("Cost"),
    _("Satisfaction"),
)
FIGURE_LABELS = dict(
    zip(
        FIGURES,
        _FIGURE_WORDS,
        strict=True,
    )
)


def _text(label: Any, *, rows: int = 3, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=8000, widget=forms.Textarea({"rows": rows}), **options
    )


class ScoreForm(forms.Form):
    """Scores of a person or of the order as a whole."""

    person_id = forms.TypedChoiceField(label=_("Whom"), coerce=int, empty_value=None, required=False)
    words = forms.CharField(label=_("Words"), max_length=300, required=False)

    def __init__(self, *args: Any, workers: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(one.pk, f"{one.name} · {one.department or '–'}") for one in workers]
        self.fields["person_id"].choices = [("", _("The order as a whole")), *rows]  # type: ignore[attr-defined]
        for aspect in Score.Aspect:
            self.fields[str(aspect)] = forms.ChoiceField(label=aspect.label, choices=_VALUES, required=False)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        values = {str(one): int(data[str(one)]) for one in Score.Aspect if data.get(str(one))}
        return {"person_id": data["person_id"], "words": data["words"], "values": values}


class ReasonForm(forms.Form):
    """Why a figure is not as planned."""

    figure = forms.ChoiceField(label=_("Figure"), choices=[*FIGURE_LABELS.items()])
    words = _text(_("Why"), rows=3)


class EndForm(forms.Form):
    """The conclusion."""

    conclusion = _text(_("Conclusion"), rows=4, required=True)


class ReopenForm(forms.Form):
    """Why it is taken up again."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class RewardForm(forms.Form):
    """A reward or penalty: for a month, or for an order."""

    person_id = forms.TypedChoiceField(label=_("Person"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=Reward.Kind.choices)
    month = forms.CharField(label=_("Month"), required=False, max_length=7, help_text=_("Like 2026-11, or an order"))
    order = forms.CharField(label=_("Order number"), required=False, max_length=40)
    amount = NumberField(label=_("Amount"), required=False, max_digits=14, decimal_places=2)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(one.pk, f"{one.name} · {one.department or '–'}") for one in people]
        self.fields["person_id"].choices = rows  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        """The first day of the month."""
        typed = self.cleaned_data["month"].strip()
        if not typed:
            return None
        try:
            return date.fromisoformat(f"{typed}-01")
        except ValueError:
            raise forms.ValidationError(_("Enter a month like 2026-11.")) from None


class UndoForm(forms.Form):
    """Why a reward is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class CaseForm(forms.Form):
    """A case of the library."""

    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseStudy.Kind.choices)
    order = forms.CharField(label=_("Order number"), required=False, max_length=40)
    tags = forms.CharField(label=_("Tags"), required=False, max_length=600, help_text=_("With commas between them"))
    steps = _text(_("Steps"))
    allocation = _text(_("Who did what"))
    tracking = _text(_("How it was followed"))
    assessment = _text(_("How it went"))
    cause = _text(_("Cause"), required=True)
    lesson = _text(_("Lesson"), required=True)
    is_active = forms.BooleanField(label=_("In the library"), required=False, initial=True)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them, but for the order."""
        data = self.cleaned_data
        tags = [one.strip() for one in data["tags"].replace("，", ",").replace("、", ",").split(",")]
        return {
            **{name: data[name] for name in ("title", "kind", "is_active")},
            "tags": [one for one in tags if one],
            "texts": {name: data[name] for name in TEXTS},
        }


class PeriodForm(forms.Form):
    """The days that performance is looked at. Only drawn."""

    first = forms.DateField(label=_("from"), required=False)
    last = forms.DateField(label=_("until"), required=False)

    def __init__(self, first: date, last: date, asked: QueryDict):
        super().__init__(initial={"first": first, "last": last}, auto_id="by_%s")
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control so-num w-date", "aria-label": field.label}
            field.widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD"}
        self.by = asked.get("by", "")
