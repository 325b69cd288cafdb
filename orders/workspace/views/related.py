"""Doors of the related products beside an order or a quotation that is being entered (R255)."""

import json

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock, dates, errors, pages, typed
from orders.entry import related, relating

MOST_CODES = 1000


@require_POST
def show_related(request: HttpRequest) -> HttpResponse:
    """What may be missing beside the products as typed: JSON, see static/js/orders-related.js."""
    related.require(request.user)
    try:
        asked = json.loads(request.body)
        customer_id, codes = typed.read_key(asked["customer"]), [str(code)[:60] for code in asked["products"]]
    except (ValueError, KeyError, TypeError):
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    today = dates.business_day(clock.now())
    drawn = relating.drawn(request.user, customer_id, codes[:MOST_CODES], today)
    return pages.answer_json({"html": _html(request, drawn)})


@require_POST
def switch_related(request: HttpRequest) -> HttpResponse:
    """Be told of related products, or no more."""
    related.require(request.user)
    is_on = bool(request.POST.get("on"))
    related.want(request.user, is_on, clock.now())
    if pages.wants_part(request):
        return HttpResponse(_html(request, relating.Drawn(is_on, [])))
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return pages.leave(request, url if is_ours else reverse("orders:order-new"))


def _html(request: HttpRequest, drawn: relating.Drawn) -> str:
    return render_to_string("orders/order/_related.html", {"related": drawn}, request)
