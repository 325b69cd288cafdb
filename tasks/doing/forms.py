"""What pages ask for about tasks under way. Shapes only; the operations decide."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common.reference import shown
from common.typed import NumberField
from tasks.doing import queries
from tasks.doing.filters import STATES
from tasks.scheduling.choices import Cause
from tasks.task.choices import BlockReason, LinkKind

ZERO = Decimal(0)
_ANY = [("", "–")]


def _text(label: Any, *, most: int, rows: int = 3, required: bool = False, **options: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, **options)


def _hours(label: Any, *, required: bool = False, least: Decimal | None = ZERO, **options: Any) -> NumberField:
    return NumberField(label=label, required=required, min_value=least, max_digits=9, decimal_places=2, **options)


class StartForm(forms.Form):
    """Why it begins before what precedes it is done."""

    reason = _text(_("Why it begins nonetheless"), most=500, required=True)


class ProgressForm(forms.Form):
    """How much is done."""

    progress = forms.IntegerField(label=_("Progress in percent"), min_value=0, max_value=99)
    hours = _hours(_("Hours worked today"))
    note = forms.CharField(label=pgettext_lazy("of hours", "Note"), max_length=200, required=False)
    reason = _text(_("Why it begins nonetheless"), most=500, rows=2)

    def __init__(self, *args: Any, waits: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not waits:
            del self.fields["reason"]


class HoursForm(forms.Form):
    """Hours worked on a day."""

    hours = _hours(
        pgettext_lazy("of work", "Hours"), required=True, least=None, help_text=_("Below zero puts a mistake right")
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    user_id = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(label=pgettext_lazy("of hours", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, others: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(one.pk, one.name) for one in others]
        self.fields["user_id"].choices = [("", _("Myself")), *rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields["user_id"]


class BlockForm(forms.Form):
    """What holds it up."""

    reason = forms.ChoiceField(label=_("What holds it up"), choices=BlockReason.choices)
    words = _text(_("In words"), most=300, rows=2)


class ResumeForm(forms.Form):
    """How it was got out of the way."""

    words = _text(_("What was done about it"), most=300, rows=2)


class FinishForm(forms.Form):
    """What came of it."""

    result = _text(_("Result"), most=4000)
    hours = _hours(_("Hours worked today"))
    cause = forms.ChoiceField(label=_("Why it ends on another day"), choices=Cause.choices)
    words = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args: Any, moves: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not moves:
            del self.fields["cause"], self.fields["words"]


class ReopenForm(forms.Form):
    """Why it is not done after all."""

    reason = _text(_("Reason"), most=500, required=True)
    progress = forms.IntegerField(label=_("How much of it holds, in percent"), min_value=0, max_value=99, initial=90)


class HandOverForm(forms.Form):
    """Who gets it."""

    user_id = forms.TypedChoiceField(label=_("Colleague"), coerce=int)
    reason = _text(_("Reason"), most=300, rows=2, required=True)

    def __init__(self, *args: Any, takers: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(one.pk, one.name) for one in takers]
        self.fields["user_id"].choices = [*_ANY, *rows]  # type: ignore[attr-defined]


class DropForm(forms.Form):
    """Why it is not needed."""

    reason = _text(_("Reason"), most=200, rows=2, required=True)


class PredecessorsForm(forms.Form):
    """What comes before a task: a row for each task that does, and some to add others."""

    NEW = 2  # empty rows

    def __init__(self, *args: Any, before: Sequence[queries.Neighbour], others: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._count = len(before) + self.NEW
        choices = [*_ANY, *((one.pk, _named(one)) for one in others)]
        for number in range(self._count):
            mine = before[number] if number < len(before) else None
            first = {"task": mine.task.pk, "kind": mine.kind, "lag": mine.lag_days} if mine else {"lag": 0}
            self.fields[f"task_{number}"] = forms.TypedChoiceField(
                label=_("Task"),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=first.get("task"),
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("How"), choices=LinkKind.choices, required=False, initial=first.get("kind")
            )
            self.fields[f"lag_{number}"] = forms.IntegerField(
                label=_("Days between"), min_value=-365, max_value=365, required=False, initial=first["lag"]
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each row."""
        return [(self[f"task_{n}"], self[f"kind_{n}"], self[f"lag_{n}"]) for n in range(self._count)]

    def links(self) -> list[tuple[int, str, int]]:
        """The rows that name a task, as the operation takes them."""
        data = self.cleaned_data
        rows = [(data[f"task_{n}"], data[f"kind_{n}"], data[f"lag_{n}"] or 0) for n in range(self._count)]
        return [(task, kind or LinkKind.FINISH, lag) for task, kind, lag in rows if task]


def _named(task: Any) -> str:
    """A task among others of its order, of which several may be called the same."""
    return f"{task.line_no} · {task.title}" if task.line_no else str(task.title)


class EditForm(forms.Form):
    """What a released task says."""

    title = forms.CharField(label=_("Task"), max_length=160)
    goal = forms.CharField(label=_("Goal"), max_length=300, required=False)
    requirements = _text(_("Requirements"), most=4000, rows=4)
    planned_hours = _hours(_("Planned hours"), required=True)
    is_milestone = forms.BooleanField(label=_("Milestone"), required=False)
    is_special = forms.BooleanField(label=_("Special processing"), required=False)


class NewForm(EditForm):
    """A task that is added by hand."""

    phase_id = forms.TypedChoiceField(label=_("Phase"), coerce=int)
    department_id = forms.TypedChoiceField(label=_("Department"), coerce=int)
    line_no = forms.TypedChoiceField(label=_("Line"), coerce=int, empty_value=None, required=False)
    planned_start = forms.DateField(label=_("Start"), widget=forms.DateInput({"type": "date"}))
    planned_end = forms.DateField(label=_("End"), widget=forms.DateInput({"type": "date"}))
    after = forms.TypedMultipleChoiceField(label=_("After its end"), coerce=int, required=False)

    def __init__(self, *args: Any, lines: Iterable[Any], tasks: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(line.line_no, f"{line.line_no} {line.product_name}") for line in lines]
        offered = {
            "phase_id": [(one.pk, str(one)) for one in queries.phases()],
            "department_id": [(one.pk, one.name) for one in people.list_departments() if one.is_active],
            "line_no": [("", _("The whole order")), *rows],
            "after": [(one.pk, one.title) for one in tasks],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["planned_hours"].required = False
        if not offered["after"]:
            del self.fields["after"]

    def draft(self) -> dict[str, Any]:
        """The entries as a draft takes them."""
        data = {**self.cleaned_data, "planned_hours": self.cleaned_data["planned_hours"] or ZERO}
        return {**data, "after": tuple(data.get("after") or ())}


class ListForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``TaskFilter`` reads the query string."""

    q = forms.CharField(label=_("Task, order, customer"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*_ANY, *STATES], required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    due_to = forms.DateField(label=_("Due until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        staff = [(one.pk, f"{one.name} · {one.department or '–'}") for one in people.active_people()]
        offered = {
            "department": [(one.pk, one.name) for one in people.list_departments() if one.is_active],
            "owner": staff,
            "phase": [(one.pk, shown(one.name)) for one in queries.phases()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [*_ANY, *choices]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_typed = name in ("q", "due_to")
            field.widget.attrs["class"] = "form-control" if is_typed else "form-select"
