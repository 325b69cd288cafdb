"""What the page of duties asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import Department
from common.typed import NameField
from orders.order.states import Stage

_NONE = [("", "–")]


class DutyForm(forms.Form):
    """A stage, and who answers for it."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    area = forms.TypedChoiceField(
        label=_("Orders of"), coerce=int, empty_value=None, required=False, help_text=_("Empty: all orders")
    )
    department_kind = forms.ChoiceField(label=_("Department"), choices=Department.Kind.choices)
    person = forms.TypedChoiceField(
        label=_("Administrator"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Empty: the head of the department"),
    )
    duty = NameField(label=_("Duty"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        areas = [(one.pk, f"{one.name}") for one in people.list_departments() if one.is_active]
        staff = [(one.pk, f"{one.name} · {one.department or '–'}") for one in people.staff()]
        self.fields["area"].choices = [*_NONE, *areas]  # type: ignore[attr-defined]
        self.fields["person"].choices = [*_NONE, *staff]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("stage", "department_kind", "duty", "is_active")}
        return plain | {"area_id": data["area"], "person_id": data["person"]}
