"""Shapes of what people enter about service policies and progress letters."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.service.letters.choices import News


class PolicyForm(forms.Form):
    """What a customer is told, asked and offered by itself."""

    tells = forms.MultipleChoiceField(
        label=_("Told of"), choices=News.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    progress_every = forms.IntegerField(
        label=_("Progress letter every so many days"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Empty: none"),
    )
    visit_after = forms.IntegerField(
        label=_("Return visit so many days after delivery"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=pgettext_lazy("return visit", "Empty: none"),
    )
    asks_satisfaction = forms.BooleanField(label=_("Asked how content he is, after signing"), required=False)
    has_page = forms.BooleanField(label=_("Letters carry the way to his own page"), required=False)


class LetterForm(forms.Form):
    """The words of a draft."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Letter"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}))


class SendForm(forms.Form):
    """To whom it goes."""

    recipient = forms.EmailField(label=_("Mail address"))


class EmptyForm(forms.Form):
    """A question without a field."""
