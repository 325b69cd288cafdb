"""Panels that the pages of customers and products fetch by address; the thresholds in the console."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies as rights
from common import citations, clock, dates, errors, pages, settings
from reports.clientele import effect, operations, panels, thresholds
from reports.clientele.forms import ThresholdForm


@require_safe
def show_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A customer's analysis in a few figures."""
    today = dates.business_day(clock.now())
    context = panels.of_customer(actor=request.user, customer_id=customer_id, today=today)
    return pages.render(request, "reports/clientele/customer.html", context, parts=("customer-analysis",))


@require_safe
def show_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """What is bought together with a product."""
    today = dates.business_day(clock.now())
    report, url = panels.of_product(actor=request.user, product_id=product_id, today=today)
    context = {"report": report, "report_url": url}
    return pages.render(request, "reports/clientele/product.html", context, parts=("product-related",))


@require_http_methods(["GET", "HEAD", "POST"])
def show_thresholds(request: HttpRequest) -> HttpResponse:
    """By which figures customers are judged. An address with other figures shows what they would change; then they can
    be saved."""
    rights.require(request.user, thresholds.RIGHT)
    settings.forget()  # this page shows what is stored now
    form = ThresholdForm(request.POST or request.GET or None)
    is_good = not form.is_bound or form.is_valid()
    if request.method == "POST" and is_good:
        try:
            shown = json.loads(request.POST.get("shown") or "null")
            changed = operations.save_thresholds(actor=request.user, wanted=form.wanted, shown=shown, at=clock.now())
        except errors.Stale as error:
            form.add_error(None, citations.told(error))
        except ValueError:
            form.add_error(None, _("The browser sent something this page does not understand."))
        else:
            words = _("Customers are judged by these figures everywhere within seconds.")
            return pages.leave(request, _address(), words if changed else _("Nothing was changed."))
    context = {**admin.site.each_context(request), **_thresholds(request, form, is_good=is_good)}
    status = 422 if form.errors else 200
    return pages.render(request, "reports/clientele/thresholds.html", context, status=status)


def _address() -> str:
    return reverse(f"admin:{thresholds.PAGE}")


def _thresholds(request: HttpRequest, form: ThresholdForm, *, is_good: bool) -> dict[str, Any]:
    present = thresholds.current()
    wanted = form.wanted if is_good else present
    today = dates.business_day(clock.now())
    return {
        "title": _("Signals and classes of customers"),
        "form": form,
        "typed": form.cleaned_data if is_good and wanted != present else {},
        "tables": effect.papers(actor=request.user, wanted=wanted, today=today),
        "shipped": f"{_address()}?{thresholds.written(thresholds.SHIPPED)}" if present != thresholds.SHIPPED else "",
        "shown": json.dumps(settings.get(thresholds.SETTING), sort_keys=True),
    }
