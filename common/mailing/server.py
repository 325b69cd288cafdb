"""The mail server: one connection for all mails of a relay, the answer to each mail told exactly."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.core.mail import EmailMessage, get_connection

from common import outbox
from common.mailing import bounces
from common.models import OutboxMessage

NAME = "mail"
_CLOSING = 421  # "service not available, closing": this connection has carried enough, or the server goes down
_OUTSIDE = (530, 534, 535, 538)  # not let in: nothing is wrong with the mail


class _Line:
    """A connection that is opened when the first mail needs it and anew when it broke. A server that was found away
    is not tried again on the same line."""

    def __init__(self) -> None:
        self.backend: Any = None
        self.away: outbox.Away | None = None

    def ready(self) -> bool:
        """Have a connection that answers; True when it is a new one. Raises Away."""
        if self.away is not None:
            raise self.away
        if self.backend is not None and _answers(self.backend):
            return False
        self.drop()
        backend = get_connection()
        try:
            backend.open()
        except Exception as error:  # names, network, TLS, sign-in: nothing was said yet
            self.away = outbox.Away(f"{type(error).__name__}: {error}", server=NAME)
            with suppress(Exception):
                backend.close()
            raise self.away from error
        self.backend = backend
        return True

    def drop(self) -> None:
        """Let go of the connection, in whatever state it is."""
        if self.backend is not None:
            with suppress(Exception):
                self.backend.close()
            self.backend = None

    def send(self, mail: EmailMessage) -> None:
        """One mail; when a connection that was kept turns out to be over before its text was begun, on a new one."""
        is_new = self.ready()
        try:
            self._say(mail)
        except outbox.Away:
            if is_new:
                raise
            self.drop()
            self.ready()
            self._say(mail)

    def _say(self, mail: EmailMessage) -> None:
        mail.connection = self.backend
        try:
            mail.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            if _code(error) == _CLOSING or (isinstance(error, smtplib.SMTPSenderRefused) and _code(error) in _OUTSIDE):
                raise outbox.Away(str(error), server=NAME) from error
            raise  # the server took nothing, and said why; the connection is as good as before
        except Exception as error:
            nothing_went = _surely_sent_nothing(self.backend)
            self.drop()
            if nothing_went and isinstance(error, (smtplib.SMTPException, OSError)):
                raise outbox.Away(f"{type(error).__name__}: {error}", server=NAME) from error
            raise


_line: ContextVar[_Line | None] = ContextVar("mail_line", default=None)


@contextmanager
def session() -> Iterator[None]:
    """Within it, all mails go over one connection."""
    line = _Line()
    token = _line.set(line)
    try:
        yield
    finally:
        _line.reset(token)
        line.drop()


def give(mail: EmailMessage, message: OutboxMessage) -> None:
    """Give one mail to the server. Raises as ``hand_over`` says."""
    line = _line.get()
    if line is None:
        with session():
            return give(mail, message)
    try:
        line.send(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = max(error.recipients.values(), key=lambda answer: answer[0], default=(0, b""))
        if 500 <= code < 600:
            bounces.refused(message, to=mail.to[0], code=code, said=_words(said))
        raise _by_code(f"{code} {_words(said)}", code) from error
    except smtplib.SMTPResponseException as error:  # of the sender or of the text
        raise _by_code(f"{error.smtp_code} {_words(error.smtp_error)}", error.smtp_code) from error
    return None


def _by_code(said: str, code: int) -> Exception:
    return outbox.Refused(said) if 500 <= code < 600 else outbox.Retry(said)


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((int(answer[0]) for answer in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _answers(backend: Any) -> bool:
    return bool(backend.answers()) if hasattr(backend, "answers") else True


def _surely_sent_nothing(backend: Any) -> bool:
    return bool(backend.surely_sent_nothing()) if hasattr(backend, "surely_sent_nothing") else False
