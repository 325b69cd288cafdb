"""Shapes of what people enter when goods are given out anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.order.choices import AllocationRule


class MoveForm(forms.Form):
    """To which line, and how much."""

    to = forms.TypedChoiceField(label=_("To"), coerce=int)
    quantity = NumberField(label=_("Quantity"), min_value=0, max_digits=14, decimal_places=4)

    def __init__(self, *args: Any, takers: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        text = _("%(order)s line %(line)s · %(customer)s · lacks %(short)s")
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (
                one.pk,
                text
                % {
                    "order": one.order.display_number,
                    "line": one.line_no,
                    "customer": one.order.customer.name,
                    "short": f"{one.short.normalize():f}",
                },
            )
            for one in takers
        ]


class RuleForm(forms.Form):
    """What a line may win or lose."""

    rule = forms.ChoiceField(
        label=_("When goods are given out anew"),
        choices=[("", _("By the class of the order")), *AllocationRule.choices],
        required=False,
    )
