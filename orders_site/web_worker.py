"""The web server's worker: what is too long or no request at all is refused in words of ours, and how long a request
stood in the queue is told (``shedding``).

Such a request never reaches Django. gunicorn's own answer shows what was sent, and so does its log, where
neither names nor search words may stand.
"""

import time
from contextvars import ContextVar
from http import HTTPStatus
from ssl import SSLWantReadError
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

waited: ContextVar[float] = ContextVar("seconds in the queue of the threads", default=0.0)

_NOT_UNREADABLE = (
    errors.ConfigurationProblem,
    errors.UnsupportedTransferCoding,
    errors.ExpectationFailed,
    errors.InvalidResponseHeader,  # the application's own fault
    errors.InvalidResponseHeaderName,
)


class Worker(ThreadWorker):
    """gunicorn's threads, with other words for a request that cannot be read, and a clock at their queue."""

    def enqueue_req(self, conn: Any) -> None:
        """A connection with a request joins the queue of the threads."""
        conn.queued_at = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """A thread is free for it. One that sends nothing yet is given back, and queues anew once it does."""
        waited.set(time.monotonic() - conn.queued_at)
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read: 414 an address too long, 431 too many headers, else 400."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, _NOT_UNREADABLE):
            super().handle_error(req, client, addr, exc)
            return
        status = status_of(exc)
        self.log.warning("a request could not be read: %s, answered with %s", type(exc).__name__, status.value)
        try:
            _drop_the_rest(client)
            util.write_nonblock(client, answer(status))
        except OSError:
            self.log.debug("nobody waits for the answer")


def _drop_the_rest(client: Any) -> None:
    """Read what has come in, a megabyte at most: closing over unread bytes would take the answer back."""
    client.setblocking(False)
    try:
        for _piece in range(16):
            if not client.recv(65_536):
                break
    except (BlockingIOError, SSLWantReadError):
        pass
    finally:
        client.setblocking(True)


def status_of(error: errors.ParseException) -> HTTPStatus:
    if isinstance(error, errors.LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(error, errors.LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return HTTPStatus.BAD_REQUEST


def answer(status: HTTPStatus) -> bytes:
    """A whole HTTP answer, in the language of the site: who asks has not been heard."""
    with translation.override(settings.LANGUAGE_CODE):
        if status is HTTPStatus.REQUEST_URI_TOO_LONG:
            text = _("This address is too long. Use fewer conditions at once, or save them as a view.")
        elif status is HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            text = _("The browser sends too much with each request. Delete the cookies of this site and sign in again.")
        else:
            text = _("The server could not read this request. Go back and try again.")
        body = (
            f'<!doctype html><html lang="{translation.get_language()}"><head><meta charset="utf-8">'
            f"<title>{status.value}</title></head><body><h1>{status.value}</h1><p>{text}</p></body></html>\n"
        ).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
