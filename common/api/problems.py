"""Domain errors and framework errors as ``application/problem+json`` (RFC 9457), in one place (DESIGN 4)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from common import citations, database_errors, errors, idempotency

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

log = structlog.get_logger(__name__)

# first match wins: an error's class → status
_STATUSES: tuple[tuple[type[errors.DomainError], int], ...] = (
    (errors.NotFound, status.HTTP_404_NOT_FOUND),
    (errors.NotAllowed, status.HTTP_403_FORBIDDEN),
    (idempotency.KeyReused, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (errors.Conflict, status.HTTP_409_CONFLICT),
    (errors.Busy, status.HTTP_409_CONFLICT),
    (errors.Unavailable, status.HTTP_503_SERVICE_UNAVAILABLE),
    (errors.Invalid, status.HTTP_400_BAD_REQUEST),
)


class PreconditionRequired(exceptions.APIException):
    """The change must say from which version it starts (If-Match)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"


class KeyMissing(exceptions.APIException):
    """A POST that creates or moves something must carry an Idempotency-Key."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "idempotency_key_missing"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for what nobody foresaw: that is a 500 and is logged with its trace."""
    refusal = error if isinstance(error, errors.DomainError) else database_errors.as_refusal(error)
    if refusal is not None:
        return _from_domain(refusal, context["request"])
    if isinstance(error, RecursionError):  # a body nested deeper than any of ours
        return _response(400, "invalid", str(errors.Invalid.default_message))
    if isinstance(error, Http404):
        return _response(404, "not_found", str(errors.NotFound.default_message))
    if isinstance(error, PermissionDenied):
        return _response(403, "not_allowed", str(errors.NotAllowed.default_message))
    if isinstance(error, exceptions.APIException):
        return _from_framework(error)
    return None


def _from_domain(error: errors.DomainError, request: Any) -> Response:
    if isinstance(error, errors.Unavailable):
        return _unavailable()
    code = next((found for kind, found in _STATUSES if isinstance(error, kind)), 400)
    if isinstance(error, errors.Stale) and "If-Match" in request.headers:
        code = status.HTTP_412_PRECONDITION_FAILED
    extra = dict(error.details)
    if "status" in extra:  # of the object; the body's own ``status`` is that of HTTP
        extra["state"] = extra.pop("status")
    if isinstance(error, errors.Invalid) and error.fields:
        extra["fields"] = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    if cited := citations.of(error):
        extra["clauses"] = [asdict(one) for one in cited]
    return _response(code, error.code, str(error.message), **extra)


def _from_framework(error: exceptions.APIException) -> Response:
    headers = {}
    wait = getattr(error, "wait", None)  # of a throttled request, in seconds
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if isinstance(error, exceptions.ValidationError):
        fields = flatten(error.detail)
        return _response(400, "invalid", str(errors.Invalid.default_message), fields=fields)
    detail = error.detail if isinstance(error.detail, str) else str(error.detail)
    code = getattr(error.detail, "code", error.default_code)
    return _response(error.status_code, str(code), detail, headers=headers)


def flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested error detail as field paths, rows counted from 1 as in our own errors:
    ``{"lines.2.quantity": ["…"]}``."""
    if isinstance(detail, Mapping):
        # the framework counts rows of a list from 0, as numbers
        pairs = [(str(key + 1) if isinstance(key, int) else str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        pairs = [(str(number), value) for number, value in enumerate(detail, start=1) if value]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {path or "non_field_errors": [_translated(str(text)) for text in texts]}
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.update(flatten(value, f"{path}.{key}" if path else key))
    return found


def _translated(text: str) -> str:
    # the only words that the framework says in English to everybody
    return _("No data provided") if text == "No data provided" else text


def _unavailable() -> Response:
    text = str(errors.Unavailable.default_message)
    return _response(503, "unavailable", text, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _response(code: int, kind: str, detail: str, headers: dict[str, str] | None = None, **extra: Any) -> Response:
    body = {**extra, **body_of(code, kind, detail)}
    return Response(body, status=code, headers=headers, content_type=CONTENT_TYPE)


def body_of(status_code: int, kind: str, detail: str) -> dict[str, Any]:
    """What every problem says: its type, title, status, code and words."""
    return {
        "type": f"/api/v1/problems/#{kind}",
        "title": str(_title(status_code)),
        "status": status_code,
        "code": kind,
        "detail": detail,
    }


def _title(code: int) -> str:
    return {
        400: _("Not valid"),
        401: _("Signed out"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        409: _("Conflict"),
        412: _("Changed meanwhile"),
        415: _("Unknown media type"),
        422: _("Key used for something else"),
        428: _("Version missing"),
        429: _("Too many requests"),
        500: _("Server error"),
        503: _("Temporarily unavailable"),
    }.get(code, _("Error"))


def refuse(error: errors.DomainError, status_code: int) -> JsonResponse:
    """A domain error on an API address that no view of ours answered (an unknown address, say)."""
    body = body_of(status_code, error.code, str(error.message))
    retry = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status_code == status.HTTP_503_SERVICE_UNAVAILABLE else None
    return JsonResponse(body, status=status_code, headers=retry, content_type=CONTENT_TYPE)


def server_error(request: HttpRequest) -> JsonResponse:
    """The body of a 500 on an API address: no trace, only the request's number."""
    number = structlog.contextvars.get_contextvars().get("request_id", "")
    words = _("Something went wrong on our side. Nothing was changed.")
    body = body_of(500, "server_error", words) | {"request_id": number}
    return JsonResponse(body, status=500, content_type=CONTENT_TYPE)
