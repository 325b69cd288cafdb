"""What people ask for, and the customer's answer on his page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.answers.asking import LONGEST
from orders.answers.forms import AskForm as _AskForm
from orders.answers.forms import CustomerForm, RevokeForm

__all__ = ["AnswerForm", "AskForm", "RevokeForm"]

SCORES = [
    (5, pgettext_lazy("score", "very content")),
    (4, pgettext_lazy("score", "content")),
    (3, pgettext_lazy("score", "so-so")),
    (2, pgettext_lazy("score", "not content")),
    (1, pgettext_lazy("score", "not content at all")),
]


class AskForm(_AskForm):
    """Whom to ask, in which language, for how long."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "service-contacts"}))
    field_order = ("recipient", "language", "days")


def _part(label: Any) -> forms.TypedChoiceField:
    choices = [("", "—"), *((value, f"{value} · {words}") for value, words in SCORES)]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class AnswerForm(CustomerForm):
    """How content the customer is."""

    score = forms.TypedChoiceField(label=_("In all"), choices=SCORES, coerce=int, widget=forms.RadioSelect)
    goods = _part(_("Goods"))
    delivery = _part(_("Delivery"))
    service = _part(_("Service"))
    words = forms.CharField(
        label=_("What was good, what should be better?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
