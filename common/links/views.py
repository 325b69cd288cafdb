"""The door behind every signed link."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from common import clock, errors, pages, remote
from common.links import operations, queries
from common.links.purposes import Purpose, purposes

RATE = 60  # requests a minute from one address, to all links together
# "no-referrer" would have browsers send forms with "Origin: null", which the protection against forged ones refuses
_HEADERS = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow, noarchive"}


def visitor_of(request: HttpRequest) -> operations.Visitor:
    """From where a link is opened."""
    return operations.Visitor(remote.address(request), request.headers.get("User-Agent", ""))


@login_not_required
@csrf_exempt  # but for one kind of link ``_guarded`` asks for the token of the form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what the link is for, or act; one answer for every address that opens nothing."""
    response = _answer(request, token)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponseBase:
    if cache.count_hit(f"links:{remote.address(request)}", 60) > RATE:  # type: ignore[attr-defined]
        return _closed(request, 429, _("Too many requests. Wait a moment and try again."))
    at = clock.now()
    try:
        if request.method == "GET":
            found = operations.open_link(token=token, visitor=visitor_of(request), at=at)
        else:
            found = queries.find_live(token, at=at)
        purpose = purposes[found.purpose]
        if purpose.asks_for_sign_in and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if purpose.asks_for_sign_in and found.person_id != request.user.pk:
            raise errors.NotFound()
        if purpose.takes_one_click:
            return purpose.page(request, found)
        return _guarded(request, purpose, found)
    except errors.NotFound:
        words = _("This link does not open anything any more. Ask whoever sent it for a new one.")
        return _closed(request, 404, words)


@csrf_protect
def _guarded(request: HttpRequest, purpose: Purpose, found: Any) -> HttpResponseBase:
    return purpose.page(request, found)


def _closed(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return pages.render(request, "common/link_closed.html", {"status": status, "words": words}, status=status)
