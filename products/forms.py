"""Shapes of what people enter about products and stock."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.lookup import LookupField
from common.typed import NameField, NumberField
from products import policies
from products.catalogue import queries as catalogue
from products.catalogue.choices import Numbering, Risk, SupplyMode
from products.catalogue.models import Product, ProductCategory, Substitute, Supplier
from products.stock import queries as stock
from products.stock.models import StockMovement, Warehouse
from segments.classification import queries as rules
from segments.custom_fields import forms as custom
from segments.custom_fields.values import PRODUCT

_ANY = [("", "–")]
_YES_NO = [*_ANY, ("true", _("yes")), ("false", _("no"))]
_SUGGEST = reverse_lazy("products:suggest")


# columns whose stored zeros are not shown in the form
_PRICES = ("list_price", "floor_price", "unit_cost")
_FIGURES = (*_PRICES, "tax_rate", "pack_multiple", "minimum_quantity", "warning_level")


def _as_control(form: forms.Form) -> None:
    """Give the fields of a filter their looks; they are drawn without the ``field`` tag."""
    for field in form.fields.values():
        is_choice = isinstance(field, forms.ChoiceField)
        field.widget.attrs["class"] = "form-select" if is_choice else "form-control"


class ProductListForm(forms.Form):
    """What the list can be narrowed by. Only drawn: ``ProductFilter`` reads the query string."""

    q = forms.CharField(label=_("Code, name, specification or pinyin initials"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    brand = forms.ChoiceField(label=_("Brand"), required=False)
    tonnage = forms.ChoiceField(label=_("Tonnage"), required=False)
    structure = forms.ChoiceField(label=_("Structure"), required=False)
    is_service = forms.ChoiceField(
        label=_("Goods or service"), choices=[*_ANY, ("false", _("Goods")), ("true", _("Service"))], required=False
    )
    is_active = forms.ChoiceField(
        label=_("Active"), choices=[*_ANY, ("true", _("Active")), ("false", _("Out of use"))], required=False
    )
    risk = forms.ChoiceField(label=_("Product risk"), choices=[*_ANY, *Risk.choices], required=False)
    is_low = forms.ChoiceField(label=_("Below the warning level"), choices=_YES_NO[:2], required=False)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        for name, values in catalogue.facets().items():
            known = sorted({*values, *asked.getlist(name)} - {""})
            self.fields[name].choices = [*_ANY, *((one, one) for one in known)]  # type: ignore[attr-defined]
        categories = [(one.pk, f"{one.code} {one.name}") for one in catalogue.categories()]
        self.fields["category"].choices = [*_ANY, *categories]  # type: ignore[attr-defined]
        suppliers = [(one.pk, one.name) for one in catalogue.suppliers()]
        self.fields["supplier"].choices = [*_ANY, *suppliers]  # type: ignore[attr-defined]
        self.fields["tag"].choices = [*_ANY, *rules.choices("product").items()]  # type: ignore[attr-defined]
        _as_control(self)


class ProductForm(forms.ModelForm):
    """A product's own fields; what the person's roles hide is not offered."""

    successor = LookupField(label=_("Successor"), required=False, help_text=_("Proposed once this one runs out"))

    class Meta:
        model = Product
        fields = (
            "code",
            "name",
            "english_name",
            "category",
            "specification",
            "auxiliary_attribute",
            "unit",
            "pack_multiple",
            "minimum_quantity",
            "list_price",
            "floor_price",
            "unit_cost",
            "tax_rate",
            "lead_time_days",
            "supply_mode",
            "numbering",
            "warning_level",
            "is_service",
            "is_active",
            "supplier",
            "successor",
            "notes",
        )
        field_classes = dict.fromkeys(_FIGURES, NumberField)
        widgets = {"notes": forms.Textarea({"rows": 3})}
        help_texts = {
            "list_price": _("Including tax, in the company's currency"),
            "tax_rate": _("As a fraction: 0.13"),
            "specification": _("Brand-tonnage-structure for sensors"),
            "auxiliary_attribute": _("The connected sensor of a kit"),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        product: Product | None = kwargs.get("instance")
        if product is not None:
            kwargs["initial"] = {"successor": product.successor} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name in policies.hidden_columns(user):
            del self.fields[name]
        self.fields["supply_mode"].required = False  # nothing chosen: from stock
        self.fields["numbering"].required = False  # nothing chosen: not told apart
        self.fields["category"].empty_label = self.fields["supplier"].empty_label = "–"  # type: ignore[attr-defined]
        self.fields["successor"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["successor"].widget.attrs["data-ac-url"] = _SUGGEST
        for name in _FIGURES:
            if name in self.fields and self.initial.get(name) is not None:
                self.initial[name] = _plain(self.initial[name])
        custom.add(self, user, PRODUCT, product.custom if product else None)

    def clean_numbering(self) -> str:
        """Pieces are not told apart where nothing is said."""
        return self.cleaned_data["numbering"] or Numbering.NONE

    def clean_supply_mode(self) -> str:
        """From stock where nothing is said."""
        return self.cleaned_data["supply_mode"] or SupplyMode.STOCK

    @property
    def custom_fields(self) -> list[Any]:
        """The company's own fields, to be drawn."""
        return list(custom.of(self))

    def columns(self) -> dict[str, Any]:
        """Everything of a new product, as the operation takes it."""
        own = {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}
        return own | {"custom": custom.given(self, changed_only=False)}

    def changes(self) -> dict[str, Any]:
        """The fields whose value differs from the one the form was drawn with."""
        own = {name: self.cleaned_data[name] for name in self.changed_data if name in self.base_fields}
        changed = custom.given(self, changed_only=True)
        return own | ({"custom": changed} if changed else {})


def _plain(value: Any) -> str:
    """A stored decimal without the zeros that the column's width adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class SubstituteForm(forms.Form):
    """Another product that may be delivered instead."""

    substitute = LookupField(label=_("Substitute"))
    priority = forms.IntegerField(
        label=_("Priority"), min_value=1, max_value=99, initial=1, help_text=_("1 is tried first")
    )
    ratio = NumberField(
        label=_("Ratio"), max_digits=12, decimal_places=6, initial=1, help_text=_("Pieces of it for one of this")
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=forms.DateInput)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["substitute"].widget.attrs["data-ac-url"] = _SUGGEST


def of_substitute(row: Substitute | None) -> dict[str, Any]:
    """What the form shows of a substitute that is there."""
    if row is None:
        return {}
    names = ("substitute", "priority", "valid_from", "valid_until")
    return {name: getattr(row, name) for name in names} | {"ratio": _plain(row.ratio)}


class SupplierForm(forms.ModelForm):
    class Meta:
        model = Supplier
        fields = ("code", "name", "contact", "lead_time_days", "is_active")


class CategoryForm(forms.ModelForm):
    class Meta:
        model = ProductCategory
        fields = ("code", "name", "parent")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["parent"].empty_label = "–"  # type: ignore[attr-defined]


class WarehouseForm(forms.ModelForm):
    class Meta:
        model = Warehouse
        field_classes = {"name": NameField}
        fields = ("code", "name", "is_default", "is_active")


class StockListForm(forms.Form):
    """What the stock can be narrowed by. Only drawn: ``StockFilter`` reads the query string."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    is_empty = forms.ChoiceField(
        label=_("On hand"),
        choices=[*_ANY, ("false", _("Something there")), ("true", _("Nothing left"))],
        required=False,
    )
    is_reserved = forms.ChoiceField(label=_("Reserved"), choices=_YES_NO, required=False)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["warehouse"].choices = [*_ANY, *((one.code, str(one)) for one in stock.warehouses())]  # type: ignore[attr-defined]
        _as_control(self)


class MovementListForm(forms.Form):
    """What the movements can be narrowed by. Only drawn: ``MovementFilter`` reads the query string."""

    q = forms.CharField(label=_("Product: code, name or pinyin initials"), required=False)
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_ANY, *StockMovement.Kind.choices], required=False)
    document = forms.CharField(label=_("Document"), required=False)
    at_from = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    at_to = forms.DateField(label=_("To"), required=False, widget=forms.DateInput)

    def __init__(self, asked: Any):
        super().__init__(initial={name: asked.get(name, "") for name in self.base_fields}, auto_id="by_%s")
        self.fields["warehouse"].choices = [*_ANY, *((one.code, str(one)) for one in stock.warehouses())]  # type: ignore[attr-defined]
        _as_control(self)
        for name in ("at_from", "at_to"):
            self.fields[name].widget.attrs |= {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric"}


class ShelfForm(forms.Form):
    """Where goods lie in their warehouse."""

    place = forms.CharField(
        label=_("Shelf or bin"),
        max_length=40,
        required=False,
        help_text=_("Picking lists name it."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
