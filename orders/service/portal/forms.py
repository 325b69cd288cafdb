"""What people ask for when they give an access, and what a customer writes on his page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.answers.forms import LANGUAGE_CHOICES, CustomerForm
from orders.service.portal.models import PageWord
from orders.service.portal.operations.giving import DAYS, MOST_DAYS
from orders.service.portal.operations.writing import LONGEST
from orders.service.satisfaction.forms import AnswerForm

Kind = PageWord.Kind


class GiveForm(forms.Form):
    """Who gets the way to the page, for how long, with or without prices."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "page-contacts"}))
    name = forms.CharField(label=_("For whom"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)
    shows_prices = forms.BooleanField(label=_("Shows prices"), required=False, initial=True)


class EmptyForm(forms.Form):
    """A question without a field."""


class _OnPage(CustomerForm):
    order = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class QuestionForm(_OnPage):
    """The customer asks something."""

    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST[Kind.QUESTION], widget=forms.Textarea(attrs={"rows": 3})
    )


class ComplaintForm(_OnPage):
    """The customer complains."""

    text = forms.CharField(
        label=_("What happened"), max_length=LONGEST[Kind.COMPLAINT], widget=forms.Textarea(attrs={"rows": 4})
    )


class RateForm(AnswerForm):
    """How content the customer is with one order."""

    order = forms.CharField(max_length=20, widget=forms.HiddenInput)
