"""What pages ask for to verify an order and to record, correct and dismiss errors."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common.typed import NumberField
from orders.checking.choices import ErrorKind, ErrorStage
from orders.checking.operations import Answer

RIGHT, WRONG = "right", "wrong"


def _line_choices(line_nos: Iterable[int]) -> list[tuple[str, Any]]:
    return [("", _("the whole order")), *((str(number), str(number)) for number in line_nos)]


class ChecklistForm(forms.Form):
    """A checklist: each point is right or not; what is not, is said in words and laid on a line where it is one's."""

    def __init__(self, *args: Any, points: Iterable[Any], line_nos: Iterable[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.points = list(points)
        numbers = _line_choices(line_nos)
        for point in self.points:
            self.fields[point.code] = forms.ChoiceField(
                label=str(point),
                choices=[(RIGHT, pgettext_lazy("check", "Right")), (WRONG, _("Not right"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether this is right.")},
            )
            self.fields[f"{point.code}-note"] = forms.CharField(
                label=_("What is not right"), max_length=500, required=False
            )
            self.fields[f"{point.code}-line"] = forms.ChoiceField(label=_("Line"), choices=numbers, required=False)

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """The fields of each point, for the template."""
        for point in self.points:
            yield self[point.code], self[f"{point.code}-note"], self[f"{point.code}-line"]

    def clean(self) -> dict[str, Any]:
        """What is not right is said in words."""
        data = super().clean() or {}
        for point in self.points:
            if data.get(point.code) == WRONG and not data.get(f"{point.code}-note"):
                self.add_error(f"{point.code}-note", _("Say what is not right."))
        return data

    def answers(self) -> list[Answer]:
        """As the operation takes them."""
        data = self.cleaned_data
        found = []
        for point in self.points:
            is_ok, line = data[point.code] == RIGHT, data[f"{point.code}-line"]
            note = "" if is_ok else data[f"{point.code}-note"]
            found.append(Answer(point.code, is_ok, note, int(line) if line and not is_ok else None))
        return found


class VerifyForm(ChecklistForm):
    """The checklist before approval."""

    note = forms.CharField(label=_("Notes"), max_length=500, required=False)
    sends_back = forms.BooleanField(
        label=_("If anything is not right: send the order back to its makers"), required=False, initial=True
    )


class ErrorForm(forms.Form):
    """An error that was found in an order."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ErrorKind.choices)
    stage = forms.ChoiceField(label=_("Found"), choices=ErrorStage.choices)
    line_no = forms.ChoiceField(label=_("Line"), required=False)
    description = forms.CharField(
        label=_("What is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
    made_by_id = forms.ChoiceField(label=pgettext_lazy("order error", "Made by"), required=False)
    cost = NumberField(label=_("Cost"), min_value=0, max_digits=20, decimal_places=2, required=False)

    def __init__(self, *args: Any, line_nos: Iterable[int], with_cost: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [("", _("who entered the order")), *((str(one.pk), one.name) for one in people.active_people())]
        self.fields["made_by_id"].choices = staff  # type: ignore[attr-defined]
        self.fields["line_no"].choices = _line_choices(line_nos)  # type: ignore[attr-defined]
        if not with_cost:
            del self.fields["cost"]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        for name in ("line_no", "made_by_id"):
            data[name] = int(data[name]) if data[name] else None
        return data


class CorrectForm(forms.Form):
    """How an error was corrected."""

    correction = forms.CharField(
        label=_("Corrected how"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
    cost = NumberField(label=_("Cost"), min_value=0, max_digits=20, decimal_places=2, required=False)

    def __init__(self, *args: Any, with_cost: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_cost:
            del self.fields["cost"]


class DismissForm(forms.Form):
    """Why it was no error."""

    reason = forms.CharField(
        label=_("Why it is no error"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
