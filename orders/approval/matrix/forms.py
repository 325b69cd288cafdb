"""A row of the matrix and its steps as the console's page sends them. Shapes only; the operation decides."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.roles import queries as roles
from common import errors
from common.typed import NumberField
from orders.approval import measures
from orders.approval.matrix import queries, rules
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.subjects import subjects
from segments import queries as segments
from segments.fields import Level

_PICKED = {"data-picklist": True}
_GAP = 10  # between the places of two rows, so that another finds room


class _Keys(forms.MultipleChoiceField):
    """Several rows by their keys."""

    widget = forms.SelectMultiple(attrs={**_PICKED, "size": 4})

    def prepare_value(self, value: Any) -> list[str]:
        return [str(one) for one in value or []]

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in super().clean(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {str(one) for one in initial or []} != {str(one) for one in data or []}


class _Figures(forms.Widget):
    """A figure for each measure, with its words and its unit."""

    known: list[tuple[str, Any, Any]] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        kept = value or {}
        rows = [
            (label, f"{name}.{code}", f"id_{name}.{code}", kept.get(code, ""), unit) for code, label, unit in self.known
        ]
        return format_html_join(
            "",
            '<div class="so-figure"><label for="{2}">{0}</label> <input class="form-control sm so-num" type="text"'
            ' inputmode="decimal" name="{1}" id="{2}" value="{3}"> {4}</div>',
            rows,
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found = {code: str(data.get(f"{name}.{code}", "")).strip() for code, _label, _unit in self.known}
        return {code: text for code, text in found.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


class _AtLeast(forms.Field):
    """Least figures by measure: what is empty is not asked for."""

    widget = _Figures

    def clean(self, value: Any) -> dict[str, str]:
        number = NumberField(min_value=Decimal("0.01"), max_digits=15, decimal_places=2)
        return measures.stored({code: number.clean(text) for code, text in (value or {}).items()})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class MatrixRowForm(forms.ModelForm):
    """The row itself."""

    subject_type = forms.ChoiceField(label=_("For"))
    signs = forms.MultipleChoiceField(
        label=_("Only with one of these risks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the condition; none ticked: whatever the risks."),
    )

    at_least = _AtLeast(
        label=_("Only from"),
        required=False,
        help_text=_("Beside the condition; all that are given."),
    )

    class Meta:
        model = MatrixRow
        fields = ("subject_type", "position", "name", "segment", "signs", "at_least", "is_active")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["subject_type"].choices = [(code, one.label) for code, one in subjects.items()]  # type: ignore[attr-defined]
        signs = {code: words for one in subjects.values() for code, words in one.signs()}
        self.fields["signs"].choices = list(signs.items())  # type: ignore[attr-defined]
        figures = {code: (code, words, unit) for one in subjects.values() for code, words, unit in one.measures()}
        self.fields["at_least"].widget.known = list(figures.values())
        segment: Any = self.fields["segment"]
        segment.queryset = segments.company_segments().filter(level=Level.ORDER)
        segment.empty_label = _("Always: no condition")
        self._tell_places()

    def _tell_places(self) -> None:
        """The rows there are, beside the field that puts this one among them."""
        rows = [one for one in queries.rows() if one.is_active and one.pk != self.instance.pk]
        field = self.fields["position"]
        if rows:
            told = " · ".join(f"{one.position} {one.name}" for one in rows)
            field.help_text = _("The lowest number is asked first. There are: %(rows)s") % {"rows": told}
        if self.instance.pk is None:
            field.initial = max((one.position for one in rows), default=0) // _GAP * _GAP + _GAP


class MatrixStepForm(forms.ModelForm):
    """One of its steps; ``place`` says where it stands among them."""

    place = forms.IntegerField(label=_("Step"), required=False, min_value=1, max_value=99)
    departments = _Keys(label=_("Departments"), required=False)
    people = _Keys(label=_("People"), required=False)

    class Meta:
        model = MatrixStep
        field_classes = {"hours": NumberField}
        fields = ("kind", "role", "departments", "people", "is_all", "hours", "escalation", "escalate_to")
        labels = {
            "is_all": _("Each of them must agree"),
            "hours": _("To be decided within, hours"),
            "escalate_to": _("Who is asked as well"),
        }
        help_texts = {"is_all": _("Not ticked: one of them is enough."), "hours": ""}
        widgets = {"role": forms.Select(attrs=_PICKED), "escalate_to": forms.Select(attrs=_PICKED)}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = list(people.staff())
        departments = [(str(one.pk), str(one)) for one in people.list_departments() if one.is_active]
        self.fields["place"].initial = self.instance.sequence
        self.fields["departments"].choices = departments  # type: ignore[attr-defined]
        self.fields["people"].choices = [(str(one.pk), one.name) for one in staff]  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles.list_roles().filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["escalate_to"].choices = [("", "---------"), *((one.pk, one.name) for one in staff)]  # type: ignore[attr-defined]
        if self.instance.hours is not None:
            self.initial["hours"] = f"{self.instance.hours.normalize():f}"
        hours = f"{rules.sla_hours().normalize():f}"
        self.fields["hours"].widget.attrs["placeholder"] = _("%(hours)s, as the setting says") % {"hours": hours}


class MatrixStepFormSet(BaseInlineFormSet):
    """The steps of a row. ``refusal``: what the operation found wrong, told at the step that it is about."""

    refusal: errors.DomainError | None = None

    def wanted(self) -> list[forms.ModelForm]:
        """The steps that are to be, in the order of their places."""
        filled = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return sorted(filled, key=lambda form: form.cleaned_data.get("place") or len(self.forms) + 1)

    def full_clean(self) -> None:
        super().full_clean()
        faults = self.refusal.fields if isinstance(self.refusal, errors.Invalid) else {}
        for number, form in enumerate(self.wanted() if faults else (), 1):
            mark = f"steps.{number}."
            for path, texts in faults.items():
                if path.startswith(mark):
                    self._tell(form, path.removeprefix(mark), texts)

    @staticmethod
    def _tell(form: forms.ModelForm, name: str, texts: Iterable[errors.Text]) -> None:
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))
