"""What the example connectors of this folder share. Standard library only; copy it beside the connector that you keep.

* ``Caller`` asks a server until it answers: what is busy, away, slow or answers garbage is asked again, after longer
  and longer pauses, until ``patience`` seconds are over (``Away``). What is refused for good is ``Refused``; a token
  that may not do it is ``NotAllowed``, which ends the connector: no row is to blame.
* ``Place`` remembers, in one SQLite file, up to where each stream was taken, and which rows were refused.
* ``Connector`` has the two movements that all exchanges are made of: ``follow`` what happens in the order system, and
  ``collect`` what the other system has to say. Both go on behind what was taken in full: whoever is killed takes the
  last row again, and each effect is made so that twice is once (a PUT under a number, an Idempotency-Key).
"""

import argparse
import http.client
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LIMIT = 100
LONGEST_PAUSE = 30.0
_SAFE = "/?&=%+"
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)  # what a row can lack or mistake
TEMPORARY, NO_RIGHT, SOME_REFUSED = 75, 77, 3  # exit codes


class Away(Exception):
    """A server gave no usable answer for as long as we are patient; nothing is lost, the next run goes on here."""


class Refused(Exception):
    """A server understood and said no; the same again would be refused again."""

    def __init__(self, status: int, problem: dict):
        self.status, self.problem = status, problem
        self.code = str(problem.get("code", status))
        fields = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in problem.get("fields", {}).items())
        super().__init__(f"{self.code}: {fields or problem.get('detail') or problem.get('title') or 'refused'}")


class NotAllowed(Refused):
    """The token is unknown, or its rights do not reach this far."""


class Caller:
    """One server, asked until it answers."""

    def __init__(self, base: str, token: str = "", patience: float = 120.0, timeout: float = 20.0):
        self.base, self.patience, self.timeout = base.rstrip("/"), patience, timeout
        self.headers = {"Accept": "application/json", "Accept-Language": "en"}
        if token:
            self.headers["Authorization"] = f"Token {token}"

    def get(self, path: str, **query: object) -> dict:
        return self.call("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)[0]

    def put(self, path: str, body: dict) -> dict:
        return self.call("PUT", path, body)[0]

    def post(self, path: str, body: dict | None, key: str) -> dict:
        """``key``: the same for the same effect, however often it is asked for."""
        return self.call("POST", path, body, {"Idempotency-Key": urllib.parse.quote(key)})[0]

    def patch(self, path: str, body: dict, etag: str) -> dict:
        return self.call("PATCH", path, body, {"If-Match": etag})[0]

    def read(self, path: str) -> tuple[dict, str]:
        """A document and the ETag under which it may be changed."""
        body, headers = self.call("GET", path)
        return body, headers.get("ETag", "")

    def pages(self, path: str, **query: object) -> Iterator[dict]:
        """All rows of a list, page by page."""
        while path:
            page = self.get(path, **query)
            yield from page["results"]
            following = urllib.parse.urlsplit(page["next"] or "")
            path, query = following.path, dict(urllib.parse.parse_qsl(following.query))

    def call(self, method: str, path: str, body: dict | None = None, headers: dict | None = None) -> tuple[dict, dict]:
        """Raises Refused, NotAllowed, Away."""
        until, pause = time.monotonic() + self.patience, 0.1
        while True:
            try:
                return self._once(method, path, body, headers or {})
            except urllib.error.HTTPError as error:
                problem, wait, why = _problem(error), _retry_after(error), f"status {error.code}"
                if not _may_pass(error.code, problem):
                    raise (NotAllowed if error.code in (401, 403) else Refused)(error.code, problem) from error
            except (OSError, http.client.HTTPException, ValueError) as error:  # no connection, too slow, no JSON
                wait, why = 0.0, str(error) or type(error).__name__
            if time.monotonic() >= until:
                raise Away(f"{method} {self.base}{path}: {why}")
            time.sleep(min(max(pause, wait), LONGEST_PAUSE))
            pause *= 2

    def _once(self, method: str, path: str, body: dict | None, headers: dict) -> tuple[dict, dict]:
        data = None if body is None else json.dumps(body).encode()
        given = self.headers | headers | ({} if data is None else {"Content-Type": "application/json"})
        address = self.base + urllib.parse.quote(path, safe=_SAFE)  # codes may hold spaces, or Chinese
        request = urllib.request.Request(address, data, given, method=method)
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:
            text = answer.read()
            return json.loads(text) if text else {}, dict(answer.headers)


def _problem(error: urllib.error.HTTPError) -> dict:
    try:
        found = json.load(error)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _retry_after(error: urllib.error.HTTPError) -> float:
    value = error.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0


def _may_pass(status: int, problem: dict) -> bool:
    """Whether the same call may be answered later: the server is busy, or our own call from before still runs."""
    return status >= 500 or status == 429 or (status == 409 and problem.get("code") == "busy")


class Place:
    """Up to where each stream was taken, and what was refused, in a file that outlives a crash."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.store = sqlite3.connect(path, isolation_level=None)
        self.store.execute("PRAGMA synchronous = FULL")
        self.store.execute("CREATE TABLE IF NOT EXISTS place (stream TEXT PRIMARY KEY, after INTEGER NOT NULL)")
        self.store.execute(
            "CREATE TABLE IF NOT EXISTS refused (stream TEXT, no INTEGER, why TEXT NOT NULL, PRIMARY KEY (stream, no))"
        )

    def after(self, stream: str) -> int:
        found = self.store.execute("SELECT after FROM place WHERE stream = ?", (stream,)).fetchone()
        return found[0] if found else 0

    def keep(self, stream: str, after: int) -> None:
        self.store.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", (stream, after))

    def refuse(self, stream: str, no: int, why: str) -> None:
        self.store.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?)", (stream, no, why))

    def refused(self) -> list[tuple[str, int, str]]:
        return self.store.execute("SELECT stream, no, why FROM refused ORDER BY stream, no").fetchall()


class Connector:
    """An exchange between the order system (``ours``) and another (``theirs``)."""

    name = ""

    def __init__(self, ours: Caller, theirs: Caller, place: Place):
        self.ours, self.theirs, self.place = ours, theirs, place

    def round(self) -> bool:
        """Exchange what is new on both sides; whether anything was."""
        raise NotImplementedError

    def differences(self) -> list[str]:
        """Where the two sides do not agree, once everything was exchanged: what a person has to look at."""
        return []

    def follow(self, stream: str, path: str, take: Callable[[dict], None], **conditions: object) -> bool:
        """Take what happened in the order system, in order. The place is kept behind each page."""
        page = self.ours.get(path, after=self.place.after(stream), limit=LIMIT, **conditions)
        for row in page["results"]:
            self._take(stream, row["id"], take, row)
        self.place.keep(stream, page["after"])
        return bool(page["results"]) or page["has_more"]

    def follow_documents(self, stream: str, kinds: str, take: Callable[[str], None]) -> bool:
        """Take the documents to which something happened, by number, each once a page however much happened: ``take``
        reads it as it stands now and hands over the whole of it. One that the token does not see is passed over."""
        page = self.ours.get("/api/v1/events/", after=self.place.after(stream), limit=LIMIT, kind=kinds)
        named = {row["subject"]["number"]: row["id"] for row in page["results"] if row["subject"]}
        for number, event in named.items():
            if number and not number.startswith("draft-"):
                self._take(stream, event, take, number)
        self.place.keep(stream, page["after"])
        return bool(named) or page["has_more"]

    def _take(self, stream: str, no: int, take: Callable[[Any], None], what: Any) -> None:
        """One that is refused is written down and holds up no other; one that the token does not see (or no more) is
        passed over."""
        try:
            take(what)
        except NotAllowed:
            raise
        except Refused as error:
            if error.status != 404:
                print(f"refused: {stream} {no}: {error}", file=sys.stderr, flush=True)
                self.place.refuse(stream, no, str(error))

    def collect(self, stream: str, send: Callable[[dict], None]) -> bool:
        """Send what the other system has to say, row by row, in order. A row that is refused, or that we cannot read,
        is written down, told to that system, and holds up no other."""
        rows = self.theirs.get(f"/{stream}", after=self.place.after(stream), limit=LIMIT)["rows"]
        for row in rows:
            try:
                send(row)
            except NotAllowed:
                raise
            except Refused as error:
                self.refuse(stream, row["no"], str(error))
            except UNREADABLE as error:
                self.refuse(stream, row["no"], unreadable(error))
            self.place.keep(stream, row["no"])
        return bool(rows)

    def collect_many(self, stream: str, send: Callable[[list[dict]], list[str]]) -> bool:
        """The same for operations that take many rows: ``send`` answers why each row was refused, or ""."""
        rows = self.theirs.get(f"/{stream}", after=self.place.after(stream), limit=LIMIT)["rows"]
        if not rows:
            return False
        for row, why in zip(rows, self._send_many(rows, send), strict=True):
            if why:
                self.refuse(stream, row["no"], why)
        self.place.keep(stream, rows[-1]["no"])
        return True

    def _send_many(self, rows: list[dict], send: Callable[[list[dict]], list[str]]) -> list[str]:
        try:
            return send(rows)
        except NotAllowed:
            raise
        except Refused as error:
            why = str(error)
        except UNREADABLE as error:
            why = unreadable(error)
        # one that cannot be read makes the whole call unreadable: row by row then
        return [why] if len(rows) == 1 else [self._send_many([row], send)[0] for row in rows]

    def refuse(self, stream: str, no: int, why: str) -> None:
        """Tell the other system, and whoever runs this, that a row was not taken."""
        print(f"refused: {stream} {no}: {why}", file=sys.stderr, flush=True)
        self.theirs.put(f"/refusals/{stream}-{no}", {"why": why})
        self.place.refuse(stream, no, why)


def unreadable(error: Exception) -> str:
    """What is told of a row that we cannot read."""
    return f"unreadable: {type(error).__name__}: {error}"


def main(kind: type[Connector]) -> None:
    """The command line of a connector."""
    asked = argparse.ArgumentParser(description=f"Connects the order system with {kind.name}.")
    asked.add_argument("--url", required=True, help="the order system, like https://orders.example.com")
    asked.add_argument("--token", default=os.environ.get("ORDERS_TOKEN", ""), help="or in ORDERS_TOKEN")
    asked.add_argument("--theirs", required=True, help="the other system")
    asked.add_argument("--their-token", default=os.environ.get("THEIR_TOKEN", ""), help="or in THEIR_TOKEN")
    asked.add_argument("--state", required=True, type=Path, help="directory in which the place is kept")
    asked.add_argument("--once", action="store_true", help="exchange what there is, compare both sides, and end")
    asked.add_argument("--pause", type=float, default=5.0, help="seconds, when nothing is new")
    asked.add_argument("--patience", type=float, default=120.0, help="seconds for which a server is asked again")
    asked.add_argument("--timeout", type=float, default=20.0, help="seconds for which an answer is waited for")
    asked.add_argument("--their-timeout", type=float, help="the same for the other system")
    given = asked.parse_args()
    ours = Caller(given.url, given.token, given.patience, given.timeout)
    theirs = Caller(given.theirs, given.their_token, given.patience, given.their_timeout or given.timeout)
    connector = kind(ours, theirs, Place(given.state / f"{kind.name}.sqlite3"))
    try:
        sys.exit(once(connector) if given.once else forever(connector, given.pause))
    except NotAllowed as error:
        sys.exit(_said(f"the token may not do this: {error}", NO_RIGHT))
    except Away as error:
        sys.exit(_said(f"later: {error}", TEMPORARY))
    except Refused as error:  # of a whole call, not of a row: somebody has to look before it goes on
        sys.exit(_said(f"stopped: {error}", 1))


def once(connector: Connector) -> int:
    """Exchange until nothing is new, then compare; the exit code says whether somebody has to look."""
    while connector.round():
        pass
    unequal = connector.differences()
    for line in unequal:
        print(f"differs: {line}", file=sys.stderr)
    refused = connector.place.refused()
    print(json.dumps({"refused": len(refused), "differences": len(unequal)}))
    return SOME_REFUSED if refused or unequal else 0


def forever(connector: Connector, pause: float) -> int:
    """Exchange until somebody stops it; while a server is away it waits."""
    while True:
        try:
            moved = connector.round()
        except Away as error:
            _said(f"later: {error}", 0)
            moved = False
        if not moved:
            time.sleep(pause)


def _said(text: str, code: int) -> int:
    print(text, file=sys.stderr, flush=True)
    return code
