"""The rules of scoring as a form: a field for each figure."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from orders.credit_desk.rules import BOUNDS, present
from orders.credit_desk.scoring import WORST, Part

_OTHER = {
    "grades.A": _("Grade A from a score of"),
    "grades.B": _("Grade B from a score of"),
    "grades.C": _("Grade C from a score of"),
    "grace_days": _("Days after the due date that are not late yet"),
    "least_payments": _("Payments that a score needs at least"),
    "months": _("Months that are looked at"),
    "least_answers": _("Answers that satisfaction needs at least"),
}


class RulesForm(forms.Form):
    """Fields by the names of the figures."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        for name, figure in present().items():
            least, most = BOUNDS[name]
            self.fields[name] = NumberField(
                min_value=least, max_value=most, initial=f"{figure.normalize():f}", label=self._label(name)
            )
            self.fields[name].widget.attrs["class"] = "form-control sm so-num"

    @staticmethod
    def _label(name: str) -> Any:
        kind, _dot, key = name.partition(".")
        if kind == "points":
            return _("Points that it adds or takes at most") if Part(key).is_of_voice else _("Points")
        return WORST[key] if kind == "worst" else _OTHER[name]

    def parts(self) -> list[dict[str, Any]]:
        """A row for each part of the score."""
        return [
            {"part": part, "label": part.label, "points": self[f"points.{part}"], "worst": self[f"worst.{part}"]}
            for part in Part
        ]

    def others(self) -> list[Any]:
        """The fields beside them."""
        return [self[name] for name in _OTHER]

    def figures(self) -> dict[str, Decimal]:
        """What the operation takes."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
