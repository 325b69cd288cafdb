"""What people ask for when they give an access, and what a customer writes on his page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.answers.forms import LANGUAGE_CHOICES, CustomerForm
from orders.exceptions.choices import Severity
from orders.service.portal.models import PageWord
from orders.service.portal.operations.giving import DAYS, MOST_DAYS
from orders.service.portal.operations.writing import LONGEST
from orders.service.satisfaction.forms import AnswerForm

Kind = PageWord.Kind
SEVERITIES = [
    (Severity.URGENT, _("We cannot go on working")),
    (Severity.SERIOUS, _("It hinders us, but we go on")),
    (Severity.MINOR, _("A small thing, it is to be known")),
]


class GiveForm(forms.Form):
    """Who gets the way to the page, for how long, with or without prices."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "page-contacts"}))
    name = forms.CharField(label=pgettext_lazy("customer's page", "For whom"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)
    shows_prices = forms.BooleanField(label=_("Shows prices"), required=False, initial=True)


class EmptyForm(forms.Form):
    """A question without a field."""


@dataclass(frozen=True)
class Offer:
    """What a customer may write about: one of his orders, or a line of the one that he looks at."""

    orders: Sequence[str] = ()
    lines: Sequence[tuple[int, str]] = ()


class _OnPage(CustomerForm):
    order = forms.CharField(label=_("About order"), max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offer: Offer = Offer(), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if offer.orders:
            choices = [("", _("no order in particular")), *((one, one) for one in offer.orders)]
            self.fields["order"].widget = forms.Select(choices=choices)


class QuestionForm(_OnPage):
    """The customer asks something."""

    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST[Kind.QUESTION], widget=forms.Textarea(attrs={"rows": 3})
    )


class SuggestionForm(_OnPage):
    """The customer suggests something."""

    text = forms.CharField(
        label=_("Your suggestion"), max_length=LONGEST[Kind.SUGGESTION], widget=forms.Textarea(attrs={"rows": 3})
    )


class ComplaintForm(_OnPage):
    """The customer complains: how bad it is, in his words; of which line, of which piece."""

    severity = forms.ChoiceField(label=_("How bad is it?"), choices=SEVERITIES, widget=forms.RadioSelect)
    line_no = forms.TypedChoiceField(label=_("What is it about?"), coerce=int, empty_value=None, required=False)
    piece = forms.CharField(
        label=_("Serial number or lot"),
        max_length=60,
        required=False,
        help_text=_("If you know it: it is on the label."),
    )
    text = forms.CharField(
        label=_("What happened"), max_length=LONGEST[Kind.COMPLAINT], widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, offer: Offer = Offer(), **kwargs: Any):
        super().__init__(*args, offer=offer, **kwargs)
        if offer.lines:
            self.fields["line_no"].choices = [("", _("the whole order")), *offer.lines]  # type: ignore[attr-defined]
        else:
            del self.fields["line_no"]


class RateForm(_OnPage, AnswerForm):
    """How content the customer is with one order."""
