"""A call to another server within a given time, over the connection that was judged."""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from common.outgoing.targets import ANY, Allowed, Reason, Refused, Target, admitted, target_of

_SHARE = 1.0  # seconds that each address of a host has at least
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})


class Unreachable(Exception):
    """No whole answer came. ``was_sent``: the server may have taken what we said."""

    def __init__(self, reason: Reason, *, was_sent: bool = False):
        super().__init__(reason.value)
        self.reason, self.was_sent = reason, was_sent


@dataclass(frozen=True)
class Answer:
    """What a server answered, of whatever status. Names of headers are in small letters; ``is_cut``: the body went on
    beyond what was asked for; ``ms``: how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool
    ms: int


class _Clock:
    """The time that all steps of a call share."""

    def __init__(self, seconds: float):
        self._began = time.monotonic()
        self._until = self._began + seconds

    @property
    def left(self) -> float:
        """Seconds that are left. Raises TimeoutError where none are."""
        found = self._until - time.monotonic()
        if found <= 0:
            raise TimeoutError
        return found

    @property
    def ms(self) -> int:
        """Thousandths of a second since the beginning."""
        return round((time.monotonic() - self._began) * 1000)


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout_s: float = 10.0,
    max_bytes: int = 1_000_000,
    allow: Allowed = ANY,
) -> Answer:
    """Ask a server, and give what it answered. The whole call, name and answer included, takes ``timeout_s`` at most;
    of the body ``max_bytes`` are read.

    Raises Refused for what must not be called and for an answer that sends on; Unreachable where no answer came.
    Neither says in its words more than a reason, so that no key within an address gets into a log.
    """
    clock, target = _Clock(timeout_s), target_of(url, allow)
    given = {name: value for name, value in (headers or {}).items() if name.lower() not in _OURS}
    connection = _Connection(target, clock)
    try:
        connection.connect()
        return _ask(connection, clock, method, target, given, body, max_bytes)
    finally:
        connection.let_go()


def _ask(
    connection: "_Connection",
    clock: _Clock,
    method: str,
    target: Target,
    headers: Mapping[str, str],
    body: bytes | None,
    max_bytes: int,
) -> Answer:
    try:
        connection.request(method, target.path, body, {**headers, "Host": target.named, "Connection": "close"})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        if answer.status in _REDIRECTS:
            raise Refused(Reason.REDIRECT, status=answer.status, location=found.get("location", ""))
        data = _read(answer, max_bytes + 1)
    except TimeoutError:
        raise Unreachable(Reason.TIME, was_sent=True) from None
    except (OSError, http.client.HTTPException):
        raise Unreachable(Reason.BROKEN, was_sent=True) from None
    return Answer(answer.status, found, data[:max_bytes], len(data) > max_bytes, clock.ms)


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    """Up to so many bytes of the body. Raises IncompleteRead where the server breaks off before its end."""
    data = bytearray()
    while len(data) < most and (part := answer.read(min(65_536, most - len(data)))):
        data += part
    if len(data) < most and answer.length:
        raise http.client.IncompleteRead(bytes(data), answer.length)
    return bytes(data)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was judged; every step of it takes what time is left."""

    def __init__(self, target: Target, clock: _Clock):
        super().__init__(target.host, target.port)
        self._target, self._clock = target, clock
        self._open: list[socket.socket] = []

    def connect(self) -> None:
        """Reach the server, with TLS for its name. Raises Refused, Unreachable."""
        try:
            plain = self._reach(admitted(self.host, _resolve(self.host, self.port, self._clock)))
            self._open = [plain]
            self._open = [self._secure(plain)]
            self.sock = _Timed(self._open[0], self._clock)
        except TimeoutError:
            raise Unreachable(Reason.TIME) from None

    def _reach(self, addresses: list[str]) -> socket.socket:
        """The first address that takes a connection; each has its share of the time, so that a dead one hides no other.
        Raises Unreachable, TimeoutError."""
        why = Reason.CONNECT
        for n, address in enumerate(addresses):
            left = self._clock.left
            share = min(left, max(left / (len(addresses) - n), _SHARE))
            try:
                return socket.create_connection((address, self.port), share)
            except TimeoutError:
                why = Reason.TIME
            except OSError:
                continue
        raise Unreachable(why)

    def _secure(self, plain: socket.socket) -> socket.socket:
        if not self._target.is_tls:
            return plain
        try:
            plain.settimeout(self._clock.left)
            return tls().wrap_socket(plain, server_hostname=self.host)
        except TimeoutError:
            raise
        except ssl.SSLError:
            raise Unreachable(Reason.TLS) from None
        except OSError:
            raise Unreachable(Reason.CONNECT) from None

    def let_go(self) -> None:
        """Close what was opened."""
        for sock in self._open:
            sock.close()


@cache
def tls() -> ssl.SSLContext:
    """What servers have to prove: a certificate for their name that this machine trusts (``SSL_CERT_FILE``)."""
    return ssl.create_default_context()


class _Timed(io.RawIOBase):
    """A socket whose every reading and writing takes no longer than the time that is left: a server that sends a byte
    now and then would keep us for ever otherwise. It is let go by who opened it: ``http.client`` closes it before the
    answer is read."""

    def __init__(self, sock: socket.socket, clock: _Clock):
        self._sock, self._clock = sock, clock

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some bytes."""
        self._sock.settimeout(self._clock.left)
        return self._sock.recv_into(buffer)

    def sendall(self, data: Any) -> None:
        """All of the data."""
        self._sock.settimeout(self._clock.left)
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What an answer is read from."""
        return io.BufferedReader(_Timed(self._sock, self._clock))


def _resolve(host: str, port: int, clock: _Clock) -> list[str]:
    """The addresses of a host, asked for once. Raises Unreachable, TimeoutError."""
    found: list[str] = []
    fault: list[OSError] = []

    def look() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            fault.append(OSError(str(error)))

    # the system's resolver knows no time limit: one that hangs is left behind
    thread = threading.Thread(target=look, name="resolve", daemon=True)
    thread.start()
    thread.join(clock.left)
    if thread.is_alive():
        raise TimeoutError
    if fault or not found:
        raise Unreachable(Reason.NAME)
    return found
