"""What the list of a past moment is asked. Only drawn: ``PastStockFilter`` reads the query string."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common import moments
from products.stock import queries as stock


class PastStockForm(forms.Form):
    """The moment, and the warehouse."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    at = forms.CharField(
        label=_("As of"), widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control so-num"})
    )
    warehouse = forms.ChoiceField(
        label=_("Warehouse"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, asked: QueryDict, moment: datetime):
        known = {"q": asked.get("q", ""), "warehouse": asked.get("warehouse", "")}
        super().__init__(initial={**known, moments.PARAMETER: moments.written(moment)}, auto_id="by_%s")
        rows = [(one.code, str(one)) for one in stock.warehouses()]
        self.fields["warehouse"].choices = [("", _("All warehouses")), *rows]  # type: ignore[attr-defined]
        self.fields["warehouse"].widget.attrs["aria-label"] = self.fields["warehouse"].label
