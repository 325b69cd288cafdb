"""What the list of what was taken away can be narrowed by. Only drawn: ``DisclosureFilter`` reads the query string."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from accounts.people.models import User
from common.reference_filter import CODE_MARK
from customers.disclosures.models import Disclosure

_ANY = [("", "–")]


class ListForm(forms.Form):
    """A customer's code, a person, a kind, days."""

    customer = forms.CharField(label=_("Customer code"), required=False)
    person = forms.ChoiceField(label=pgettext_lazy("file", "Taken by"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_ANY, *Disclosure.Kind.choices], required=False)
    many = forms.ChoiceField(
        label=_("Customers"),
        choices=[*_ANY, ("false", _("Each one named")), ("true", _("Many, not named one by one"))],
        required=False,
    )
    taken_from = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    taken_to = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any, *, user: User):
        given = {name: asked.get(name, "") for name in self.base_fields}
        given["customer"] = given["customer"].removeprefix(CODE_MARK)
        super().__init__(initial=given, auto_id="by_%s")
        staff = [(one.username, f"{one.name} · {one.department or '–'}") for one in people.active_people()]
        self.fields["person"].choices = [*_ANY, *staff]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_typed = name in ("customer", "taken_from", "taken_to")
            field.widget.attrs["class"] = "form-control" if is_typed else "form-select"


class LookForm(forms.Form):
    """Why a masked contact is looked at."""

    reason = forms.CharField(
        label=_("What do you need it for?"), max_length=200, widget=forms.TextInput({"autofocus": True})
    )
