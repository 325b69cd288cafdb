"""What is asked for when pieces are told apart: numbers scanned or pasted, a line each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from orders.fulfilment.numbers import rules
from orders.fulfilment.numbers.queries import Numbered
from orders.fulfilment.numbers.rules import LONGEST
from products.catalogue.choices import Numbering

MOST_TEXT = (LONGEST + 20) * 5000


class NumbersForm(forms.Form):
    """The numbers of every line whose pieces are told apart."""

    def __init__(self, *args: Any, asked: Sequence[Numbered], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for one in self.asked:
            known = [(row.number, row.quantity) for row in one.numbers]
            hint = _("A number a line; scan or paste them.")
            if one.numbering == Numbering.BATCH:
                hint = _("A batch a line, with its pieces behind it: B2611 × 40")
            self.fields[f"line-{one.line.pk}"] = forms.CharField(
                label=f"{one.line.of.line_no} {one.line.of.product_name}",
                required=False,
                max_length=MOST_TEXT,
                help_text=hint,
                initial=rules.written(known, one.numbering),
                widget=forms.Textarea(
                    attrs={"rows": min(12, max(3, int(one.line.quantity))), "class": "so-num", "spellcheck": "false"}
                ),
            )

    def bound_rows(self) -> list[tuple[Numbered, forms.BoundField]]:
        """Each line with its field."""
        return [(one, self[f"line-{one.line.pk}"]) for one in self.asked]

    def clean(self) -> dict[str, Any]:
        """Every row can be read."""
        data = super().clean() or {}
        for one in self.asked:
            _found, wrong = rules.read(data.get(f"line-{one.line.pk}", ""), one.numbering)
            if wrong:
                text = _("This cannot be read: %(rows)s") % {"rows": ", ".join(wrong[:5])}
                self.add_error(f"line-{one.line.pk}", ValidationError(text))
        return data

    def numbers(self) -> dict[int, list[tuple[str, Decimal]]]:
        """Outbound line id → its numbers."""
        return {
            one.line.pk: rules.read(self.cleaned_data[f"line-{one.line.pk}"], one.numbering)[0] for one in self.asked
        }
