"""The table of required fields as a form: one choice of a step for each field."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.completeness import queries, rules
from orders.completeness.rules import Step

NEVER = ("", _("Not required"))


class TableForm(forms.Form):
    """A field for each row of the table, named as the row."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        steps = rules.steps_now()
        for field, label in rules.demandable().items():
            is_fixed = rules.is_fixed(field)
            self.fields[field] = forms.ChoiceField(
                label=str(label),
                choices=[NEVER, *Step.choices],
                initial=steps.get(field, ""),
                required=False,
                disabled=is_fixed,
                widget=forms.RadioSelect,
            )

    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """What the page draws: head, lines, custom fields; each choice with how many open orders it would stop."""
        stopped = queries.blocked_by(list(self.fields))
        found: dict[str, list[dict[str, Any]]] = {}
        for field in self.fields:
            choices = [
                {"radio": radio, "count": stopped.get(field, {}).get(step, 0)}
                for radio, (step, _words) in zip(self[field].subwidgets, [NEVER, *Step.choices], strict=True)
            ]
            row = {"label": self.fields[field].label, "is_fixed": self.fields[field].disabled, "choices": choices}
            found.setdefault(_group_of(field), []).append(row)
        return list(found.items())


def _group_of(field: str) -> str:
    if field in rules.custom_fields():
        return gettext("Custom fields")
    return gettext("Every line") if field.startswith("lines.") else gettext("Head of the order")
