"""The local mailbox: where EMAIL_URL is empty, mail is kept in a folder and shown to administrators."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts import policies
from common import navigation, pages

BACKEND = "django.core.mail.backends.filebased.EmailBackend"
_BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what the backend writes after each mail
_SHOWN = 100
# what a mail brings is shown as a mail program does: nothing runs in it and nothing is fetched for it
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"


@dataclass(frozen=True)
class Mail:
    """A mail as it would have been sent; `at` is its Date header, `key` finds it again."""

    at: datetime | None
    to: str
    subject: str
    body: str
    html: str = ""
    key: str = ""
    files: list[str] = field(default_factory=list)


def is_in_use() -> bool:
    """Whether mail is kept here instead of being sent."""
    return settings.EMAIL_BACKEND == BACKEND


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The newest mails that were not sent. 404 where mail is sent for real."""
    if not is_in_use():
        raise Http404
    policies.require(request.user, "admin.console")
    return pages.render(request, "orders_site/mailbox.html", {"mails": read(Path(settings.EMAIL_FILE_PATH))})


@require_safe
@xframe_options_sameorigin
def show_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of a mail, for the frame that holds it. 404 for one that has none or is no longer kept."""
    if not is_in_use():
        raise Http404
    policies.require(request.user, "admin.console")
    raw = next((raw for raw in _raws(Path(settings.EMAIL_FILE_PATH)) if _key(raw) == key), None)
    mail = _mail(raw) if raw else None
    if mail is None or not mail.html:
        raise Http404
    return HttpResponse(mail.html, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "private, no-store"})


def read(folder: Path) -> list[Mail]:
    """The newest mails of the folder, newest first."""
    return [_mail(raw) for raw in _raws(folder)]


def _raws(folder: Path) -> list[bytes]:
    """As they were written; reading one is what takes time."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    raws: list[bytes] = []
    for path in files[:_SHOWN]:
        raws += reversed([part for part in path.read_bytes().split(_BETWEEN) if part.strip()])
    return raws[:_SHOWN]


def _key(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def _mail(raw: bytes) -> Mail:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    body, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        at=_moment(str(message["Date"] or "")),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=body.get_content() if body else "",
        html=html.get_content() if html else "",
        key=_key(raw),
        files=[part.get_filename() or "" for part in message.iter_attachments()],
    )


def _moment(text: str) -> datetime | None:
    """A Date header. “-0000”, which Django writes, is read without a zone: it is UTC."""
    if not text:
        return None
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def register() -> None:
    """Put the page into the navigation where it is in use; called once when the apps are ready."""
    if is_in_use():
        entry = navigation.NavEntry("admin", _("Local mailbox"), "envelope", "mailbox", verb="admin.console", order=40)
        navigation.navigation.register("mailbox", entry)
