"""A server on this machine that says what a test tells it to, byte by byte."""

import socket
import threading
import time
from contextlib import contextmanager, suppress


@contextmanager
def says(*parts, pause=0.0, context=None, port=0):
    """A server that answers every connection with the parts, with a pause before each; yields it: ``port``, and in
    ``heard`` what it was sent. ``context``: it speaks TLS; ``port``: 0 any."""
    listening = socket.create_server(("127.0.0.1", port))
    server = _Server(listening, parts, pause, context)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        listening.close()
        thread.join(10)


class _Server:
    def __init__(self, listening, parts, pause, context):
        self._listening, self._parts, self._pause, self._context = listening, parts, pause, context
        self.port = listening.getsockname()[1]
        self.heard, self.is_over = [], threading.Event()
        listening.settimeout(0.05)

    def serve(self):
        while not self.is_over.is_set():
            with suppress(OSError):
                sock, _ = self._listening.accept()
                with suppress(OSError), sock:
                    sock.settimeout(5)
                    self._talk(self._context.wrap_socket(sock, server_side=True) if self._context else sock)

    def _talk(self, sock):
        with sock:
            self.heard.append(self._request(sock))
            for part in self._parts:
                if self._pause:
                    self.is_over.wait(self._pause)
                sock.sendall(part)
            with suppress(OSError):
                sock.shutdown(socket.SHUT_WR)
            time.sleep(0.01)

    def _request(self, sock):
        data = b""
        while b"\r\n\r\n" not in data:
            if not (part := sock.recv(65536)):
                return data
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = next((int(one[15:]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")), 0)
        while len(body) < length and (part := sock.recv(65536)):
            body += part
        return head + b"\r\n\r\n" + body
