"""What a department is asked for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.changes.assessing.operations import LONGEST, LONGEST_KIND, MOST_DAYS
from orders.changes.choices import Verdict


class AnswerForm(forms.Form):
    """What a change means for a department; amounts in the order's currency."""

    verdict = forms.ChoiceField(label=_("Answer"), choices=Verdict.choices, widget=forms.RadioSelect)
    conditions = forms.CharField(
        label=_("Conditions and words"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which conditions, or why not."),
    )
    days = forms.IntegerField(
        label=_("Days more"), required=False, min_value=-MOST_DAYS, max_value=MOST_DAYS, help_text=_("That it takes.")
    )
    cost = NumberField(label=_("Extra cost"), required=False, min_value=0, max_digits=20, decimal_places=2)
    cost_kind = forms.CharField(
        label=_("For what"),
        max_length=LONGEST_KIND,
        required=False,
        help_text=_("Penalty, overtime, special transport, …"),
    )

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        return {**data, "days": data["days"] or 0, "cost": data["cost"] or Decimal(0)}
