"""Pages of replenishment: what is below its level, what lies there too long, the level of a product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, currencies, dates, doors, pages
from common.typed import read_key
from products import policies
from products.catalogue import queries as catalogue
from products.stock import queries as stock
from products.stock.levels import forms, operations, queries


@require_http_methods(["GET", "POST"])
def list_replenishment(request: HttpRequest) -> HttpResponse:
    """What is to be filled up; the ticked rows become planned receipts."""
    rights.require(request.user, "stock.view")
    refusal = ""
    if request.method == "POST":
        wanted = forms.wanted_of(request.POST)
        counts: list[int] = []

        def plan() -> str:
            made = operations.plan_replenishment(actor=request.user, wanted=wanted, at=clock.now())
            counts.append(len(made))
            return reverse("products:planned-list")

        if wanted:
            address = doors.once(request, plan)
            made = counts[0] if counts else len(wanted)
            words = ngettext("%(n)s receipt planned", "%(n)s receipts planned", made) % {"n": made}
            return pages.leave(request, address, words)
        refusal = _("Tick the rows that are to be planned, each with a quantity.")
    form = forms.ReplenishmentForm(request.GET)
    today = dates.business_day(clock.now())
    found = queries.below_level(request.user, **form.conditions())
    context = {
        "rows": [(row, f"{row.product_id}-{row.warehouse_id or ''}", row.day(today)) for row in found],
        "filter": form,
        "refusal": refusal,
        "may_plan": rights.can(request.user, "supply.plan"),
        "is_narrowed": doors.is_narrowed(request.GET),
    }
    status = 422 if refusal else 200
    return pages.render(request, "products/replenishment/list.html", context, parts=("list",), status=status)


@require_GET
def list_slow_movers(request: HttpRequest) -> HttpResponse:
    """What lies there and is not sold."""
    rights.require(request.user, "stock.view")
    form, now = forms.SlowForm(request.GET), clock.now()
    given = form.conditions()
    found = queries.slow_movers(request.user, at=now, **given)
    today = dates.business_day(now)
    context = {
        "rows": [(row, row.idle_days(today), row.age_days(today)) for row in found],
        "filter": form,
        "days": given.get("days", queries.slow_days()),
        "value": sum(row.value for row in found if row.value is not None),
        "is_hidden": "unit_cost" in policies.hidden_columns(request.user),
        "base_currency": currencies.base(),
        "is_narrowed": doors.is_narrowed(request.GET),
    }
    return pages.render(request, "products/slow_mover/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def edit_level(request: HttpRequest, product_id: int) -> HttpResponse:
    """The level of a product over all warehouses, or in the one that the address names."""
    rights.require(request.user, "product.edit")
    product = catalogue.get_product(actor=request.user, product_id=product_id)
    warehouse = stock.get_warehouse(key) if (key := read_key(request.GET.get("warehouse"))) else None
    level = queries.get_level(product_id, warehouse.pk if warehouse else None)
    form = forms.LevelForm(request.POST or None, product=product, level=level, is_overall=warehouse is None)

    def save() -> Any:
        return operations.save_level(
            actor=request.user,
            product_id=product_id,
            warehouse_id=warehouse.pk if warehouse else None,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    back = reverse("products:product-detail", args=[product_id])
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Stock level saved"))
    place = str(warehouse) if warehouse else _("all warehouses")
    context = {
        "form": form,
        "title": _("Stock level of %(product)s: %(place)s") % {"product": product.code, "place": place},
        "shown_version": str(request.POST.get("version", level.version if level else 0)),
        "url": request.get_full_path(),
        "dialog_back": back,
    }
    return pages.dialog(request, "common/master/_edit.html", context, status=422 if form.is_bound else 200)
