"""Master data of the customer archive in the console; every save is the operation of the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.models import Currency, ExchangeRate
from common.operation_admin import OperationAdmin
from customers import operations, policies
from customers.models import Carrier, Customer, PaymentTerm, PaymentTermRow
from customers.operations.archive import FIELDS, PARTNERS


@admin.register(Customer)
class CustomerAdmin(OperationAdmin):
    """Customers that the person sees; assignment, credit, block and merge are on the customer's own page."""

    shelf, about = "customers", _("The customer archive")

    list_display = ("code", "name", "kind", "territory", "owner", "is_blocked", "is_active")
    list_filter = ("kind", "is_blocked", "is_active")
    search_fields = ("code__startswith", "search_text")
    list_select_related = ("owner",)
    ordering = ("code",)
    fields = FIELDS
    autocomplete_fields = PARTNERS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        return policies.visible_to(request.user).filter(merged_into__isnull=True)  # type: ignore[arg-type]

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if is_new:
            return operations.create_customer(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]
        return operations.update_customer(
            actor=request.user,
            customer_id=row.pk,
            version=self.shown_version(request),
            changes=changes,
            at=self.now(),  # type: ignore[arg-type]
        )


@admin.register(Carrier)
class CarrierAdmin(OperationAdmin):
    """Carriers."""

    shelf, about = "goods", _("Who takes goods to customers")

    list_display = ("code", "name", "contact", "is_active")

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"carrier_id": row.pk, "version": self.shown_version(request)}
        return operations.save_carrier(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


class TermRowInline(admin.TabularInline):
    """The rows of a payment term."""

    model = PaymentTermRow
    exclude = ("sequence",)
    extra = 1


@admin.register(PaymentTerm)
class PaymentTermAdmin(OperationAdmin):
    """Payment terms with their rows, saved in one call."""

    shelf, about = "customers", _("When how much is due, by stages")

    list_display = ("code", "name", "is_active")
    inlines = (TermRowInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Waits for the rows: ``save_related`` makes the call."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        names = ("percent", "is_advance", "basis", "days", "from_month_end", "control", "allowed_shortfall")
        filled = [row.cleaned_data for formset in formsets for row in formset.forms if row.cleaned_data]
        rows = [{name: row[name] for name in names} for row in filled if not row.get("DELETE")]
        term = operations.save_payment_term(
            actor=request.user,
            term_id=form.instance.pk if change else None,
            version=self.shown_version(request) if change else None,
            rows=rows,
            at=self.now(),
            **form.cleaned_data,  # type: ignore[arg-type]
        )
        form.instance.pk = term.pk
        for formset in formsets:  # the console's own log asks for them
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []


@admin.register(Currency)
class CurrencyAdmin(OperationAdmin):
    """Currencies."""

    shelf, about = "company", _("In what is sold")

    list_display = ("code", "name", "symbol", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code",) if obj else ()

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        if not is_new:
            changes |= {"currency_code": row.pk, "version": self.shown_version(request)}
        return operations.save_currency(actor=request.user, at=self.now(), **changes)  # type: ignore[arg-type]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(OperationAdmin):
    """Dated rates; a new day is a new row."""

    shelf, about = "company", _("What a currency is worth from a day on")

    list_display = ("currency", "valid_from", "rate")
    list_filter = ("currency",)
    ordering = ("-valid_from",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("currency", "valid_from") if obj else ()

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        return operations.save_rate(
            actor=request.user,  # type: ignore[arg-type]
            currency_code=row.currency_id,
            valid_from=row.valid_from,
            rate=changes.get("rate", row.rate),
            shown=self.shown(request),
            at=self.now(),
        )
