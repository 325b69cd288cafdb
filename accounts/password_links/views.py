"""Who forgot his password says who he is; the answer is the same for everybody."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.password_links import operations
from accounts.password_links.forms import ForgotForm
from accounts.people.queries import system_user
from accounts.single_sign_on import policies as provider
from common import clock, pages, remote

FROM_ONE_ADDRESS = 10  # in a quarter of an hour; an office may stand behind one address
FOR_ONE_NAME = 5  # in an hour, whether there is somebody of that name or not


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Ask who it is; say that a mail is on its way if that is somebody of ours."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, address = form.cleaned_data["who"], remote.address(request)
        if cache.count_hit(f"forgot-from:{address}", 900) > FROM_ONE_ADDRESS:  # type: ignore[attr-defined]
            form.add_error(None, _("Too many requests. Wait a moment and try again."))
            return _page(request, form, status=429)
        if not _is_too_often(typed):
            operations.ask_for_new_password(actor=system_user(), typed=typed, address=address, at=clock.now())
        return pages.leave(request, f"{resolve_url('accounts:forgot')}?sent=1")
    return _page(request, form, status=422 if form.errors else 200)


def _is_too_often(typed: str) -> bool:
    mark = hashlib.sha256(typed.strip().lower().encode()).hexdigest()
    return cache.count_hit(f"forgot-for:{mark}", 3600) > FOR_ONE_NAME  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: ForgotForm, status: int) -> HttpResponse:
    is_sent = request.method != "POST" and "sent" in request.GET
    context = {"form": form, "is_sent": is_sent, "provider": provider.provider_name() if provider.is_offered() else ""}
    return pages.render(request, "accounts/forgot.html", context, status=status)
