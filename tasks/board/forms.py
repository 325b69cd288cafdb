"""What dialogs of the schedule ask for. Shapes only; the operations decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.scheduling.choices import Cause
from tasks.scheduling.models import DateMove

_CAUSES = [choice for choice in Cause.choices if choice[0] not in (Cause.RELEASE, Cause.PREDECESSOR, Cause.PLAN)]
_LENGTH = DateMove._meta.get_field("words").max_length


def _cause() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Why"), choices=_CAUSES, initial=Cause.OTHER)


def _words() -> forms.CharField:
    return forms.CharField(label=_("In words"), max_length=_LENGTH, required=False)


class MoveForm(forms.Form):
    """Other days for a task."""

    start = forms.DateField(label=_("Start"), widget=forms.DateInput)
    end = forms.DateField(label=_("End"), widget=forms.DateInput)
    cause = _cause()
    words = _words()


class ReplanForm(forms.Form):
    """How the tasks of an order are dated anew."""

    backward = forms.TypedChoiceField(
        label=_("Direction"),
        choices=[("", _("As early as possible")), ("1", _("As late as the promises allow"))],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    frees = forms.BooleanField(label=_("Also tasks whose days were fixed by hand"), required=False)
    cause = _cause()
    words = _words()


class FeedForm(forms.Form):
    """What a calendar shows."""

    shows = forms.MultipleChoiceField(
        label=_("What the calendar shows"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, parts: Mapping[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.fields["shows"].choices = [(key, part.label) for key, part in parts.items()]  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[str, Any, bool]]:
        """Key, part and whether it is chosen, for the page."""
        chosen = self["shows"].value() or []
        return [(key, part, key in chosen) for key, part in self.parts.items()]


def days_of(query: Any) -> dict[str, Any]:
    """The days that an address or a form names, those that can be read."""
    found = {}
    for name in ("start", "end"):
        try:
            found[name] = forms.DateField(required=False).clean(query.get(name, ""))
        except forms.ValidationError:
            found[name] = None
    return found
