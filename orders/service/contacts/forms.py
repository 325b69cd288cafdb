"""Shapes of what people enter about contacts with customers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from orders.service.contacts.choices import Outcome, Purpose, Side, Way
from orders.service.contacts.operations import Next

_AREA = {"rows": 3}
_MOMENT = "%Y-%m-%dT%H:%M"


class _PersonForm(forms.Form):
    """With whom it is held: one of the customer's people, or a name."""

    contact = forms.TypedChoiceField(label=_("Contact"), coerce=int, empty_value=None, required=False)
    contact_name = forms.CharField(
        label=_("Or somebody else"), max_length=60, required=False, help_text=_("Where he is none of the contacts.")
    )

    def __init__(self, *args: Any, contacts: Iterable[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [("", "–"), *contacts]  # type: ignore[attr-defined]

    def person(self) -> dict[str, Any]:
        """As the operation takes him."""
        return {"contact_id": self.cleaned_data["contact"], "contact_name": self.cleaned_data["contact_name"]}


class PlanForm(_PersonForm):
    """A contact to be held."""

    subject = forms.CharField(label=_("About"), max_length=160)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    due_date = forms.DateField(label=_("Follow up by"), widget=forms.DateInput)
    plan = forms.CharField(
        label=_("To be said or asked"), required=False, max_length=4000, widget=forms.Textarea(_AREA)
    )
    owner = forms.TypedChoiceField(
        label=_("Who"), coerce=int, empty_value=None, required=False, help_text=_("Empty: yourself")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "–"), *_staff()]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        names = ("subject", "purpose", "way", "due_date", "plan")
        data = {name: self.cleaned_data[name] for name in names}
        return {**data, **self.person(), "owner_id": self.cleaned_data["owner"]}


class ChangeForm(PlanForm):
    """A planned contact, changed; who holds it is another verb."""

    owner = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any):
        _PersonForm.__init__(self, *args, **kwargs)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        names = ("subject", "purpose", "way", "due_date", "plan", "contact_name")
        return {name: self.cleaned_data[name] for name in names} | {"contact": self.cleaned_data["contact"]}


class _HeldForm(_PersonForm):
    """What came of it, and what comes next."""

    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *Outcome.choices])
    words = forms.CharField(label=_("What was said"), required=False, max_length=4000, widget=forms.Textarea(_AREA))
    held_at = forms.DateTimeField(
        label=_("Held on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        help_text=_("Empty: now"),
    )
    next_date = forms.DateField(
        label=_("Next contact by"), required=False, widget=forms.DateInput, help_text=_("Empty: none is agreed")
    )
    next_subject = forms.CharField(label=_("About"), max_length=160, required=False, help_text=_("Empty: the same"))

    def held(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        wanted = Next(data["next_date"], data["next_subject"]) if data["next_date"] else None
        names = ("way", "outcome", "words", "held_at")
        return {name: data[name] for name in names} | {**self.person(), "next_contact": wanted}


class HoldForm(_HeldForm):
    """A planned contact was held."""


class WriteDownForm(_HeldForm):
    """A contact that nobody planned."""

    subject = forms.CharField(label=_("About"), max_length=160)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    side = forms.ChoiceField(label=_("Begun by"), choices=Side.choices)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        return {name: self.cleaned_data[name] for name in ("subject", "purpose", "side")} | self.held()


class MoveForm(forms.Form):
    """Who holds it from now on."""

    owner = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _staff()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a contact is not needed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )


def _staff() -> list[tuple[int, str]]:
    return [(one.pk, f"{one.name} · {one.department or '–'}") for one in people.staff()]
