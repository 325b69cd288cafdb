"""What every request knows of the person behind it: limits of the session, language, origin, duties.

Order in settings: ``origin`` once the request got its id, then ``session_limits`` (its events know both) and
``preferences``, ``refusals`` around what answers domain errors, ``duties`` last.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings
from django.contrib import auth
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.people.models import User
from accounts.second_factor import queries as factors
from accounts.sign_in import operations, sessions
from common import clock, dates, errors, pages, remote
from common.links import tokens
from common.links.operations import Visitor
from common.operation import set_origin

log = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

POLL_HEADER = "X-Poll"  # the shell's scripts mark what no person did
_API, _ADMIN = "/api/", "/admin/"
_ALLOWED_DURING_DUTIES = {"accounts:sign_out", "accounts:sign_in", "accounts:language", "healthz", "readyz", "metrics"}


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in, or None."""
    user = getattr(request, "user", None)
    return user if getattr(user, "is_authenticated", False) else None


def session_limits(get_response: Answer) -> Answer:
    """End a session whose time is over; note the use of one that goes on, and where people are signed in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        before, is_time = str(request.session.session_key or ""), False
        if auth.SESSION_KEY in request.session:
            at = clock.now()
            if sessions.is_over(request.session, at=at, idle=settings.SESSION_IDLE, absolute=settings.SESSION_ABSOLUTE):
                if person := person_of(request):
                    _note(operations.record_sign_out, actor=person, why="over")
                auth.logout(request)
            elif POLL_HEADER not in request.headers:
                is_time = sessions.note_use(request.session, at=at)
        response = get_response(request)
        if is_time or request.session.session_key != (before or None):
            _list_session(request, before)
        return response

    return answer


def _list_session(request: HttpRequest, before: str) -> None:
    """Keep the list of sessions as they are now: signed in, gone on, under another key, signed out."""
    person = person_of(request)
    if person is None or auth.SESSION_KEY not in request.session:
        if before:
            _note(operations.forget_session, key=before)
        return
    if not request.session.session_key:
        request.session.save()  # it gets its key
    since = datetime.fromtimestamp(request.session.get(sessions.STARTED) or clock.now().timestamp(), UTC)
    visitor = Visitor(remote.address(request), request.headers.get("User-Agent", ""))
    key = str(request.session.session_key)
    _note(operations.note_session, actor=person, key=key, former=before, visitor=visitor, since=since)


def preferences(get_response: Answer) -> Answer:
    """Speak the person's language; who is signed out gets the cookie's or the browser's. Days are the company's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        person = person_of(request)
        language = person.language if person else translation.get_language_from_request(request)
        translation.activate(language)
        timezone.activate(dates.business_zone())
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if person is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    return answer


def origin(get_response: Answer) -> Answer:
    """Tell operations through which door and in which request they run."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        set_origin(_door(request.path), request_id)
        try:
            return get_response(request)
        finally:
            set_origin("", "")

    return answer


def refusals(get_response: Answer) -> Answer:
    """Write every 403 to a person down, those of the rows of a call that holds many too (``refused_rows``)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        refused = getattr(request, "refused_rows", [])
        if response.status_code == 403:
            refused = [(str(request.method), request.path)]
        if refused and (person := person_of(request)):
            for method, path in refused:
                _note(operations.record_refusal, actor=person, method=method, path=tokens.masked(path))
        return response

    return answer


def _note(record: Callable[..., None], **told: Any) -> None:
    """Write an event of the machinery; a database that is busy just now must not turn a good answer into an error."""
    try:
        record(at=clock.now(), **told)
    except (errors.DomainError, DatabaseError, InterfaceError):
        log.exception("not_noted", what=record.__name__)


def duties(get_response: Answer) -> Answer:
    """Lead whoever must change his password or set up a second factor there, and nowhere else, first."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        person = person_of(request)
        if person is None or auth.SESSION_KEY not in request.session:
            return None
        duty = _duty(person, request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not duty or name in _ALLOWED_DURING_DUTIES or name.startswith(duty):
            return None
        if request.path.startswith(_API):
            return HttpResponse(status=403)
        if pages.wants_part(request):  # what the shell fetches by itself must not lead the page in a circle
            return HttpResponse(status=204)
        return pages.leave(request, resolve_url(duty))

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def _duty(person: User, request: HttpRequest) -> str:
    if request.session.get(sessions.ENROL):
        if not factors.has_device(person):
            return "accounts:totp"
        request.session[sessions.ENROL] = False  # a slow request beside the one that set it up wrote the old mark back
    # whoever came by single sign-on may not even know the password that he should change
    return "accounts:password" if person.must_change_password and not request.session.get(sessions.WAY) else ""


def _door(path: str) -> str:
    if path.startswith(_API):
        return "api"
    return "admin" if path.startswith(_ADMIN) else "page"
