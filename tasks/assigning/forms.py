"""What pages ask for when tasks are given out. Shapes only; the operations decide."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.assigning.models import Assignment
from tasks.assigning.scoring import HIGHEST, NAMES

_LENGTH = Assignment._meta.get_field("reason").max_length


def _reason(*, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=_LENGTH, required=required, **options)


class PickForm(forms.Form):
    """Who does it, and why where that is to be said."""

    user = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = _reason()


class DepartmentForm(forms.Form):
    """Which department does it, and until when."""

    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    due_date = forms.DateField(label=_("Department's due date"), required=False, widget=forms.DateInput)
    reason = _reason(help_text=_("For another department: why it does the task."))

    def __init__(self, *args: Any, departments: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(one.pk, f"{'　' * (one.path.count('/') - 2)}{one.name}") for one in departments]
        self.fields["department"].choices = rows  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason(required=True, widget=forms.TextInput({"autofocus": True}))


class ManyForm(forms.Form):
    """Many tasks at once: for each the first who is proposed, another one, or nobody for now."""

    reason = _reason(help_text=_("Where somebody else is picked than who is proposed."))

    def __init__(self, *args: Any, rows: Iterable[tuple[Any, Iterable[Any]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.tasks = []
        for task, candidates in rows:
            found = list(candidates)
            options = [
                ("", _("Nobody for now")),
                *((one.person.pk, f"{one.person.name} {_points(one)}") for one in found),
            ]
            first = next((one.person.pk for one in found if one.rank == 1), "")
            self.fields[f"task.{task.pk}"] = forms.TypedChoiceField(
                label=task.title,
                choices=options,
                coerce=int,
                empty_value=None,
                required=False,
                initial=first,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": task.title}),
            )
            self.tasks.append(task)

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each task with its field."""
        return [(task, self[f"task.{task.pk}"]) for task in self.tasks]

    def picks(self) -> list[tuple[int, int | None]]:
        """(task id, person) of those that somebody is chosen for."""
        chosen = [(task.pk, self.cleaned_data[f"task.{task.pk}"]) for task in self.tasks]
        return [(task, person) for task, person in chosen if person]


def _points(one: Any) -> str:
    return f"· {one.score.why_not}" if one.score.why_not else f"· {one.score.total}"


class WeightsForm(forms.Form):
    """Four parts of 100."""

    skill = forms.IntegerField(label=NAMES["skill"], min_value=0, max_value=100)
    experience = forms.IntegerField(label=NAMES["experience"], min_value=0, max_value=100)
    load = forms.IntegerField(label=NAMES["load"], min_value=0, max_value=100)
    punctuality = forms.IntegerField(label=NAMES["punctuality"], min_value=0, max_value=100)


class SkillsForm(forms.Form):
    """How well somebody can do each thing; the page carries what it showed."""

    def __init__(self, *args: Any, skills: Iterable[Any], levels: Mapping[int, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((level, str(level)) for level in range(1, HIGHEST + 1))]
        for one in skills:
            self.fields[f"skill.{one.pk}"] = forms.TypedChoiceField(
                label=one,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=levels.get(one.pk, ""),
                show_hidden_initial=True,
            )

    def levels(self) -> dict[int, int | None]:
        """What was chosen, by skill."""
        return {int(name.partition(".")[2]): self.cleaned_data[name] for name in self.changed_data}
