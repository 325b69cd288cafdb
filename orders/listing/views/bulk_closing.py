"""Doors of the bulk bar that end orders: close, archive, lift the freeze, open again; row by row with reasons."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors
from orders.closure import operations as closure
from orders.closure import queries
from orders.closure.forms import CloseForm, ReopenForm
from orders.lifecycle import operations
from orders.listing import bulk
from orders.listing.views.bulk import answer, ask
from orders.order.doors import sent


@require_http_methods(["GET", "POST"])
def close_orders(request: HttpRequest) -> HttpResponse:
    """Short-close what is open of the picked orders, with one reason for all, after what it does to each."""
    form = CloseForm(sent(request))
    keys = bulk.keys_of((request.POST or request.GET).getlist("ids"))
    if request.method == "GET" or not form.is_valid():
        return ask(request, form, keys, "orders/order/_bulk_close.html", rows=queries.preview_each(request.user, keys))
    at = clock.now()
    outcome = bulk.each(
        request.user,
        keys,
        lambda key: closure.close_order(actor=request.user, order_id=key, at=at, **form.cleaned_data),
        lambda order: order.get_status_display(),
    )
    if outcome.fault is not None:
        doors.explain(form, outcome.fault)
        return ask(request, form, keys, "orders/order/_bulk_close.html", rows=queries.preview_each(request.user, keys))
    return answer(request, outcome, lambda n: ngettext("%(n)s order closed", "%(n)s orders closed", n) % {"n": n})


@require_http_methods(["GET", "POST"])
def reopen_orders(request: HttpRequest) -> HttpResponse:
    """Take the closing of the picked orders back, with one reason for all."""
    form = ReopenForm(sent(request))
    keys = bulk.keys_of((request.POST or request.GET).getlist("ids"))
    if request.method == "GET" or not form.is_valid():
        return ask(request, form, keys, "orders/order/_bulk_reopen.html")
    at = clock.now()
    outcome = bulk.each(
        request.user,
        keys,
        lambda key: closure.reopen_order(actor=request.user, order_id=key, at=at, **form.cleaned_data),
        lambda order: order.get_status_display(),
    )
    return answer(request, outcome, lambda n: ngettext("%(n)s order opened", "%(n)s orders opened", n) % {"n": n})


@require_POST
def archive_orders(request: HttpRequest) -> HttpResponse:
    """Put the picked orders away, as far as each is closed, signed for and settled."""
    at = clock.now()
    outcome = bulk.each(
        request.user,
        bulk.keys_of(request.POST.getlist("ids")),
        lambda key: operations.archive_order(actor=request.user, order_id=key, at=at),
        lambda order: order.get_status_display(),
    )
    return answer(request, outcome, lambda n: ngettext("%(n)s order archived", "%(n)s orders archived", n) % {"n": n})


@require_POST
def unfreeze_orders(request: HttpRequest) -> HttpResponse:
    """Lift the freeze of the picked orders."""
    at = clock.now()
    outcome = bulk.each(
        request.user,
        bulk.keys_of(request.POST.getlist("ids")),
        lambda key: operations.unfreeze_order(actor=request.user, order_id=key, at=at),
        lambda order: _("not frozen any more"),
    )
    words = lambda n: ngettext("%(n)s order runs again", "%(n)s orders run again", n) % {"n": n}  # noqa: E731
    return answer(request, outcome, words)
