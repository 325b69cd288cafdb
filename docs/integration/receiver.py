"""A receiver of webhooks that takes every event exactly once, whenever it is killed. Standard library only.

    python receiver.py 9000 whsec_… mine.sqlite3

It checks who sent a message (HMAC-SHA256 over number, time and body) and that it is not an old one sent again, takes
each number once, and answers 204 only after the effect is stored: what it did not answer is sent again.
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

TOLERANCE = 300  # seconds between their clock and ours
LARGEST = 1_000_000


def is_genuine(secret: str, headers, body: bytes, now: float) -> bool:
    """Whether the message comes from who holds the secret, and is no old one sent again."""
    number, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdecimal() or abs(now - int(stamp)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = hmac.new(key, f"{number}.{stamp}.".encode() + body, hashlib.sha256).digest()
    # several signatures stand there while the secret is changed; one that is right is enough
    given = [one[3:] for one in headers.get("webhook-signature", "").split() if one.startswith("v1,")]
    return any(hmac.compare_digest(base64.b64encode(right).decode(), one) for one in given)


def open_store(path: str) -> sqlite3.Connection:
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE IF NOT EXISTS taken (message TEXT PRIMARY KEY, kind TEXT NOT NULL, data TEXT NOT NULL)")
    return store


def take(store: sqlite3.Connection, number: str, message: dict) -> None:
    """The effect of a message, once for each number: put yours into the same transaction."""
    store.execute("BEGIN IMMEDIATE")
    row = (number, message["type"], json.dumps(message["data"]))
    store.execute("INSERT INTO taken VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
    store.execute("COMMIT")


def serve(port: int, secret: str, path: str) -> None:
    store = open_store(path)

    class Receiver(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            if length > LARGEST:
                return self.answer(413)
            body = self.rfile.read(length)
            if not is_genuine(secret, self.headers, body, time.time()):
                return self.answer(401)
            take(store, self.headers["webhook-id"], json.loads(body))
            return self.answer(204)

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            pass

    HTTPServer(("127.0.0.1", port), Receiver).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], sys.argv[3])
