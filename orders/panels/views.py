"""Panels that the pages of customers and products fetch by address."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import policies as rights
from common import clock, currencies, dates, pages
from customers import queries as customers
from orders.credit import queries as credit
from orders.panels import queries
from orders.promise import queries as promise
from orders.settlement import queries as settlement
from products.catalogue import queries as catalogue

STATEMENT_DAYS = 180


@require_safe
def customer_orders(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The newest orders of a customer."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    context = {
        "data": {
            "orders": queries.orders_of_customer(request.user, customer.pk),
            "with_money": queries.sees_money(request.user),
            "more": f"{reverse('orders:order-list')}?view=all&customer={customer.pk}",
        },
        "new_url": f"{reverse('orders:order-new')}?customer={customer.pk}"
        if rights.can(request.user, "order.create")
        else "",
    }
    return pages.render(request, "orders/panel/customer_orders.html", context, parts=("customer-orders",))


@require_safe
def customer_credit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The exposure of a customer's credit holder, term by term (SEMANTICS 9); nothing for who does not see credit."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    context = {"customer": customer, "credit": _credit(request.user, customer), "base": currencies.base()}
    return pages.render(request, "orders/panel/customer_credit.html", context, parts=("customer-credit",))


def _credit(user: Any, customer: Any) -> credit.CreditState | None:
    if not queries.sees_money(user):
        return None
    return credit.credit_state_for(user, customer, dates.business_day(clock.now()))


@require_safe
def customer_money(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What a customer owes by age, and the statement of his account."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    today = dates.business_day(clock.now())
    first = today - timedelta(days=STATEMENT_DAYS)
    context = {"customer": customer, "first": first, "today": today, "is_shown": False}
    if queries.sees_money(request.user) and rights.can(request.user, "receipt.view"):
        context |= {
            "is_shown": True,
            "ageing": settlement.ageing(request.user, customer.pk, today),
            "accounts": settlement.statement(request.user, customer.pk, first),
            "credit": _credit(request.user, customer),
            "base": currencies.base(),
            "may_record": rights.can(
                request.user, "receipt.record", owners=[customer.owner_id], departments=[customer.department_id]
            ),
        }
    return pages.render(request, "orders/panel/customer_money.html", context, parts=("customer-money",))


@require_safe
def product_orders(request: HttpRequest, product_id: int) -> HttpResponse:
    """Open lines of orders that ask for a product."""
    product = catalogue.get_product(actor=request.user, product_id=product_id)
    waiting = promise.waiting_for(request.user, product.pk)
    today = dates.business_day(clock.now())
    sees_stock = rights.can(request.user, "stock.view") and not product.is_service
    context = {
        "by_date": promise.by_date([product], Decimal(1), today)[0] if sees_stock else None,
        "may_allocate": rights.can(request.user, "order.reallocate"),
        "product": product,
        "lines": queries.open_lines_of_product(request.user, product.pk),
        "holders": queries.holders_of_product(request.user, product.pk),
        "waiting": waiting,
        "is_offered": any(one.gets and one.may for one in waiting),
    }
    return pages.render(request, "orders/panel/product_orders.html", context, parts=("product-orders",))
