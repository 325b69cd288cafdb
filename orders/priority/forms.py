"""Shapes of what people enter about classes and priority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.priority.models import PriorityRules
from orders.priority.operations import FIELDS
from segments.classification import queries as rules

_CLASS = "class:"
_GROUP = "CUSTOMER_CLASS"


class RulesForm(forms.ModelForm):
    """Bands, weights and points; one field for the points of each class of customers."""

    medium_from = NumberField(label=_("Medium from"), max_digits=16, decimal_places=2)
    large_from = NumberField(label=_("Large from"), max_digits=16, decimal_places=2)

    class Meta:
        model = PriorityRules
        fields = tuple(name for name in FIELDS if name != "by_class")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        given = (kwargs.get("initial") or {}).get("by_class", {})
        self.classes = dict(rules.choices("customer", group=_GROUP))
        for code, label in self.classes.items():
            points = forms.IntegerField(label=str(label), min_value=0, max_value=100, required=False)
            points.initial = given.get(code)
            self.fields[f"{_CLASS}{code}"] = points

    def _post_clean(self) -> None:
        """The operation checks the row as a whole."""

    def values(self) -> dict[str, Any]:
        """All fields, as the operation takes them."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        points = {code: self.cleaned_data[f"{_CLASS}{code}"] for code in self.classes}
        return found | {"by_class": {code: value for code, value in points.items() if value is not None}}

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page shows them."""
        pick = lambda *names: [self[name] for name in names]  # noqa: E731
        return [
            (_("Valid"), pick("valid_from")),
            (_("By amount, in the company's currency, tax included"), pick("medium_from", "large_from")),
            (_("By delivery time, in days of work"), pick("urgent_days", "short_days")),
            (_("Weights of the score"), pick("weight_amount", "weight_time", "weight_customer")),
            (
                _("Importance of customers, 0 to 100"),
                pick("new_customer", "other_customer", *(f"{_CLASS}{code}" for code in self.classes)),
            ),
        ]


class PinForm(forms.Form):
    """Why an order stands above all others."""

    reason = forms.CharField(label=_("Why"), max_length=200)
