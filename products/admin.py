"""Master data of the catalogue and of stock in the console; every save is the operation of the pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin, ReadOnlyAdmin
from products import policies
from products.catalogue import operations as catalogue
from products.catalogue.models import Product, ProductCategory, Supplier
from products.catalogue.operations.products import FIELDS
from products.stock import operations as stock
from products.stock.models import StockMovement, StockRow, Warehouse


@admin.register(Product)
class ProductAdmin(OperationAdmin):
    """Products, without what the person's roles hide."""

    shelf, about = "goods", _("The catalogue")

    list_display = ("code", "name", "specification", "unit", "is_service", "is_active")
    list_filter = ("is_service", "is_active", "category")
    search_fields = ("code__startswith", "search_text")
    ordering = ("code",)
    autocomplete_fields = ("successor",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = policies.hidden_columns(request.user)  # type: ignore[arg-type]
        return [name for name in FIELDS if name not in hidden]

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if is_new:
            return catalogue.create_product(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
        return catalogue.update_product(
            actor=request.user,
            product_id=row.pk,
            version=self.shown_version(request),
            changes=changes,
            at=self.now(),  # type: ignore[arg-type]
        )


@admin.register(ProductCategory)
class CategoryAdmin(OperationAdmin):
    """The category tree."""

    shelf, about = "goods", _("The tree of categories")

    list_display = ("code", "name", "parent")
    ordering = ("code",)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"category_id": row.pk, "version": self.shown_version(request)}
        return catalogue.save_category(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


@admin.register(Supplier)
class SupplierAdmin(OperationAdmin):
    """Suppliers."""

    shelf, about = "goods", _("From whom is bought")

    list_display = ("code", "name", "contact", "lead_time_days", "is_active")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"supplier_id": row.pk, "version": self.shown_version(request)}
        return catalogue.save_supplier(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


@admin.register(Warehouse)
class WarehouseAdmin(OperationAdmin):
    """Warehouses; one is the default."""

    shelf, about = "goods", _("Where stock is")

    list_display = ("code", "name", "is_default", "is_active")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"warehouse_id": row.pk, "version": self.shown_version(request)}
        return stock.save_warehouse(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


@admin.register(StockRow)
class StockRowAdmin(ReadOnlyAdmin):
    """What is where; changed by movements only."""

    shelf, about = "goods", _("What is where")

    list_display = ("product", "warehouse", "on_hand", "reserved")
    list_filter = ("warehouse",)
    list_select_related = ("product", "warehouse")
    search_fields = ("product__code__startswith",)


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnlyAdmin):
    """Every change of stock; never edited."""

    shelf, about = "goods", _("Every change of stock")

    list_display = ("at", "kind", "stock_row", "quantity", "document_number", "reason", "actor")
    list_filter = ("kind",)
    list_select_related = ("stock_row", "actor")
    search_fields = ("document_number__startswith", "stock_row__product__code__startswith")
