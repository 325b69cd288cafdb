"""Doors of change requests: the list, the page, and the verbs on it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people import operations as people
from common import clock, doors, errors, keyset, masters, pages, typed
from orders.changes import adopting, columns, forms, listing, operations, policies, queries, showing
from orders.changes.effect import operations as effect
from orders.changes.filters import ChangeRequestFilter
from orders.changes.states import State
from orders.changes.views.editing import url_of
from orders.order.doors import sent

PAGE_SIZE = 50


@require_GET
def list_changes(request: HttpRequest) -> HttpResponse:
    """Change requests, the latest first; what is open first of all."""
    user: Any = request.user
    asked = listing.asked_of(request.GET)
    chosen = doors.filter_of(ChangeRequestFilter, asked, listing.rows(user, asked), actor=user)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.sorts_for(user),
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    with_money = listing.sees_amounts(user)
    shown = columns.chosen(columns.picked(user), with_money)
    context = {
        "page": page,
        "rows": [(row, columns.draw(row, shown)) for row in listing.drawn(user, page.items)],
        "columns": shown,
        "every_column": [(one.key, one.label) for one in columns.allowed(with_money)],
        "shown_keys": [one.key for one in shown],
        "views": listing.tabs(user, asked),
        "reasons": queries.reasons(),
        "chosen": asked,
    }
    return pages.render(request, "orders/change/list.html", context, parts=("list",))


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants; ``reset`` goes back to the usual ones."""
    user: Any = request.user
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    known = [key for key in keys if key in columns.KEYS]
    people.remember(actor=user, key=columns.COLUMNS_KEY, value=known or None, at=clock.now())
    home, back = reverse("orders:change-list"), request.POST.get("next", "")
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))


@require_GET
def show_change(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what changes, what that does, who was asked, what the reader may do."""
    signature = typed.read_key(request.GET.get("signature", ""))
    context = showing.page(request.user, reference, clock.now(), signature)
    change = context["change"]
    if change.reference != reference:  # a draft that got its number
        return redirect(url_of(change))
    context["with_money"] = listing.sees_amounts(request.user)  # type: ignore[arg-type]
    return pages.render(request, "orders/change/detail.html", context)


# --- verbs -------------------------------------------------------------------------------------------


def _do(request: HttpRequest, reference: str, call: Callable[..., Any], done: Any, **more: Any) -> HttpResponse:
    """One verb with the version that was shown; what keeps it from being done is said on the page."""
    change = queries.get_request(actor=request.user, reference=reference)  # type: ignore[arg-type]
    what = {"actor": request.user, "request_id": change.pk, "at": clock.now(), **more}
    try:
        after = call(version=doors.version_of(request.POST), **what)
    except errors.Invalid as fault:
        return pages.leave(request, url_of(change), fault.brief(), "err")
    if after.state == State.STALE:
        return pages.leave(request, url_of(after), _("The order changed meanwhile: the request is overtaken."), "wrn")
    return pages.leave(request, url_of(after), done)


@require_POST
def ask_departments(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the departments concerned."""
    return _do(request, reference, operations.ask_departments, _("Departments asked"))


@require_POST
def submit_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Submit for approval."""
    return _do(request, reference, operations.submit_request, _("Submitted for approval"))


@require_POST
def take_effect(request: HttpRequest, reference: str) -> HttpResponse:
    """Let an approved request take effect."""
    return _do(request, reference, effect.take_effect_now, _("The change took effect"))


@require_POST
def rebase_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring a request that was overtaken up to date."""
    return _do(request, reference, operations.rebase_request, _("Brought up to date"))


@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a request back to its draft."""
    return _do(request, reference, operations.return_request, _("Taken back"))


@require_POST
def adopt_alternative(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a draft ask for one of the alternatives of its impact sheet."""
    key = request.POST.get("key", "")[:80]
    return _do(request, reference, adopting.adopt, _("The alternative is taken over"), key=key)


@require_POST
def supersede_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin another request in its place."""
    return _do(request, reference, operations.supersede_request, _("A new draft takes its place"))


@require_http_methods(["GET", "POST"])
def withdraw_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a request up."""
    user: Any = request.user
    change = queries.get_request(actor=user, reference=reference)
    policies.require(user, policies.REQUEST, change.order)
    form = forms.WithdrawForm(sent(request))

    def save(version: int | None) -> Any:
        reason = form.cleaned_data["reason"]
        return operations.withdraw_request(
            actor=user, request_id=change.pk, reason=reason, version=version, at=clock.now()
        )

    title = _("Withdraw %(number)s?") % {"number": change.display_number}
    return masters.edit(request, form, change, save, title=title, saved=_("Withdrawn"), back=url_of(change))


@require_POST
def approve_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide in favour."""
    facts = request.POST.get("facts", "")[:64]  # of the impact sheet that was shown
    return _decide(request, reference, operations.approve_request, _("Approved"), facts=facts)


@require_POST
def return_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Send back, with a reason."""
    return _decide(request, reference, operations.return_request, _("Sent back"))


@require_POST
def reject_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Refuse for good, with a reason."""
    return _decide(request, reference, operations.reject_request, _("Rejected"))


def _decide(request: HttpRequest, reference: str, call: Callable[..., Any], done: Any, **more: Any) -> HttpResponse:
    form = forms.DecideForm(request.POST)
    if not form.is_valid():
        raise errors.Invalid(fields={name: list(texts) for name, texts in form.errors.items()})
    data = form.cleaned_data
    return _do(request, reference, call, done, reason=data["reason"], step=data["step"], **more)
