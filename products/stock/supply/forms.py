"""Shapes of what people enter about planned receipts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, dates
from common.lookup import LookupField
from common.typed import NumberField
from products.catalogue import queries as catalogue
from products.stock import queries as stock
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.operations import Planned

_ANY = [("", "–")]
_DAY = {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric"}


class PlannedReceiptListForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``PlannedReceiptFilter`` reads the query string."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*_ANY, *PlannedReceipt.State.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_ANY, *PlannedReceipt.Kind.choices], required=False)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    is_late = forms.ChoiceField(label=_("Late"), choices=[*_ANY, ("true", _("yes"))], required=False)
    expected_to = forms.DateField(label=_("Expected to"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["warehouse"].choices = [*_ANY, *((one.code, str(one)) for one in stock.warehouses())]  # type: ignore[attr-defined]
        self.fields["supplier"].choices = [*_ANY, *((one.code, one.name) for one in catalogue.suppliers())]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        self.fields["expected_to"].widget.attrs |= _DAY


class _PlanForm(forms.Form):
    """What is planned of a receipt."""

    quantity = NumberField(label=_("Quantity"), max_digits=16, decimal_places=4)
    expected_date = forms.DateField(label=_("Expected"), widget=forms.DateInput)
    warehouse = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    from_warehouse = forms.TypedChoiceField(
        label=_("From warehouse"), coerce=int, required=False, empty_value=None, help_text=_("Only of a transfer")
    )
    supplier = forms.TypedChoiceField(label=_("Supplier"), coerce=int, required=False, empty_value=None)
    reference = forms.CharField(label=_("Purchase or production order"), max_length=80, required=False)
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        places = [(one.pk, str(one)) for one in stock.warehouses()]
        self.fields["warehouse"].choices = places  # type: ignore[attr-defined]
        self.fields["from_warehouse"].choices = [*_ANY, *places]  # type: ignore[attr-defined]
        suppliers = [(one.pk, one.name) for one in catalogue.suppliers() if one.is_active]
        self.fields["supplier"].choices = [*_ANY, *suppliers]  # type: ignore[attr-defined]
        self.fields["expected_date"].widget.attrs |= _DAY


class PlannedReceiptForm(_PlanForm):
    """A new planned receipt."""

    product = LookupField(label=_("Product"), url=reverse_lazy("products:suggest-goods"))
    kind = forms.ChoiceField(label=_("Kind"), choices=PlannedReceipt.Kind.choices)
    field_order = ("product", "kind", "quantity", "expected_date")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["supplier"].help_text = _("Empty: the product's own")

    def entry(self) -> Planned:
        """The row as the operation takes it."""
        data = dict(self.cleaned_data)
        ids = {f"{name}_id": data.pop(name) for name in ("warehouse", "from_warehouse", "supplier")}
        return Planned(product_id=data.pop("product").pk, **ids, **data)


class PlannedChangeForm(_PlanForm):
    """What is still to come, as it is planned now."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Needed where the day moves")
    )

    def __init__(self, data: Any = None, *, receipt: PlannedReceipt):
        shown = {name: getattr(receipt, name) for name in ("expected_date", "reference", "notes")}
        shown["quantity"] = f"{receipt.quantity.normalize():f}"
        shown |= {name: getattr(receipt, f"{name}_id") for name in ("warehouse", "from_warehouse", "supplier")}
        super().__init__(data, initial=shown)
        if receipt.kind != PlannedReceipt.Kind.TRANSFER:
            del self.fields["from_warehouse"]


class ReceiveForm(forms.Form):
    """What came."""

    quantity = NumberField(label=_("Quantity"), max_digits=16, decimal_places=4)
    document_number = forms.CharField(label=_("Delivery note"), max_length=80, required=False)
    is_rest_dropped = forms.BooleanField(
        label=_("The rest will not come"), required=False, help_text=_("The planned receipt is done with")
    )

    def __init__(self, data: Any = None, *, receipt: PlannedReceipt):
        super().__init__(data, initial={"quantity": f"{receipt.open.normalize():f}"})


class CancelForm(forms.Form):
    """Why it will not come."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def first_plan(user: User, asked: Any) -> dict[str, Any]:
    """What a new planned receipt starts with: the product that the address names, on the day it can be there."""
    product = catalogue.find_by_code(user, asked.get("product", ""))
    days = product.lead_time_days if product else 0
    return {"product": product, "expected_date": dates.business_day(clock.now()) + timedelta(days=days)}
