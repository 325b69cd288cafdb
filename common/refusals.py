"""The one place where domain errors become pages (DESIGN 4), and the pages for everything that goes wrong.

Whole requests get a page with the status; htmx requests get the same words in the dialog of the page
they came from (403, 409, 422) or as a toast (the rest), so that nothing typed is lost.
"""

import sys
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django_htmx.http import trigger_client_event

from common import citations, clock, database_errors, dates, errors, pages
from common.api import problems

log = structlog.get_logger(__name__)

# first match wins: an error's class → status
STATUSES: tuple[tuple[type[errors.DomainError], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.Busy, 409),
    (errors.Unavailable, 503),
    (errors.Invalid, 422),
)
_SWAPPED = {403, 409, 422}
_API = "/api/"


def status_of(error: errors.DomainError) -> int:
    """The HTTP status of a domain error on a page."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 400)


class SignInMiddleware(LoginRequiredMiddleware):
    """Pages are private; a signed-out htmx request answers 401, so that the page offers to sign in and go on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        if pages.wants_part(request):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class RefusalMiddleware:
    """Answers a domain error that a page let through, and the database's own refusals in the same words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith(_API):
            return not_a_page(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith(_API):
            return None
        if isinstance(exception, errors.DomainError):
            return refuse(request, exception)
        found = database_errors.as_refusal(exception)
        if isinstance(found, errors.Unavailable):
            return unavailable(request, found)
        return refuse(request, found) if found else None


def refuse(request: HttpRequest, error: errors.DomainError) -> HttpResponse:
    """The answer to a domain error: a page, the dialog, or a toast. Never repeats what a 404 hides."""
    status = status_of(error)
    if request.path.startswith(_API):
        return problems.refuse(error, status)
    context = {
        "status": status,
        "error": error,
        "stale_rows": _stale_rows(error),
        "figures": _figures(error),
        "citations": citations.of(error),
    }
    if pages.wants_part(request):
        if status in _SWAPPED:
            return pages.aside(pages.part(request, "components/_refusal.html", context, status=status))
        said = {"text": str(error.message), "level": "err"}
        return _with_retry(trigger_client_event(HttpResponse(status=status), "so:toast", said))
    return _with_retry(HttpResponse(render_to_string("error.html", context, request), status=status))


def unavailable(request: HttpRequest, error: errors.Unavailable) -> HttpResponse:
    """503 while the database is away: needs no database, so no person and no shell."""
    if request.path.startswith(_API) or pages.wants_part(request):
        return refuse(request, error)
    context = {"title": _("Please wait a moment"), "text": str(error.message)}
    return _with_retry(_plain("503.html", 503, context, str(error.message)))


def _with_retry(response: HttpResponse) -> HttpResponse:
    if response.status_code == 503:
        response.headers["Retry-After"] = "5"
    return response


def _stale_rows(error: errors.DomainError) -> list[tuple[str, Any, Any]]:
    if not isinstance(error, errors.Stale):
        return []
    labels = error.details.get("labels", {})
    pairs = error.details.get("fields", {}).items()
    return [(labels.get(name, name), *pair) for name, pair in pairs if len(pair) == 2]


_FIGURE_LABELS: dict[str, Callable[[], str]] = {
    "limit": lambda: _("Credit limit"),
    "exposure": lambda: _("In use"),
    "amount": lambda: _("This order"),
    "product": lambda: _("Product"),
    "asked": lambda: _("Asked"),
    "available": lambda: _("Available"),
}


def _figures(error: errors.DomainError) -> list[tuple[str, Any]]:
    return [(label(), error.details[key]) for key, label in _FIGURE_LABELS.items() if key in error.details]


def not_a_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405: the address of a verb was opened as if it were a page (a bookmark, the way back after a sign-in)."""
    error = errors.DomainError(
        _("This address only takes what a form sends. Open the page itself and press its button.")
    )
    found = refuse(request, error)
    found.status_code = 405
    found.headers["Allow"] = response.headers.get("Allow", "POST")
    return found


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return refuse(request, errors.NotFound())


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return refuse(request, errors.NotAllowed())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400: a request no page of ours sends, or one that is larger than is taken."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return refuse(request, errors.DomainError(_("This is more than is taken at once. Send it in parts.")))
    return refuse(request, errors.DomainError(_("The browser sent something this page does not understand.")))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nearly always a page that stood open over a new sign-in."""
    log.warning("csrf_failure", reason=reason)
    return refuse(
        request,
        errors.NotAllowed(_("This page is too old to send. Open it again and repeat the last step."), code="csrf"),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: needs no database and no user; names the error by a number that the log knows.

    What a middleware met comes here too: a database that is away is no error of ours, but a 503.
    """
    found = database_errors.as_refusal(sys.exc_info()[1])
    if isinstance(found, errors.Unavailable):
        return unavailable(request, found)
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    tail = request_id.replace("-", "")[:8].upper() or "0"
    number = f"E-{dates.business_day(clock.now()):%Y%m%d}-{tail}"
    log.error("server_error", error_number=number)
    if request.path.startswith(_API):
        return problems.server_error(request)
    if pages.wants_part(request):
        words = _("This step was not completed. Your entries are still here; try again. Error number %(number)s")
        return trigger_client_event(
            HttpResponse(status=500), "so:toast", {"text": words % {"number": number}, "level": "err"}
        )
    return _plain("500.html", 500, {"number": number}, number)


def _plain(template: str, status: int, context: dict[str, Any], words: str) -> HttpResponse:
    """A page without the shell; itself must not be what fails (missing static manifest, broken translation)."""
    try:
        return HttpResponse(render_to_string(template, context), status=status)
    except Exception:
        log.exception("error_page_failed", status=status)
        return HttpResponse(
            f"<!doctype html><title>{status}</title><h1>{status}</h1><p>{escape(words)}</p>", status=status
        )
