"""Doors of credit as people look at it: a customer's standing, an order's verdict, the rules of scoring."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import citations, clock, currencies, dates, doors, errors, pages, settings
from customers import queries as customers
from orders.credit import verdicts
from orders.credit.special import policies as special_policies
from orders.credit.special import queries as special
from orders.credit_desk import operations, queries
from orders.credit_desk.forms import RulesForm
from orders.credit_desk.rules import SETTING
from orders.order.doors import order_of, order_url


@require_GET
def show_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The standing of a customer's credit holder; nothing for who does not see credit."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    context = {
        "customer": customer,
        "standing": queries.standing(request.user, customer, dates.business_day(clock.now())),
        "base": currencies.base(),
    }
    return pages.render(request, "orders/credit/customer.html", context, parts=("credit-standing",))


@require_GET
def show_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether credit bears an order, its special approvals, and its holder's standing term by term."""
    order = order_of(request, reference)
    today = dates.business_day(clock.now())
    verdict = verdicts.told(request.user, order, today)
    sees = special_policies.visible_to(request.user).filter(order=order).exists()
    may_request = order.status in ("DRAFT", "SUBMITTED", "EFFECTIVE", "CLOSED") and special_policies.may_request(
        request.user, order
    )
    context = {
        "order": order,
        "verdict": verdict,
        "over": verdict.over(today) if verdict else None,
        "specials": special.told(request.user, order, today) if sees or may_request else [],
        "may_request": may_request and order.origin != "HISTORY",
        "base": currencies.base(),
        "dialog_back": order_url(order),
    }
    if not pages.wants_part(request) and order.customer_id:
        context["standing"] = queries.standing(request.user, order.customer, today)
        context["customer"] = order.customer
    return pages.render(request, "orders/credit/order.html", context, parts=("order-credit",))


@require_http_methods(["GET", "HEAD", "POST"])
def show_rules(request: HttpRequest) -> HttpResponse:
    """How customers are scored and graded."""
    rights.require(request.user, "setting.manage")
    settings.forget()  # this page shows what is stored now
    form = RulesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = json.loads(request.POST.get("shown") or "null")
            changed = operations.save_rules(actor=request.user, figures=form.figures(), shown=shown, at=clock.now())
        except errors.Invalid as error:
            doors.explain(form, error)
        except ValueError:
            form.add_error(None, _("The browser sent something this page does not understand."))
        except errors.Stale as error:
            form.add_error(None, citations.told(error))
        else:
            words = _("The rules are changed. The next night grades by them.")
            return pages.leave(request, reverse("admin:credit-score"), words if changed else _("Nothing was changed."))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Score of customers"),
        "form": form,
        "shown": json.dumps(settings.get(SETTING), sort_keys=True),
    }
    return pages.render(request, "orders/credit/rules.html", context, status=422 if form.errors else 200)
