"""Doors of the bulk bar: one verb over the picked orders, with a result for each."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from orders.entry import drafting
from orders.lifecycle import operations
from orders.lifecycle.forms import FreezeForm, ReasonForm, ReassignForm
from orders.listing import bulk
from orders.order import queries
from orders.order.doors import sent


@require_POST
def submit_orders(request: HttpRequest) -> HttpResponse:
    """Submit the picked drafts for approval."""
    at = clock.now()
    outcome = bulk.each(
        request.user,
        bulk.keys_of(request.POST.getlist("ids")),
        lambda key: operations.submit_order(actor=request.user, order_id=key, at=at),
        lambda order: order.get_status_display(),
    )
    words = lambda n: ngettext("%(n)s order submitted", "%(n)s orders submitted", n) % {"n": n}  # noqa: E731
    return answer(request, outcome, words)


@require_POST
def approve_orders(request: HttpRequest) -> HttpResponse:
    """Approve the picked orders, as far as each waits for one's decision."""
    at = clock.now()
    outcome = bulk.each(
        request.user,
        bulk.keys_of(request.POST.getlist("ids")),
        lambda key: operations.approve_order(actor=request.user, order_id=key, at=at),
        lambda order: order.get_status_display(),
    )
    words = lambda n: ngettext("%(n)s order approved", "%(n)s orders approved", n) % {"n": n}  # noqa: E731
    return answer(request, outcome, words)


@require_http_methods(["GET", "POST"])
def reject_orders(request: HttpRequest) -> HttpResponse:
    """Send the picked orders back to their drafts, with one reason for all."""
    form = ReasonForm(sent(request))
    keys = bulk.keys_of((request.POST or request.GET).getlist("ids"))
    if request.method == "GET" or not form.is_valid():
        return ask(request, form, keys, "orders/order/_bulk_reject.html")
    at, reason = clock.now(), form.cleaned_data["reason"]
    outcome = bulk.each(
        request.user,
        keys,
        lambda key: operations.reject_order(actor=request.user, order_id=key, reason=reason, at=at),
        lambda order: _("sent back"),
    )
    words = lambda n: ngettext("%(n)s order sent back", "%(n)s orders sent back", n) % {"n": n}  # noqa: E731
    return answer(request, outcome, words)


@require_http_methods(["GET", "POST"])
def freeze_orders(request: HttpRequest) -> HttpResponse:
    """Freeze the picked orders, with one reason for all."""
    form = FreezeForm(sent(request))
    keys = bulk.keys_of((request.POST or request.GET).getlist("ids"))
    if request.method == "GET" or not form.is_valid():
        return ask(request, form, keys, "orders/order/_bulk_freeze.html")
    at = clock.now()
    outcome = bulk.each(
        request.user,
        keys,
        lambda key: operations.freeze_order(actor=request.user, order_id=key, at=at, **form.cleaned_data),
        lambda order: _("frozen"),
    )
    if outcome.fault is not None:
        doors.explain(form, outcome.fault)
        return ask(request, form, keys, "orders/order/_bulk_freeze.html")
    return answer(request, outcome, lambda n: ngettext("%(n)s order frozen", "%(n)s orders frozen", n) % {"n": n})


@require_http_methods(["GET", "POST"])
def reassign_orders(request: HttpRequest) -> HttpResponse:
    """Give the picked orders to other people."""
    form = ReassignForm(sent(request))
    keys = bulk.keys_of((request.POST or request.GET).getlist("ids"))
    if request.method == "GET" or not form.is_valid():
        return ask(request, form, keys, "orders/order/_bulk_reassign.html")
    at = clock.now()

    def reassign(key: int) -> Any:
        order = queries.get_order_by_id(actor=request.user, order_id=key)
        return drafting.update_notes(
            actor=request.user, order_id=key, version=order.version, changes=form.changes(), at=at
        )

    outcome = bulk.each(request.user, keys, reassign, lambda order: _("given to other people"))
    if outcome.fault is not None:
        doors.explain(form, outcome.fault)
        return ask(request, form, keys, "orders/order/_bulk_reassign.html")
    return answer(request, outcome, lambda n: ngettext("%(n)s order changed", "%(n)s orders changed", n) % {"n": n})


def ask(request: HttpRequest, form: Any, keys: list[int], template: str, **more: Any) -> HttpResponse:
    """The dialog that asks once for all picked orders."""
    context = {"form": form, "keys": keys, "url": request.path, "dialog_back": reverse("orders:order-list"), **more}
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)


def answer(request: HttpRequest, outcome: bulk.Outcome, words: Callable[[int], str]) -> HttpResponse:
    """All went well: back to the list with a toast. Otherwise the result of each, in the dialog."""
    if not outcome.failed:
        return pages.leave(request, _back(request), outcome.words(words))
    context = {"outcome": outcome, "words": outcome.words(words), "back": _back(request)}
    return pages.dialog(request, "orders/order/_bulk_results.html", context)


def _back(request: HttpRequest) -> str:
    """The list as it stood, when the request came from it."""
    base = reverse("orders:order-list")
    current = request.htmx.current_url_abs_path if request.htmx else ""  # type: ignore[attr-defined]
    return current if current and current.split("?")[0] == base else base
