"""Shapes of what people enter about papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from orders.printing.models import CompanyPicture, PaperForm
from orders.printing.operations import FIELDS
from orders.printing.papers import Paper


class PrintForm(forms.Form):
    """Which paper, in which language."""

    kind = forms.ChoiceField(label=_("Paper"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("The customer's")), *Customer.PaperLanguage.choices], required=False
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Paper]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].choices = [(kind, paper.label) for kind, paper in kinds]  # type: ignore[attr-defined]

    @property
    def languages(self) -> list[tuple[str, Any]]:
        """In which languages papers are printed."""
        return Customer.PaperLanguage.choices


class PaperFormForm(forms.ModelForm):
    """The blocks of a paper's form. Texts may name {number}, {date}, {customer} and {customer_order}."""

    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = PaperForm
        fields = FIELDS
        widgets = {
            **{name: forms.Textarea({"rows": 3}) for name in ("intro_zh", "intro_en")},
            **{name: forms.Textarea({"rows": 10}) for name in ("clauses_zh", "clauses_en")},
        }
        help_texts = {"intro_zh": _("May name {number}, {date}, {customer} and {customer_order}")}

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(key, column.label) for key, column in paper.columns.items()]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The operation checks the row as a whole."""

    def values(self) -> dict[str, Any]:
        """All fields, as the operation takes them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class PictureForm(forms.Form):
    """A logo or seal."""

    role = forms.ChoiceField(label=_("Picture"), choices=CompanyPicture.Role.choices)
    file = forms.FileField(label=_("PNG file"), required=False, help_text=_("Up to 1 MB; a seal on transparent ground"))
