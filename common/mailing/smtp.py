"""Django's SMTP, which can say whether a mail's text was begun: before that, surely nothing went out."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Telling:
    has_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_begun = True
        return super().data(msg)  # type: ignore[misc]


class _Plain(_Telling, smtplib.SMTP):
    pass


class _Secure(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """The backend of EMAIL_URL."""

    connection: Any

    @property
    def connection_class(self) -> Any:
        return _Secure if self.use_ssl else _Plain

    def answers(self) -> bool:
        """Whether the connection that was kept is still good for another mail."""
        if self.connection is None:
            return False
        self.connection.has_begun = False
        try:
            return bool(self.connection.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            return False

    def surely_sent_nothing(self) -> bool:
        """Whether the text of the last mail was not even begun."""
        return self.connection is None or not self.connection.has_begun
