"""Suppliers: a short list and a form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, pages
from products import forms
from products.catalogue import operations, queries


@require_GET
def list_suppliers(request: HttpRequest) -> HttpResponse:
    """All suppliers."""
    rights.require(request.user, "product.view")
    context = {"rows": queries.suppliers(), "may_edit": rights.can(request.user, "supplier.edit")}
    return pages.render(request, "products/supplier/list.html", context)


@require_http_methods(["GET", "POST"])
def edit_supplier(request: HttpRequest, supplier_id: int | None = None) -> HttpResponse:
    """Add or change a supplier."""
    rights.require(request.user, "supplier.edit")
    row = queries.get_supplier(supplier_id) if supplier_id else None
    form = forms.SupplierForm(request.POST or None, instance=row)

    def save() -> Any:
        return operations.save_supplier(
            actor=request.user, supplier_id=supplier_id, at=clock.now(), **form.cleaned_data
        )

    back = reverse("products:supplier-list")
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Supplier saved"))
    context = {"form": form, "row": row, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "products/supplier/_edit.html", context, status=status)
