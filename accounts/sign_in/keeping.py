"""A form that was sent after its session had ended goes through the signing in and is sent once more by its sender.

Nothing is stored: what was entered travels in the page, signed, so that only what once came through our own door
(with its CSRF token) comes back. Files and passwords are not kept.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

_SALT = "accounts.kept_form"
_SECONDS = 3600
_LARGEST = 2_000_000  # letters; an order of 500 lines has half of it


@dataclass(frozen=True)
class Kept:
    """Where a form goes, what it says, and the page on which it stood."""

    path: str
    back: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> str:
    """The form of this request as text for a hidden field; "" where it cannot be kept."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    if request.FILES or any("password" in name for name in fields):
        return ""
    text = fields.urlencode()
    if not text or len(text) > _LARGEST:
        return ""
    kept = {"path": request.get_full_path(), "back": back_of(request), "fields": text}
    return signing.dumps(kept, salt=_SALT, compress=True)


def read(text: str) -> Kept | None:
    """What ``keep`` wrote; None for anything else, and after an hour."""
    try:
        found = signing.loads(text, salt=_SALT, max_age=_SECONDS) if text else None
    except signing.BadSignature:
        return None
    if found is None:
        return None
    fields = QueryDict(found["fields"])
    return Kept(found["path"], found["back"], [(name, one) for name, values in fields.lists() for one in values])


def back_of(request: HttpRequest) -> str:
    """The page on which the form stood, as far as the browser says it; else the first page."""
    url = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url("/")
    found = urlsplit(url)
    return f"{found.path}?{found.query}" if found.query else found.path
