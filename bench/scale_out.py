"""Two of everything, and one of each killed: ``python -m bench.scale_out --seconds 300 [--clients 4] [--folder DIR]``.

Two nodes with a web server, a worker and a clock each, one database with a streaming replica, one Redis, a mail
server that counts. Clients enter orders at both nodes, each under an idempotency key that it repeats until it is
answered, while mails wait to go. In the middle the node whose clock leads is killed (SIGKILL) with all it runs.
Afterwards: every order once, every mail once or shown as doubtful, what must hold holds (``check_invariants``), the
other clock goes on, the replica has caught up.
"""

import argparse
import itertools
import json
import os
import secrets
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import site
from bench.nodes import Mailbox, Node, Replica, call, stand, wait_for


@dataclass
class Outcome:
    """What was seen. ``orders``: those that clients were told of; ``lost`` and ``doubled`` of them and of the mails."""

    seconds: float = 0.0
    orders: int = 0
    orders_lost: int = 0
    orders_doubled: int = 0
    repeats: int = 0
    longest_wait: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    mails: int = 0
    mails_lost: int = 0
    mails_doubled: int = 0
    mails_doubtful: int = 0
    clock_silent: float = 0.0
    clock_handed_over: bool = False
    replica_behind: float = 0.0
    replica_caught_up: bool = False
    broken: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """Enters orders one after another, each at the next node, and again under its key until it is answered."""

    def __init__(self, number: int, nodes: list[Node], token: str, bodies: Iterator[dict[str, Any]], until: float):
        super().__init__(daemon=True)
        self.nodes, self.bodies, self.until = itertools.cycle(nodes[number % 2 :] + nodes[: number % 2]), bodies, until
        self.headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        self.entered: dict[str, str] = {}  # our note on the order -> reference
        self.waits: list[float] = []
        self.repeats = 0
        self.faults: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self.until and not self.faults:
            self._enter()

    def _enter(self) -> None:
        note = uuid.uuid4().hex
        body = json.dumps({**next(self.bodies), "customer_po_number": note})
        began = time.monotonic()
        while True:
            headers = {**self.headers, "Idempotency-Key": note}
            status, said = call(next(self.nodes).port, "POST", "/api/v1/orders/", headers, body)
            if status == 201:
                self.entered[note] = said["reference"]
                self.waits.append(time.monotonic() - began)
                return
            if status not in (0, 409, 502, 503) or time.monotonic() - began > 60:
                self.faults.append(f"{status} {said}")
                return
            self.repeats += 1
            time.sleep(0.2)


def drill(folder: Path, seconds: float, clients: int, mails: int) -> Outcome:
    """Do it on servers that are up and a database that is filled."""
    from bench import world
    from bench.entering import Bench

    token = world.build(200).seller_token
    plan, before = Bench(1), _broken()
    bodies = (
        {**plan.head(n), "lines": [{"product": code, "quantity": "2"} for code in plan.codes(3)]}
        for n in itertools.count()
    )
    with stand(folder) as (nodes, replica, mailbox):
        keys = _queue(mails)
        began, until = time.monotonic(), time.monotonic() + seconds
        working = [Client(n, nodes, token, _Locked(bodies), until) for n in range(clients)]
        for one in working:
            one.start()
        while time.monotonic() < began + seconds / 2:
            replica.look()
            time.sleep(0.2)
        killed = _leader(nodes)
        killed.kill()
        silent = _watch_clock(replica, working)
        for one in working:
            one.join(90)
        rest = [node for node in nodes if node is not killed]
        handed_over = wait_for(lambda: all(node.leads() for node in rest), 60)
        wait_for(lambda: not _waiting(keys), 120)
        out = Outcome(seconds=time.monotonic() - began, clock_silent=silent, replica_behind=replica.behind)
        out.clock_handed_over = handed_over
        _count_orders(out, working)
        _count_mails(out, keys, mailbox)
        out.broken = sorted(_broken() - before) + [fault for one in working for fault in one.faults]
        out.broken += [f"node {node.name} does not answer" for node in rest if not node.answers()]
        out.replica_caught_up = replica.has("orders_order", _orders())
    return out


class _Locked:
    """An endless iterator that several threads may ask."""

    _lock = threading.Lock()

    def __init__(self, source: Iterator[dict[str, Any]]):
        self._source = source

    def __iter__(self) -> "_Locked":
        return self

    def __next__(self) -> dict[str, Any]:
        with self._lock:
            return next(self._source)


def _leader(nodes: list[Node]) -> Node:
    """The node whose clock wakes the jobs: it is the worse one to lose."""
    return next((node for node in nodes if node.leads()), nodes[-1])


def _queue(count: int) -> list[str]:
    """So many mails that wait to go; their keys."""
    from accounts.people import queries as people
    from common import clock, operation
    from common.mailing import handing
    from common.models import OutboxMessage

    OutboxMessage.objects.filter(dedupe_key__startswith="drill:").delete()  # of the last time
    keys = [f"drill:{uuid.uuid4().hex}" for _number in range(count)]

    def put() -> None:
        for key in keys:  # each to somebody else: one address gets so many a day
            to = f"{key[-32:]}@example.com"
            handing.send(dedupe_key=key, to=to, subject="Drill", body="Drill", at=clock.now())

    operation.in_operation(people.system_user().pk, put)
    return keys


def _waiting(keys: list[str]) -> int:
    """How many of the mails somebody still has to send; those that a dead worker held wait for a person in the end."""
    from common.models import OutboxMessage

    return OutboxMessage.objects.filter(dedupe_key__in=keys, state=OutboxMessage.State.PENDING).count()


def _watch_clock(replica: Replica, working: list[Client]) -> float:
    """The longest that the background work was silent, while the clients go on."""
    from common import clock, heartbeat

    longest = 0.0
    while any(one.is_alive() for one in working):
        replica.look()
        seen = heartbeat.last()
        longest = max(longest, (clock.now() - seen).total_seconds() if seen else 0.0)
        time.sleep(0.5)
    wait_for(
        lambda: (clock.now() - (heartbeat.last() or clock.now())).total_seconds() < heartbeat.EVERY.seconds + 5, 90
    )
    return longest


def _orders() -> int:
    from orders.order.models import Order

    return Order.objects.count()


def _count_orders(out: Outcome, working: list[Client]) -> None:
    from orders.order.models import Order

    told = {note: reference for one in working for note, reference in one.entered.items()}
    rows = Counter(Order.objects.filter(customer_po_number__in=told).values_list("customer_po_number", flat=True))
    out.orders = len(told)
    out.orders_lost = sum(rows[note] == 0 for note in told)
    out.orders_doubled = sum(times - 1 for times in rows.values())
    out.repeats = sum(one.repeats for one in working)
    waits = sorted(wait for one in working for wait in one.waits)
    out.longest_wait = waits[-1] if waits else 0.0
    out.p50, out.p95 = (waits[int(len(waits) * share)] if waits else 0.0 for share in (0.5, 0.95))


def _count_mails(out: Outcome, keys: list[str], mailbox: Mailbox) -> None:
    from common.mailing import handing
    from common.models import OutboxMessage

    state = OutboxMessage.State
    rows = dict(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("pk", "state"))
    taken = {pk: mailbox.taken[handing.message_id(pk)] for pk in rows}
    shown = (state.SENDING, state.DOUBTFUL)  # held by the worker that died: shown as doubtful after ten minutes
    out.mails = len(keys)
    out.mails_doubled = sum(times > 1 for times in taken.values())
    out.mails_doubtful = sum(rows[pk] in shown for pk in rows)
    out.mails_lost = sum(times == 0 and rows[pk] not in shown for pk, times in taken.items()) + len(keys) - len(rows)


def _broken() -> set[str]:
    """What must hold and does not, row by row: the bench's own history was written past the application."""
    from django.db import transaction

    from common import invariants

    found = set()
    for key, one in invariants.invariants.items():
        try:
            with transaction.atomic():
                found |= {f"{key} {row}" for row in invariants.offenders(one, 100_000)}
        except Exception as error:
            found.add(f"{key} {type(error).__name__}")
    return found


def main() -> None:
    """Parse, build, drill, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=Path("var/scale-out"))
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ORDERS_SECRET_KEY", secrets.token_urlsafe(60))  # one for all nodes
    with site.servers(folder):
        os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        out = drill(folder, chosen.seconds, chosen.clients, chosen.mails)
    print(json.dumps(asdict(out), indent=1, default=str))


if __name__ == "__main__":
    main()
