"""What splitting and merging ask for. Shapes only; the operations decide."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.templatetags import fmt
from common.typed import NumberField
from orders.order.models import Order, OrderLine


class SplitForm(forms.Form):
    """How much of each line moves to the new draft: empty is nothing."""

    def __init__(self, *args: Any, lines: Sequence[OrderLine], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            label = _("Quantity of line %(line)s that moves") % {"line": line.line_no}
            self.fields[_name(line)] = NumberField(
                label=label,
                required=False,
                min_value=Decimal(0),
                max_digits=16,
                decimal_places=4,
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "class": "form-control sm n", "aria-label": label}
                ),
            )

    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        """Each line with its box."""
        return [(line, self[_name(line)]) for line in self.lines]

    def quantities(self) -> dict[int, Decimal]:
        """Line number → what moves."""
        given = ((line.line_no, self.cleaned_data[_name(line)]) for line in self.lines)
        return {line_no: quantity for line_no, quantity in given if quantity}


def _name(line: OrderLine) -> str:
    return f"lines.{line.line_no}.quantity"


class MergeForm(forms.Form):
    """Which drafts become part of the order, and whether its header counts where theirs say otherwise."""

    orders = forms.MultipleChoiceField(label=gettext_lazy("Drafts"), widget=forms.CheckboxSelectMultiple)
    is_agreed = forms.BooleanField(
        label=gettext_lazy("What this order says counts, wherever the others say otherwise"), required=False
    )

    def __init__(self, *args: Any, others: Iterable[Order], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["orders"].choices = [(str(one.pk), _title(one)) for one in others]  # type: ignore[attr-defined]

    def ids(self) -> list[int]:
        """The drafts chosen."""
        return [int(pk) for pk in self.cleaned_data["orders"]]


def _title(order: Order) -> str:
    parts = [order.display_number, order.order_date.isoformat(), order.customer_po_number]
    parts.append(_("%(count)s lines") % {"count": fmt.qty(order.line_count)})
    return " · ".join(part for part in parts if part)
