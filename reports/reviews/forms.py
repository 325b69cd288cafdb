"""Shapes of what is written in a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import Department, User
from reports.figures import policies as figures
from reports.reviews import policies
from reports.reviews.models import PeriodReview, ReviewPoint

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Shape(forms.ModelForm):
    """Fields of a model; the row is the operation's to change and to check."""

    def _post_clean(self) -> None:
        """Nothing is written here."""


class ReviewForm(_Shape):
    """Title, period, department, and what it comes to."""

    class Meta:
        model = PeriodReview
        fields = ("title", "since", "until", "department", "summary")
        widgets = {"since": _DAY, "until": _DAY, "summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any, *, actor: User, review: PeriodReview | None, initial: dict[str, Any]):
        super().__init__(data, instance=review, initial=initial)
        rows = Department.objects.filter(is_active=True)
        field: Any = self.fields["department"]
        field.queryset = rights.visible(rows, actor, policies.HOLD, department="pk").order_by("path")
        field.empty_label = _("The whole company") if policies.can_hold(actor, None) else "–"


class PointForm(_Shape):
    """A point: what kind, about which figure, its words; of a decision who and by when."""

    measure = forms.ChoiceField(label=_("About"), required=False)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False)
    due_date = forms.DateField(label=_("Until"), required=False, widget=_DAY)

    class Meta:
        model = ReviewPoint
        fields = ("kind", "measure", "text", "owner", "due_date")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any, *, actor: User, point: ReviewPoint | None, initial: dict[str, Any]):
        super().__init__(data, instance=point, initial=initial)
        measure: Any = self.fields["measure"]
        measure.choices = [("", "–"), *((one.code, one.label) for one in figures.seen_measures(actor))]
        owner: Any = self.fields["owner"]
        owner.queryset = people.active_people()


class ResultForm(forms.Form):
    """What came of a decision."""

    result = forms.CharField(
        label=_("What came of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
