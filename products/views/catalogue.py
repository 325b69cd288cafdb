"""The list of products, a product's page, adding and changing one; suppliers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, currencies, dates, doors, keyset, navigation, pages
from products import forms, listing, policies
from products.buying import queries as buying
from products.catalogue import operations, queries
from products.catalogue.filters import ProductFilter
from products.kits import queries as kits
from products.stock import outlook
from products.stock import queries as stock
from products.stock.levels import queries as levels
from segments.classification import sheet
from segments.custom_fields import values as custom_fields

PAGE_SIZE = 50


@require_GET
def list_products(request: HttpRequest) -> HttpResponse:
    """The list with its stock, filtered, sorted, a page at a time."""
    rights.require(request.user, "product.view")
    rows = doors.filtered(ProductFilter, request.GET, queries.list_products(request.user).select_related("text"))
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or "code",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    columns = _columns(request)
    count, is_estimate = keyset.count(rows)
    context = {
        "page": page,
        "rows": _draw(page.items, columns["columns"]),
        **columns,
        "count": count,
        "is_estimate": is_estimate,
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.ProductListForm(request.GET),
        "may_edit": rights.can(request.user, "product.edit"),
    }
    return pages.render(request, "products/product/list.html", context, parts=("list",))


def _columns(request: HttpRequest) -> dict[str, Any]:
    """The columns the person chose among those he may see."""
    hidden = policies.hidden_columns(request.user)
    own = listing.custom(request.user)
    columns = listing.chosen(people_queries.preference(request.user, listing.COLUMNS_KEY), hidden, own)
    every = [(column.key, column.label) for column in listing.allowed(hidden, own)]
    return {"columns": columns, "every_column": every, "shown_keys": [column.key for column in columns]}


def _draw(products: list[Any], columns: list[listing.Column]) -> list[dict[str, Any]]:
    """The rows of the list, with the stock of all of them read at once."""
    totals = stock.totals([product.pk for product in products])
    if {"tags", "flags"}.intersection(column.key for column in columns):
        sheet.name_rows(product.text for product in products if product.text)
    return [{"pk": one.pk, "cells": listing.draw(listing.Row(one, totals[one.pk]), columns)} for one in products]


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants; ``reset`` goes back to the usual ones."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    own = {column.key for column in listing.custom(request.user)}
    known = [key for key in keys if key in listing.KEYS or key in own]
    people.remember(actor=request.user, key=listing.COLUMNS_KEY, value=known or None, at=clock.now())
    home, back = reverse("products:product-list"), request.POST.get("next", "")
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))


@require_GET
def show_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """A product's page: figures, stock per warehouse, movements, substitutes, open orders."""
    product = queries.get_product(actor=request.user, product_id=product_id)
    figures = kits.figures_of([product_id])[product_id] if kits.kit_ids([product_id]) else None
    context = {
        "product": product,
        "kit": figures,
        "by_components": product_id in kits.counted_by_components([product_id]) if figures else False,
        "outlook": outlook.of_product(request.user, product_id),
        "hidden": policies.hidden_columns(request.user),
        "row": listing.Row(product, stock.totals([product_id])[product_id]),
        "classified": sheet.said_of(product.text, "product") if product.text else [],
        "stock_rows": _with_levels(stock.rows_of(request.user, product_id), product_id),
        "movements": stock.movements_of(request.user, product_id),
        "bought": buying.of_product(request.user, product_id, dates.business_day(clock.now())),
        "may_buy": buying.may_edit(request.user) and not product.merged_into_id,
        "substitutes": queries.substitutes_of(product_id),
        "custom_values": custom_fields.told(request.user, custom_fields.PRODUCT, product.custom),
        "base_currency": currencies.base(),
        "orders_panel": navigation.address("orders:panel-product-orders", product_id),
        "risk_panel": navigation.address("orders:panel-product-risk", product_id),
        "related_panel": _related_panel(request.user, product_id),
        "may_edit": rights.can(request.user, "product.edit") and not product.merged_into_id,
        "may_merge": rights.can(request.user, "product.merge") and not product.merged_into_id,
        "may_audit": rights.can(request.user, "audit.view"),
        "stock_actions": _stock_actions(request.user, product),
    }
    return pages.render(request, "products/product/detail.html", context)


def _related_panel(user: Any, product_id: int) -> str:
    """What goes with a product, for who sees reports."""
    address = navigation.address("reports:panel-product-related", product_id)
    return address if address and rights.can(user, "report.view") else ""


def _with_levels(rows: list[Any], product_id: int) -> list[tuple[Any, Any]]:
    """Each row with the level of its warehouse, None where there is none."""
    by_warehouse = {level.warehouse_id: level for level in levels.levels_of(product_id)}
    return [(row, by_warehouse.get(row.warehouse_id)) for row in rows]


def _stock_actions(user: Any, product: Any) -> list[dict[str, str]]:
    """What the person may do with the product's stock."""
    offered = (
        ("stock.receive", "arrival-new", "box-seam", _("Goods arrival…")),
        ("stock.transfer", "transfer-new", "arrow-left-right", _("Transfer…")),
        ("stock.count", "count-new", "clipboard-check", _("Count…")),
        ("stock.adjust", "adjustment-new", "sliders", _("Adjust…")),
    )
    return [
        {"label": label, "icon": icon, "url": f"{reverse(f'products:{name}')}?product={product.code}"}
        for verb, name, icon, label in offered
        if not product.is_service and rights.can(user, verb)
    ]


@require_http_methods(["GET", "POST"])
def create_product(request: HttpRequest) -> HttpResponse:
    """The form for a new product."""
    rights.require(request.user, "product.edit")
    form = forms.ProductForm(request.POST or None, user=request.user)
    if request.method == "POST":
        done: list[str] = []

        def create() -> str:
            product = operations.create_product(actor=request.user, at=clock.now(), **form.columns())
            return reverse("products:product-detail", args=[product.pk])

        if doors.accepted(form, lambda: done.append(doors.once(request, create))):
            return pages.leave(request, done[0], _("Product added"))
    context = {"form": form, "url": request.path}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "products/product/new.html", context, parts=("form",), status=status)


@require_http_methods(["GET", "POST"])
def edit_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """The form of a product; carries the version it was drawn from."""
    rights.require(request.user, "product.edit")
    product = queries.get_product(actor=request.user, product_id=product_id)
    version, back = product.version, reverse("products:product-detail", args=[product_id])
    form = forms.ProductForm(request.POST or None, instance=product, user=request.user)
    if request.method == "POST":
        version = doors.version_of(request.POST)

        def save() -> None:
            operations.update_product(
                actor=request.user, product_id=product_id, version=version, changes=form.changes(), at=clock.now()
            )

        if doors.accepted(form, save):
            return pages.leave(request, back, _("Product saved"))
    context = {"form": form, "product": product, "version": version, "url": request.path, "back": back}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "products/product/edit.html", context, parts=("form",), status=status)


@require_http_methods(["GET", "POST"])
def add_substitute(request: HttpRequest, product_id: int) -> HttpResponse:
    """Name another product that may be delivered instead, or change the terms of the one that the address names."""
    rights.require(request.user, "product.edit")
    product = queries.get_product(actor=request.user, product_id=product_id)
    known = {one.substitute.code: one for one in queries.substitutes_of(product_id)}.get(request.GET.get("change", ""))
    form = forms.SubstituteForm(request.POST or None, user=request.user, initial=forms.of_substitute(known))
    back = reverse("products:product-detail", args=[product_id])

    def save() -> Any:
        data = dict(form.cleaned_data)
        other = data.pop("substitute")
        return operations.save_substitute(
            actor=request.user,
            product_id=product_id,
            substitute_id=other.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **data,
        )

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Substitute saved"))
    context = {"form": form, "product": product, "url": request.get_full_path(), "dialog_back": back}
    context["shown_version"] = doors.shown_version(request, product)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "products/product/_substitute.html", context, status=status)


@require_POST
def remove_substitute(request: HttpRequest, product_id: int, substitute_id: int) -> HttpResponse:
    """The other product no longer stands for this one."""
    operations.remove_substitute(
        actor=request.user,
        product_id=product_id,
        substitute_id=substitute_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, reverse("products:product-detail", args=[product_id]), _("Substitute removed"))


@require_GET
def suggest_products(request: HttpRequest, goods_only: bool = False) -> HttpResponse:
    """What an autocomplete offers for ``?q=``: options, or rows with ``format=json``."""
    typed = request.GET.get("q", "")[:80]
    found = queries.suggest(actor=request.user, typed=typed, goods_only=goods_only)
    totals = stock.totals([product.pk for product in found])
    hidden = policies.hidden_columns(request.user)
    rows = [queries.as_suggestion(product, totals[product.pk].available, hidden) for product in found]
    if request.GET.get("format") == "json":
        return pages.answer_json({"results": rows})
    items = [
        {
            "value": row["id"],
            "text": f"{row['code']} {row['name']}",
            "cells": [
                (row["code"], "so-num"),
                row["name"],
                (row["specification"], "t3"),
                (row["available"] or "", "n t3"),
            ],
        }
        for row in rows
    ]
    return pages.options(request, items)
