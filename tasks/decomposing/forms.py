"""What pages of proposals and rules ask for. Shapes only; the operations decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Department
from common.typed import NumberField
from segments.models import Segment
from tasks.decomposing.models import DecompositionRule, TaskTemplate, Wording
from tasks.task.models import Phase, Skill, Task


class TaskForm(forms.ModelForm):
    """A proposed task. ``after``: what has to end before it."""

    planned_hours = NumberField(label=_("Planned hours"), min_value=0, max_digits=9, decimal_places=2)
    after = forms.MultipleChoiceField(
        label=_("Comes after"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    class Meta:
        model = Task
        fields = (
            *("title", "goal", "requirements", "phase", "department", "planned_hours", "work_days", "not_before"),
            *("is_milestone", "is_special"),
        )
        widgets = {"requirements": forms.Textarea(attrs={"rows": 4}), "not_before": forms.DateInput}

    def __init__(self, *args: Any, others: Iterable[Task] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["not_before"].required = False
        self.fields["phase"].queryset = Phase.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.line_no} · {one.title}" if one.line_no else one.title) for one in others
        ]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def predecessors(self) -> list[int]:
        """The keys of what comes before."""
        return [int(one) for one in self.cleaned_data["after"]]


class NewTaskForm(TaskForm):
    """The same for one that is added by hand."""

    line_no = forms.IntegerField(label=_("Line"), required=False, min_value=1, help_text=_("Empty: the whole order."))

    def entries(self) -> dict[str, Any]:
        return {**super().entries(), "line_no": self.cleaned_data["line_no"]}


class RuleForm(forms.ModelForm):
    """A rule."""

    class Meta:
        model = DecompositionRule
        fields = ("name", "group", "per", "segment", "rank", "is_active")
        labels = {"group": pgettext_lazy("of rules", "Group")}
        help_texts = {
            "group": _("Of rules with the same word only the first that holds is taken."),
            "segment": _("Empty: it holds for everything."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = Segment.objects.filter(audience=Segment.Audience.COMPANY, is_active=True)
        self.fields["segment"].queryset = rows.order_by("code", "name")  # type: ignore[attr-defined]


class TemplateForm(forms.ModelForm):
    """A template with its skills (“ASSEMBLY 2”) and what precedes it (codes), one a line."""

    hours_fixed = NumberField(label=pgettext_lazy("of work", "Hours"), min_value=0, max_digits=9, decimal_places=2)
    hours_per_piece = NumberField(label=_("Hours a piece"), min_value=0, max_digits=9, decimal_places=4)
    hours_per_batch = NumberField(label=_("Hours a batch"), min_value=0, max_digits=9, decimal_places=2)
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: code and level, like ASSEMBLY 2."),
    )
    before = forms.CharField(
        label=_("Comes after"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: the code of a template, START where its start is enough, and days of work between."),
    )

    class Meta:
        model = TaskTemplate
        fields = (
            *("code", "title", "goal", "wording", "phase", "department_kind", "hours_fixed", "hours_per_piece"),
            *("hours_per_batch", "batch_size", "duration", "days", "anchor", "is_milestone", "is_special"),
            *("is_supply", "is_once", "rank", "is_active"),
        )
        widgets = {"wording": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "wording": _("May name {product}, {specification}, {quantity}, {unit}, {requirements}, {place}, {day}."),
            "days": _("For a task dated after the order took effect: so many days of work after that."),
        }

    def entries(self) -> dict[str, Any]:
        """The columns, as the operation takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WordForm(forms.ModelForm):
    """A customer's word and production's."""

    class Meta:
        model = Wording
        fields = ("customer_word", "our_words", "is_active")


class TryForm(forms.Form):
    """The order that the rules are tried on."""

    order = forms.CharField(label=_("Order number"), max_length=60)


def skill_codes() -> set[str]:
    """The codes of the skills in use."""
    return set(Skill.objects.filter(is_active=True).values_list("code", flat=True))
