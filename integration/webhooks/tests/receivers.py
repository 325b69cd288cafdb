"""Servers on this machine that webhooks are sent to, and what the tests set up."""

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

from common import events, operation
from common.models import Setting
from integration.webhooks import operations, targets

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@contextmanager
def receiver():
    """A server: ``calls`` (path, headers, body), ``answers``: what it says to each path, one after another, the last
    for ever; a number, or a pair of number and headers; ``pauses``: seconds before it answers, by path."""
    told = SimpleNamespace(calls=[], answers=defaultdict(lambda: [204]), pauses={}, body=b"", lock=threading.Lock())

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with told.lock:
                told.calls.append((self.path, {name.title(): value for name, value in self.headers.items()}, body))
                answers = told.answers[self.path]
                said = answers.pop(0) if len(answers) > 1 else answers[0]
            time.sleep(told.pauses.get(self.path, 0))
            status, headers = said if isinstance(said, tuple) else (said, {})
            data = told.body if status != 204 else b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": len(data)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def allow(hosts="127.0.0.1"):
    """Let webhooks be sent to these hosts."""
    Setting.objects.update_or_create(key=targets.SETTING, defaults={"value": hosts})


def make_endpoint(actor, url, *, name="ERP", at=AT, **more):
    """A webhook; its secret in ``told_secret``."""
    endpoint, secret = operations.save_endpoint(actor=actor, name=name, url=url, at=at, **more)
    endpoint.told_secret = secret
    return endpoint


def happen(actor, *kinds, at=AT):
    """Events of these kinds about nothing, one transaction each, placed in the feed."""
    for kind in kinds:
        operation.in_operation(actor.pk, lambda kind=kind: events.record(kind, at=at))
    events.place_events()


class Hands:
    """A clock that a test moves; by itself it stands still."""

    def __init__(self, at=AT):
        self.at = at

    def __call__(self):
        return self.at

    def forward(self, **more):
        self.at += timedelta(**more)
