"""What forms of every question have: those of the people who ask, and those on the customer's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.answers.asking import DAYS, LONGEST, MOST_DAYS

LANGUAGE_CHOICES = [("", _("as his papers are")), ("zh-hans", "中文"), ("en", "English")]


class AskForm(forms.Form):
    """In which language, for how long. Whom to ask is the kind's."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    days = forms.IntegerField(label=_("Days until the link closes"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class NotedForm(AskForm):
    """With words to the customer beside what he is shown."""

    note = forms.CharField(
        label=_("Words to the customer"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class EvidenceForm(forms.Form):
    """What proves an answer that came in another way than by link."""

    file = forms.FileField(label=_("Proof (file)"), required=False)
    said_at = forms.DateTimeField(
        label=_("Said on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Day and time, for an answer without a file."),
    )
    evidence = forms.CharField(
        label=_("Proof in words"),
        max_length=300,
        required=False,
        help_text=_("For an answer without a file: from which number or address he told it, who was present."),
    )


class RevokeForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )


class CustomerForm(forms.Form):
    """What every form on the customer's page has."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
