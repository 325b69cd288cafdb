"""Shapes of what people enter about doubts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from orders.doubts import choices

_AREA = forms.Textarea(attrs={"rows": 3, "autofocus": True})


class AskForm(forms.Form):
    """What is asked, about which line and field, of whom."""

    text = forms.CharField(label=_("Question"), max_length=1000, widget=_AREA)
    line_no = forms.TypedChoiceField(
        label=_("Line"), required=False, coerce=int, empty_value=None, help_text=_("Empty: the whole order.")
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    person = forms.TypedChoiceField(label=_("Asked of"), coerce=int)

    def __init__(self, *args: Any, order: Any, lines: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        numbers = [(line.line_no, f"{line.line_no} · {line.product_code} {line.product_name}") for line in lines]
        kept = [
            (row["line_no"], f"{row['line_no']} · {row['cells'].get('product', '')}") for row in order.unfinished or ()
        ]
        self.fields["line_no"].choices = [("", _("The whole order")), *sorted([*numbers, *kept])]  # type: ignore[attr-defined]
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            (_("Order"), [*choices.HEADER.items()]),
            (_("Line"), [*choices.LINE.items()]),
        ]
        staff = [(person.pk, person.name) for person in people.staff()]
        self.fields["person"].choices = staff  # type: ignore[attr-defined]
        if order.salesperson_id:
            self.fields["person"].initial = order.salesperson_id


class AnswerForm(forms.Form):
    """The answer."""

    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=_AREA)


class ReasonForm(forms.Form):
    """Why an order is set aside."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_AREA)


class NoteForm(forms.Form):
    """What became of it, if there is anything to say."""

    note = forms.CharField(label=_("Notes"), max_length=500, required=False, widget=_AREA)
