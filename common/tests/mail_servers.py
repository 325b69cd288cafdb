"""Mail servers for tests: a real SMTP server (aiosmtpd) in a thread, told how to answer, and one that hangs."""

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.test import override_settings

logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass
class Server:
    """What a server took, and how it answers. ``answers``: recipient → the answer to RCPT ("550 5.1.1 …"); ``slow``:
    recipient → seconds until it says that it has taken his mail; ``breaks_after``: so many mails, then the line goes
    dead as the next one's text comes, once, with ``breaks_always`` at each; ``most``: so many mails a connection, then
    421."""

    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    text_answer: str = ""
    breaks_after: int | None = None
    breaks_always: bool = False
    most: int | None = None
    port: int = 0

    @property
    def recipients(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        session.mails = getattr(session, "mails", 0) + 1
        if self.most is not None and session.mails > self.most:
            return "421 4.7.0 enough for one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.breaks_always:
            server.transport.abort()
            return "250 never arrives"
        if self.breaks_after is not None and len(self.taken) >= self.breaks_after:
            self.breaks_after = None
            server.transport.abort()
            return "250 never arrives"
        if self.text_answer:
            return self.text_answer
        self.taken.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        self.envelopes.append(envelope.mail_from)
        await asyncio.sleep(self.slow.get(envelope.rcpt_tos[0], 0))
        return "250 OK"


class _Smtp(SMTP):
    def connection_made(self, transport: Any) -> None:
        self.event_handler.connections += 1
        super().connection_made(transport)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, data_size_limit=None)


@contextmanager
def smtp() -> Iterator[Server]:
    """A server that takes everything, at which the site's mail goes meanwhile."""
    server = Server(port=_free())
    controller = _Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()  # it calls itself once
    server.connections = 0
    try:
        with leading_to(server.port):
            yield server
    finally:
        controller.stop()


@contextmanager
def leading_to(port: int, timeout: float = 15) -> Iterator[None]:
    """The site's mail goes to this port meanwhile."""
    with override_settings(
        EMAIL_BACKEND="common.mailing.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_TIMEOUT=timeout,
    ):
        assert port == settings.EMAIL_PORT
        yield


@contextmanager
def hanging(timeout: float) -> Iterator[list[int]]:
    """A server that takes connections and says nothing, at which the site's mail goes meanwhile, waiting ``timeout``
    seconds for each answer; the list grows with each connection."""
    met: list[int] = []
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                kept.append(connection)
                met.append(1)

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        with leading_to(listener.getsockname()[1], timeout):
            yield met
        listener.shutdown(socket.SHUT_RDWR)
    for connection in kept:
        connection.close()


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
