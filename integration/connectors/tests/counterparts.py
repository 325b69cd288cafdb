"""Simulated systems at the other end of a connector: small servers over real HTTP that keep what they are sent, have
something to say themselves, and misbehave when a test tells them to."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SLOW = 0.7  # seconds: longer than connectors under test wait


class Counterpart:
    """Someone else's system. ``PUT /<collection>/<id>`` keeps a document, ``GET /<stream>?after=`` tells what it has to
    say. ``faults``: what becomes of the next requests, None: nothing."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.said: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.faults: deque[str | None] = deque()
        self.asked = 0
        self.before_answer: Callable[[], None] | None = None
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "Counterpart":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def say(self, stream: str, **row: Any) -> dict[str, Any]:
        """Something that this system tells, under the next number of its stream."""
        said = {"no": len(self.said[stream]) + 1, **row}
        self.said[stream].append(said)
        return said

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> dict[str, Any]:
        """What a request is answered with; its effect has happened by then."""
        with self._lock:
            self.asked += 1
            collection, _slash, key = path.strip("/").partition("/")
            if method == "PUT":
                self.kept[collection][key] = body
                return self.on_put(collection, key, body)
            if collection in self.said or "after" in query:
                after = int(query["after"])
                return {"rows": [row for row in self.said[collection] if row["no"] > after][: int(query["limit"])]}
            return {"rows": self.tell(collection)}

    def on_put(self, collection: str, key: str, body: Any) -> dict[str, Any]:
        """The answer to a document."""
        return {}

    def tell(self, what: str) -> list[dict[str, Any]]:
        """What is asked for by name, to be compared."""
        return []


class Ledger(Counterpart):
    """Accounting: postings by number, sums by currency."""

    SORTS = {
        "receipts": ("RECEIPT", "PAYBACK", "RECEIPT_VOIDED", "RECEIPT_RESTORED", "WRITE_OFF", "DISHONOUR"),
        "invoices": ("INVOICE", "RED_INVOICE", "INVOICE_VOIDED"),
    }

    def tell(self, what: str) -> list[dict[str, Any]]:
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for fact in self.kept["postings"].values():
            for sort, facts in self.SORTS.items():
                if fact["fact"] in facts:
                    sums[sort, fact["currency"]] += Decimal(fact["amount"])
        return [{"what": sort, "currency": code, "sum": str(one)} for (sort, code), one in sums.items()]


class Warehouse(Counterpart):
    """A warehouse's system: on hand = its movements less what documents took. It holds what it is asked, or fewer."""

    def __init__(self) -> None:
        super().__init__()
        self.short: dict[str, Decimal] = {}  # product → how many of it cannot be held
        self.levels: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self._answers: dict[tuple[str, ...], dict[str, str]] = {}

    def move(self, kind: str, warehouse: str, product: str, quantity: str, **more: Any) -> dict[str, Any]:
        """A movement of its own, told to whoever asks."""
        change = Decimal(quantity)
        self.levels[product, warehouse] += change - self.levels[product, warehouse] if kind == "COUNT" else change
        lines = [{"product": product, "quantity": quantity}]
        number = f"M-{len(self.said['movements']) + 1}"
        return self.say("movements", id=number, kind=kind, warehouse=warehouse, lines=lines, **more)

    def on_put(self, collection: str, key: str, body: Any) -> dict[str, Any]:
        if collection != "reservations":
            return {}
        return {"rows": [self._hold(key, row) for row in body["rows"]]}

    def _hold(self, order: str, row: dict[str, Any]) -> dict[str, str]:
        about = (order, *(str(row[name]) for name in ("line_no", "product", "warehouse", "quantity")))
        if about not in self._answers:
            less = self.short.pop(row["product"], Decimal(0))
            held = Decimal(row["quantity"]) - less
            self.levels[row["product"], row["warehouse"]] -= less
            reason = "damaged" if less else ""
            self._answers[about] = {"id": f"H-{len(self._answers) + 1}", "held": str(held), "reason": reason}
        return self._answers[about]

    def tell(self, what: str) -> list[dict[str, Any]]:
        gone: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for issue in self.kept["issues"].values():
            for line in issue["lines"]:
                gone[line["product"], issue["warehouse"]] += Decimal(line["quantity"])
        return [
            {"product": product, "warehouse": place, "on_hand": str(level - gone[product, place])}
            for (product, place), level in self.levels.items()
        ]


class Crm(Counterpart):
    """Keeps accounts and orders; counts the ratings that it gave."""

    def tell(self, what: str) -> list[dict[str, Any]]:
        counts: dict[str, int] = defaultdict(int)
        for rating in self.said["ratings"]:
            counts[rating["account"]] += rating.get("counts", 1)
        return [{"code": code, "ratings": count} for code, count in counts.items() if count]


class Carrier(Counterpart):
    """Gives each shipment a waybill; knows when it expects to arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: dict[str, str] = {}

    def on_put(self, collection: str, key: str, body: Any) -> dict[str, Any]:
        return {"waybill": f"SF{key[2:]}".replace("-", "")}

    def tell(self, what: str) -> list[dict[str, Any]]:
        return [{"number": number, "arrival_date": day} for number, day in self.expected.items()]


class Factory(Counterpart):
    """Makes and buys; knows how much of each line came."""

    def tell(self, what: str) -> list[dict[str, Any]]:
        made: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        for said in self.said["answers"]:
            if said["what"] == "came" and not said.get("is_wrong"):
                made[said["requirement"], said["line"]] += Decimal(said["quantity"])
        return [{"requirement": one, "line": line, "quantity": str(sum_)} for (one, line), sum_ in made.items()]


def _handler(system: Counterpart) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            self._handle("GET")

        def do_PUT(self) -> None:
            self._handle("PUT")

        def _handle(self, method: str) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            fault = system.faults.popleft() if system.faults else None
            if fault == "500":
                return self._send(500, b"oops")
            parts = urlsplit(self.path)
            answer = system.answer(method, parts.path, dict(parse_qsl(parts.query)), body)
            if system.before_answer is not None:
                system.before_answer()
            if fault == "lost":  # it happened, and nobody hears of it
                return self.close_connection_now()
            if fault == "slow":
                threading.Event().wait(SLOW)
            return self._send(200, b"<html>" if fault == "garbage" else json.dumps(answer).encode())

        def close_connection_now(self) -> None:
            self.close_connection = True
            self.connection.shutdown(2)

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the connector was killed, or went away
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
