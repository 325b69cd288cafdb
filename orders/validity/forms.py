"""The table of checks as a form: a severity each, and a figure where the check has one."""

from decimal import Decimal
from typing import Any

from django import forms

from common.typed import NumberField
from orders.order.risks import Kind
from orders.validity.table import CHECKS, Rule, Severity, table


class TableForm(forms.Form):
    """Fields ``<check>.severity`` and ``<check>.parameter``."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        for kind, rule in table().items():
            self.fields[f"{kind}.severity"] = forms.ChoiceField(
                choices=Severity.choices, initial=rule.severity, label=str(CHECKS[kind].label)
            )
            if parameter := CHECKS[kind].parameter:
                self.fields[f"{kind}.parameter"] = NumberField(
                    min_value=parameter.least,
                    max_value=parameter.most,
                    initial=f"{(rule.parameter or Decimal(0)).normalize():f}",
                    label=str(parameter.label),
                )

        for field in self.fields.values():
            css = "form-select sm" if isinstance(field, forms.ChoiceField) else "form-control sm so-num"
            field.widget.attrs["class"] = css

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws, check by check."""
        return [
            {
                "check": check,
                "severity": self[f"{kind}.severity"],
                "parameter": self[f"{kind}.parameter"] if check.parameter else None,
            }
            for kind, check in CHECKS.items()
        ]

    def rules(self) -> dict[Kind, Rule]:
        """What the operation takes."""
        data = self.cleaned_data
        return {kind: Rule(Severity(data[f"{kind}.severity"]), data.get(f"{kind}.parameter")) for kind in CHECKS}
