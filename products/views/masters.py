"""Suppliers, product categories and warehouses: a list each, and a dialog."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, masters
from common.templatetags import fmt
from products import forms
from products.catalogue import operations as catalogue
from products.catalogue import queries as products
from products.stock import operations as stock_operations
from products.stock import queries as stock

CODE = masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num")
NAME = masters.Column(gettext_lazy("Name"), str)

SUPPLIERS = masters.Master(
    title=gettext_lazy("Suppliers"),
    note=gettext_lazy("Who makes or sells what we buy"),
    new=gettext_lazy("New supplier"),
    change=gettext_lazy("Change the supplier"),
    saved=gettext_lazy("Supplier saved"),
    nowhere=gettext_lazy("Products name their supplier; purchasing keeps the list."),
    list_url="products:supplier-list",
    new_url="products:supplier-new",
    edit_url="products:supplier-edit",
    columns=(
        CODE,
        NAME,
        masters.Column(gettext_lazy("Contact"), lambda row: fmt.dash(row.contact)),
        masters.Column(gettext_lazy("Lead time, days"), lambda row: row.lead_time_days, "n"),
    ),
    subject="products.supplier",
    icon="shop",
    export="suppliers",
)
CATEGORIES = masters.Master(
    title=gettext_lazy("Product categories"),
    note=gettext_lazy("A tree; its codes sort it"),
    new=gettext_lazy("New category"),
    change=gettext_lazy("Change the category"),
    saved=gettext_lazy("Category saved"),
    nowhere=gettext_lazy("Lists of products and reports are cut by category."),
    list_url="products:category-list",
    new_url="products:category-new",
    edit_url="products:category-edit",
    columns=(CODE, NAME, masters.Column(gettext_lazy("Parent"), lambda row: fmt.dash(row.parent))),
    subject="products.productcategory",
    icon="boxes",
)
WAREHOUSES = masters.Master(
    title=gettext_lazy("Warehouses"),
    note=gettext_lazy("Places that hold stock; goods go to the default one when nobody says otherwise"),
    new=gettext_lazy("New warehouse"),
    change=gettext_lazy("Change the warehouse"),
    saved=gettext_lazy("Warehouse saved"),
    nowhere=gettext_lazy("Without a warehouse nothing can be received."),
    list_url="products:warehouse-list",
    new_url="products:warehouse-new",
    edit_url="products:warehouse-edit",
    columns=(CODE, NAME, masters.Column(gettext_lazy("Default"), lambda row: _("yes") if row.is_default else "–")),
    subject="products.warehouse",
    icon="box-seam",
)


@require_GET
def list_suppliers(request: HttpRequest) -> HttpResponse:
    """All suppliers."""
    rights.require(request.user, "product.view")
    may_edit = rights.can(request.user, "supplier.edit")
    return masters.show(request, SUPPLIERS, products.suppliers(), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_supplier(request: HttpRequest, supplier_id: int | None = None) -> HttpResponse:
    """Add or change a supplier."""
    rights.require(request.user, "supplier.edit")
    row = products.get_supplier(supplier_id) if supplier_id else None
    form = forms.SupplierForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return catalogue.save_supplier(
            actor=request.user, supplier_id=supplier_id, version=version, at=clock.now(), **form.cleaned_data
        )

    return masters.edit(request, form, row, save, **SUPPLIERS.words(row))


@require_GET
def list_categories(request: HttpRequest) -> HttpResponse:
    """All product categories."""
    rights.require(request.user, "product.view")
    may_edit = rights.can(request.user, "product.edit")
    return masters.show(request, CATEGORIES, products.all_categories(), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_category(request: HttpRequest, category_id: int | None = None) -> HttpResponse:
    """Add or change a product category."""
    rights.require(request.user, "product.edit")
    row = products.get_category(category_id) if category_id else None
    form = forms.CategoryForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return catalogue.save_category(
            actor=request.user, category_id=category_id, version=version, at=clock.now(), **form.cleaned_data
        )

    return masters.edit(request, form, row, save, **CATEGORIES.words(row))


@require_GET
def list_warehouses(request: HttpRequest) -> HttpResponse:
    """All warehouses."""
    rights.require(request.user, "stock.view")
    may_edit = rights.can(request.user, "warehouse.edit")
    return masters.show(request, WAREHOUSES, stock.all_warehouses(), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_warehouse(request: HttpRequest, warehouse_id: int | None = None) -> HttpResponse:
    """Add or change a warehouse."""
    rights.require(request.user, "warehouse.edit")
    row = stock.get_warehouse(warehouse_id) if warehouse_id else None
    form = forms.WarehouseForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return stock_operations.save_warehouse(
            actor=request.user, warehouse_id=warehouse_id, version=version, at=clock.now(), **form.cleaned_data
        )

    return masters.edit(request, form, row, save, **WAREHOUSES.words(row))
