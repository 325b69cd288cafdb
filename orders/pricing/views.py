"""A customer's prices and item codes: the panel on his page, and its dialogs."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, dates, doors, keyset, masters, pages
from customers import queries as customers
from orders.pricing import forms, operations, queries
from products.pricing import forms as list_forms
from products.pricing import queries as lists

PAGE_SIZE = 50


@require_safe
def show_prices(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What was agreed with a customer: prices now and later, a page at a time, and his item codes."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    rights.require(request.user, "price.view")
    today = dates.business_day(clock.now())
    rows = lists.not_over(queries.prices(request.user).filter(customer_id=customer.pk), today)
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="product", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    items = keyset.paginate(
        queries.items(request.user).filter(customer_id=customer.pk),
        sorts=queries.ITEM_SORTS,
        sort="code",
        cursor=request.GET.get("items"),
        size=PAGE_SIZE,
    )
    context = {
        "customer": customer,
        "for_class": lists.class_name(customer.customer_class),
        "page": page,
        "rows": page.items,
        "items": items,
        "today": today,
        "may_edit": rights.can(request.user, "price.edit"),
        "panel_url": request.path,
        "export_query": f"customer={customer.code}",
    }
    return pages.render(request, "orders/panel/customer_prices.html", context, parts=("customer-prices",))


def _back(customer_id: int) -> str:
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=prices"


@require_http_methods(["GET", "POST"])
def set_price(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The price of a product for a customer from a day on."""
    rights.require(request.user, "price.edit")
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    first = list_forms.first_price(request.user, request.GET)
    form = forms.CustomerPriceForm(
        request.POST or None, user=request.user, currency=str(customer.currency_id), initial=first
    )

    def save(_version: int | None) -> Any:
        call = {"customer_id": customer.pk, "entries": [form.entry()], "at": clock.now()}
        return doors.of_row("prices.1", lambda: operations.set_customer_prices(actor=request.user, **call))

    title = _("Price for %(customer)s from a day on") % {"customer": customer.name}
    return masters.edit(request, form, None, save, title=title, saved=_("Price set"), back=_back(customer_id))


@require_http_methods(["GET", "POST"])
def end_price(request: HttpRequest, price_id: int) -> HttpResponse:
    """Let a customer's price hold until a day."""
    rights.require(request.user, "price.edit")
    price = queries.get_price(actor=request.user, price_id=price_id)
    yesterday = dates.business_day(clock.now()) - timedelta(days=1)
    form = list_forms.EndForm(request.POST or None, initial={"last_day": max(price.valid_from, yesterday)})

    def save(_version: int | None) -> Any:
        return operations.end_customer_price(
            actor=request.user, price_id=price_id, at=clock.now(), last_day=form.cleaned_data["last_day"]
        )

    title = _("End the price of %(product)s") % {"product": price.product.code}
    return masters.edit(request, form, None, save, title=title, saved=_("Price ended"), back=_back(price.customer_id))


@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, customer_id: int) -> HttpResponse:
    """How a customer calls one of our products."""
    rights.require(request.user, "price.edit")
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    form = forms.ItemForm(request.POST or None, user=request.user)

    def save(_version: int | None) -> Any:
        data = dict(form.cleaned_data)
        return operations.save_item(
            actor=request.user,
            customer_id=customer.pk,
            product_id=data.pop("product").pk,
            at=clock.now(),
            **data,
        )

    title = _("Item code of %(customer)s") % {"customer": customer.name}
    return masters.edit(request, form, None, save, title=title, saved=_("Item code saved"), back=_back(customer_id))


@require_POST
def remove_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The customer does not call the product so any more."""
    item = queries.get_item(actor=request.user, item_id=item_id)
    operations.remove_item(actor=request.user, item_id=item_id, at=clock.now())
    return pages.leave(request, _back(item.customer_id), _("Item code removed"))
