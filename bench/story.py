"""What people and systems do at two nodes at once: an order from its entry to the carrier, each step under a key that
is repeated at the next node until it is answered; a reader of the change feed; somebody who looks at figures."""

import http.client
import itertools
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bench.nodes import Node, call

PATIENCE = 120.0  # seconds after which a step that nobody answers is a fault
LOST = 0.1  # the share of first tries whose answer is thrown away unread
CHECKED = [{"code": code, "is_ok": True} for code in ("QUANTITY", "CONTACT", "DELIVERY", "PRICE", "ITEMS")]
TASKS = 2  # of an order, done to their end


class Fault(Exception):
    """A step was refused, or nobody answered it for too long."""


class Voice:
    """Somebody with a token who asks the nodes in turn until one answers."""

    def __init__(self, nodes: list[Node], start: int):
        self.nodes = itertools.cycle(nodes[start % len(nodes) :] + nodes[: start % len(nodes)])
        self.repeats = self.thrown_away = 0
        self.longest = 0.0

    def post(self, token: str, path: str, body: Any = None) -> Any:
        """The answer of a step. Raises Fault."""
        headers = {"Idempotency-Key": uuid.uuid4().hex, "Content-Type": "application/json"}
        text = json.dumps(body or {})
        if random.random() < LOST:
            self.thrown_away += _throw_away(next(self.nodes), path, {**headers, **_who(token)}, text)
        return self._until_answered("POST", token, path, headers, text)

    def get(self, token: str, path: str) -> Any:
        """What stands at an address. Raises Fault."""
        return self._until_answered("GET", token, path, {}, None)

    def _until_answered(self, method: str, token: str, path: str, headers: dict[str, str], text: str | None) -> Any:
        began = time.monotonic()
        while True:
            status, said = call(next(self.nodes), method, f"/api/v1/{path}", {**headers, **_who(token)}, text)
            if 200 <= status < 300:
                self.longest = max(self.longest, time.monotonic() - began)
                return said
            is_busy = status == 409 and said["code"] == "busy"  # the try before, unanswered, is still at it
            if not (is_busy or status in (0, 502, 503)) or time.monotonic() - began > PATIENCE:
                raise Fault(f"{method} {path}: {status} {said}")
            self.repeats += 1
            time.sleep(0.2)


def _who(token: str) -> dict[str, str]:
    return {"Authorization": f"Token {token}", "Accept-Language": "en"}


def _throw_away(node: Node, path: str, headers: dict[str, str], text: str) -> int:
    """Ask and hang up before the answer: nobody knows whether it was done."""
    connection = http.client.HTTPConnection(node.host, node.port, timeout=5)
    try:
        connection.request("POST", f"/api/v1/{path}", text, headers)
    except OSError:
        return 0
    finally:
        connection.close()
    return 1


class Clerk(threading.Thread):
    """Takes one order after another from its entry to the carrier."""

    def __init__(
        self, number: int, nodes: list[Node], tokens: dict[str, str], bodies: Iterator[dict[str, Any]], until: float
    ):
        super().__init__(daemon=True)
        self.voice, self.tokens, self.bodies, self.until = Voice(nodes, number), tokens, bodies, until
        self.orders: dict[str, str] = {}  # our note on the order → its number
        self.in_force: list[str] = []
        self.tasks: list[int] = []
        self.shipments: dict[str, str] = {}  # order → document
        self.waits: list[float] = []
        self.faults: list[str] = []

    def run(self) -> None:
        try:
            while time.monotonic() < self.until:
                self._one_order()
        except Fault as fault:
            self.faults.append(str(fault))

    def _one_order(self) -> None:
        seller, head, desk, floor = (self.tokens[name] for name in ("seller", "head", "desk", "floor"))
        note, say, began = uuid.uuid4().hex, self.voice.post, time.monotonic()
        draft = say(seller, "orders/", {**next(self.bodies), "customer_po_number": note})
        self.waits.append(time.monotonic() - began)
        self.orders[note] = draft["reference"]
        number = self.orders[note] = say(seller, f"orders/{draft['reference']}/submit/")["reference"]
        say(desk, f"orders/{number}/verify/", {"answers": CHECKED})
        say(head, f"orders/{number}/approve/")
        self.in_force.append(number)
        say(floor, f"orders/{number}/decomposition/")
        say(floor, f"orders/{number}/decomposition/release/")
        for task in self.voice.get(floor, f"tasks/?order={number}")["results"][:TASKS]:
            say(floor, f"tasks/{task['id']}/start/")
            say(floor, f"tasks/{task['id']}/finish/")
            self.tasks.append(task["id"])
        lines = [{"order": number, "line_no": 1, "quantity": "2"}]
        document = say(floor, "outbound-documents/", {"lines": lines})["number"]
        say(floor, f"outbound-documents/{document}/audit/")
        self.shipments[number] = document


class Follower(threading.Thread):
    """Another system that follows the change feed, at whichever node answers."""

    def __init__(self, nodes: list[Node], token: str, after: int):
        super().__init__(daemon=True)
        self.voice, self.token, self.after = Voice(nodes, 1), token, after
        self.seen: list[int] = []
        self.faults: list[str] = []
        self._ends = threading.Event()

    def run(self) -> None:
        try:
            while self._read() or not self._ends.wait(0.5):
                pass
        except Fault as fault:
            self.faults.append(str(fault))

    def end(self) -> None:
        """Read what there is, and no more."""
        self._ends.set()
        self.join(120)

    def _read(self) -> bool:
        page = self.voice.get(self.token, f"events/?after={self.after}&limit=200")
        self.seen += [one["position"] for one in page["results"]]
        self.after = page["after"]
        return bool(page["has_more"])


class Looker(threading.Thread):
    """Somebody who looks at figures, which are read where the replica is; notes what he is answered."""

    def __init__(self, nodes: list[Node], token: str, path: str, goes_on: Callable[[], bool]):
        super().__init__(daemon=True)
        self.nodes, self.token, self.path, self.goes_on = itertools.cycle(nodes), token, path, goes_on
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        while self.goes_on():
            status, _said = call(next(self.nodes), "GET", f"/api/v1/{self.path}", _who(self.token))
            self.answers[status] += 1
            time.sleep(1)


def floor() -> str:
    """The token of somebody who takes orders apart, does the work, ships, and follows the feed."""
    from accounts.people import operations, queries
    from accounts.people.models import Department, User
    from accounts.tokens import operations as tokens
    from common import clock

    actor, roles = queries.system_user(), "order_desk decomposition_admin warehouse logistics production api_client"
    if not User.objects.filter(username="bench-floor").exists():
        operations.create_user(
            actor=actor,
            username="bench-floor",
            name="Floor",
            roles=roles.split(),
            department_id=Department.objects.get(code="BENCH").pk,
            password=None,
            must_change_password=False,
            at=clock.now(),
        )
    user = User.objects.get(username="bench-floor")
    return tokens.issue_token(actor=actor, user_id=user.pk, name="drill", days=1, at=clock.now())[1]
