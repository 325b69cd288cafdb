"""What people ask for: the letter as it goes, what was answered by hand, what the customer says on his page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.answers.asking import LONGEST, LONGEST_QUESTION
from orders.answers.choices import HAND_CHOICES
from orders.answers.forms import AskForm, CustomerForm, EvidenceForm, RevokeForm
from orders.changes.letters.operations.sending import LONGEST_SUBJECT, LONGEST_TEXT

__all__ = ["ChooseForm", "DeclineForm", "LetterForm", "QuestionForm", "RecordForm", "RevokeForm"]
DECLINED = "-"


class LetterForm(AskForm):
    """The letter as it was drafted, to be changed and sent."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "letter-contacts"}))
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=pgettext_lazy("to the customer", "Letter"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    keys = forms.MultipleChoiceField(
        label=_("Offered beside it"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    field_order = ("recipient", "language", "days", "subject", "text", "keys")

    def __init__(self, *args: Any, options: Sequence[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(one["key"], f"{one['label']} · {one['text']}") for one in options[1:]]
        if choices:
            self.fields["keys"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["keys"]


class RecordForm(EvidenceForm):
    """What the customer said in another way."""

    method = forms.ChoiceField(label=_("How"), choices=HAND_CHOICES)
    chosen = forms.ChoiceField(label=_("Answer"))
    name = forms.CharField(label=_("Who answered"), max_length=80)
    words = forms.CharField(label=_("What he said"), max_length=LONGEST, required=False)
    field_order = ("method", "chosen", "name", "words", "file", "said_at", "evidence")

    def __init__(self, *args: Any, options: Sequence[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        agreed = [(one["key"], _("He agrees: %(option)s") % {"option": one["label"]}) for one in options]
        self.fields["chosen"].choices = [*agreed, (DECLINED, _("He declines"))]  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        return {**data, "chosen": "" if data["chosen"] == DECLINED else data["chosen"]}


class ChooseForm(CustomerForm):
    """The customer agrees to one of the options."""

    chosen = forms.ChoiceField(label=_("Your choice"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What you want to say with it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, options: Sequence[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(one["key"], one["label"]) for one in options]  # type: ignore[attr-defined]


class DeclineForm(CustomerForm):
    """The customer does not agree."""

    words = forms.CharField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, options: Sequence[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "chosen": ""}


class QuestionForm(CustomerForm):
    """The customer asks back."""

    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, options: Sequence[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
