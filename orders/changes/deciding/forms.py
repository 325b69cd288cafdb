"""What returning a request to a step asks for; asking another approver is as for orders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.lifecycle.forms import ReasonForm


class ReturnForm(ReasonForm):
    """To which step, and why."""

    field_order = ("step", "reason")
    step = forms.TypedChoiceField(label=_("Back to"), coerce=int)

    def __init__(self, *args: Any, steps: Iterable[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(number, _("Step of %(people)s") % {"people": names}) for number, names in steps]
        self.fields["step"].choices = rows  # type: ignore[attr-defined]
