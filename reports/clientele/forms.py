"""The thresholds by which customers are judged, as a form."""

from typing import Any

from django import forms

from common.typed import NumberField
from reports.clientele import thresholds
from reports.clientele.thresholds import FIGURES, Thresholds, plain


class ThresholdForm(forms.Form):
    """A field for each figure."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        now = thresholds.current()
        for name, figure in FIGURES.items():
            kind = NumberField if figure.bounds.places else forms.IntegerField
            value = getattr(now, name)
            self.fields[name] = kind(
                label=str(figure.label),
                help_text=str(figure.bounds),
                initial=plain(value) if figure.bounds.places else value,
            )
            self.fields[name].widget.attrs["class"] = "form-control sm so-num"

    def clean(self) -> dict[str, Any]:
        """Each within its bounds, and beside the others."""
        found = self.cleaned_data
        if set(found) == set(FIGURES):
            for name, text in thresholds.faults(Thresholds(**found)).items():
                self.add_error(name, text)
        return found

    @property
    def wanted(self) -> Thresholds:
        """What was typed; as it stands for a form without data. Only of a form without errors."""
        return Thresholds(**self.cleaned_data) if self.is_bound else thresholds.current()
