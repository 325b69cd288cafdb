"""A row of the matrix and its steps as the console's page sends them. Shapes only; the operation decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.roles import queries as roles
from common.typed import NumberField
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.subjects import subjects
from segments import queries as segments
from segments.fields import Level


class _Keys(forms.MultipleChoiceField):
    """Several rows by their keys."""

    def prepare_value(self, value: Any) -> list[str]:
        return [str(one) for one in value or []]

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in super().clean(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {str(one) for one in initial or []} != {str(one) for one in data or []}


class MatrixRowForm(forms.ModelForm):
    """The row itself."""

    subject_type = forms.ChoiceField(label=_("For"))
    signs = forms.MultipleChoiceField(
        label=_("Only with one of these risks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the condition; none ticked: whatever the risks."),
    )

    class Meta:
        model = MatrixRow
        fields = ("subject_type", "position", "name", "segment", "signs", "is_active")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["subject_type"].choices = [(code, one.label) for code, one in subjects.items()]  # type: ignore[attr-defined]
        signs = {code: words for one in subjects.values() for code, words in one.signs()}
        self.fields["signs"].choices = list(signs.items())  # type: ignore[attr-defined]
        self.fields["segment"].queryset = segments.company_segments().filter(level=Level.ORDER)  # type: ignore[attr-defined]


class MatrixStepForm(forms.ModelForm):
    """One of its steps, in the order of the page."""

    departments = _Keys(label=_("Departments"), required=False)
    people = _Keys(label=_("People"), required=False)

    class Meta:
        model = MatrixStep
        field_classes = {"hours": NumberField}
        fields = ("kind", "role", "departments", "people", "is_all", "hours", "escalation", "escalate_to")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = list(people.staff())
        departments = [(str(one.pk), str(one)) for one in people.list_departments() if one.is_active]
        self.fields["departments"].choices = departments  # type: ignore[attr-defined]
        self.fields["people"].choices = [(str(one.pk), one.name) for one in staff]  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles.list_roles().filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["escalate_to"].choices = [("", "---------"), *((one.pk, one.name) for one in staff)]  # type: ignore[attr-defined]
