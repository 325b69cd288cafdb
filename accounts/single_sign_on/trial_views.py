"""The console's page for trying the connection to the provider of single sign-on."""

from dataclasses import asdict

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from accounts.single_sign_on import flow, policies, trial
from accounts.single_sign_on import views as single_sign_on
from accounts.single_sign_on.faults import Fault, explained
from common import clock, pages

RIGHT = "setting.manage"
KEY = "single_sign_on_trial"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """How the connection is set, and what the last try showed, once. ``act``: ``look`` reads the provider's description
    and keys; ``try`` also goes there with one's own account, and comes back here."""
    rights.require(request.user, RIGHT)  # type: ignore[arg-type]
    if request.method != "POST" or not policies.is_offered():
        return _page(request, request.session.pop(KEY, None))
    if request.POST.get("act") != "try":
        return _page(request, asdict(trial.look()))
    try:
        url = single_sign_on.begun(request, purpose=flow.TRY)
    except Fault as fault:
        return _page(request, asdict(trial.look()), explained(fault))
    context = {"url": url, "name": policies.provider_name(), "nothing_kept": True}
    return pages.render(request, "accounts/single_sign_on.html", context)


@sensitive_variables()
def returned(request: HttpRequest, started: flow.Started) -> HttpResponse:
    """Back from a try: what it showed is kept for the page, and nothing else happens."""
    here = resolve_url("admin:single-sign-on")
    if request.user.is_authenticated and request.user.pk == started.user and rights.can(request.user, RIGHT):
        back, at = single_sign_on.return_address(), clock.now()
        request.session[KEY] = asdict(trial.round_trip(started, request.GET.dict(), back=back, at=at))
    return pages.leave(request, here)


def _page(request: HttpRequest, tried: dict | None, fault: str = "") -> HttpResponse:
    context = {
        "title": _("Single sign-on"),
        "is_offered": policies.is_offered(),
        "name": policies.provider_name(),
        "configured": trial.configured(single_sign_on.return_address()),
        "tried": tried,
        "fault": fault,
        **admin.site.each_context(request),
    }
    return pages.render(request, "admin/single_sign_on.html", context)
