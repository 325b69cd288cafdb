"""What people ask for: whom to ask, what was answered by hand, what the customer says on his page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.answers.asking import LONGEST
from orders.answers.forms import CustomerForm, EvidenceForm, NotedForm, RevokeForm
from orders.collecting.choices import BY_HAND

__all__ = ["AskForm", "ConfirmForm", "ObjectForm", "RecordForm", "RevokeForm"]
CONFIRMED, OBJECTED = "confirmed", "objected"


def _orders(names: Iterable[str]) -> list[tuple[str, Any]]:
    return [("", _("the account as a whole")), *((one, one) for one in names)]


class AskForm(NotedForm):
    """Whom to ask, in which language, for how long."""

    recipient = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"list": "statement-contacts"}))
    field_order = ("recipient", "language", "days", "note")


class RecordForm(EvidenceForm):
    """What the customer said in another way."""

    method = forms.ChoiceField(label=_("How"), choices=[(one.value, one.label) for one in BY_HAND])
    answer = forms.ChoiceField(label=_("Answer"), choices=[(CONFIRMED, _("He confirms")), (OBJECTED, _("He objects"))])
    name = forms.CharField(label=_("Who answered"), max_length=80)
    words = forms.CharField(label=_("What he said"), max_length=LONGEST, required=False)
    order = forms.ChoiceField(label=_("Order that he objects to"), required=False)
    field_order = ("method", "answer", "name", "words", "order", "file", "said_at", "evidence")

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = _orders(orders)  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = dict(self.cleaned_data)
        data["is_confirmed"] = data.pop("answer") == CONFIRMED
        return data


class ConfirmForm(CustomerForm):
    """The customer agrees."""

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_confirmed": True}


class ObjectForm(CustomerForm):
    """The customer does not agree."""

    order = forms.ChoiceField(label=_("Which order is it about"), required=False)
    words = forms.CharField(label=_("What is not right"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, orders: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = _orders(orders)  # type: ignore[attr-defined]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        return {**self.cleaned_data, "is_confirmed": False}
