"""Two of everything, and one of each taken away: ``python -m bench.scale_out --seconds 300 [--clients 4] [--cut]``.

Two nodes with a web server, a worker and a clock each, one database with a streaming replica, one Redis, a mail
server that counts. Clerks take orders from their entry to the carrier at both nodes, each step under an idempotency key
that is repeated at the next node until it is answered; a tenth of the answers they throw away unread. Mails wait to go,
another system follows the change feed, somebody looks at figures. Meanwhile, one after another: Redis is started anew,
empty; the replica is gone for a while; the node whose clock leads is killed (SIGKILL) with all it runs, or, with
``--cut``, its cable is pulled and put in again (each node in a network namespace of its own: needs root); the other
node's worker is killed in the middle of a batch of mails. Afterwards everything is counted, and what must hold is
asked (``check_invariants``).
"""

import argparse
import itertools
import json
import os
import secrets
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import counted, site, story
from bench.network import Network, let_in
from bench.nodes import Mailbox, Node, Replica, stand, wait_for
from bench.story import Clerk, Follower, Looker

CUT = 90.0  # seconds without a cable: longer than the server waits for the sign of life of a session


@dataclass
class Outcome:
    """What was seen. ``lost`` and ``doubled``: of what clerks were told of, and of the mails."""

    seconds: float = 0.0
    namespaces: bool = False
    orders: int = 0
    in_force: int = 0
    tasks_done: int = 0
    shipments: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    repeats: int = 0
    thrown_away: int = 0
    longest_wait: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    mails: int = 0
    mails_lost: int = 0
    mails_doubled: int = 0
    mails_doubtful: int = 0
    clock_silent: float = 0.0
    clock_handed_over: bool = False
    leaders: int = 0
    events: int = 0
    feed_gaps: int = 0
    followed: int = 0
    followed_as_read_at_once: bool = False
    replica_behind: float = 0.0
    replica_caught_up: bool = False
    figures: dict[int, int] = field(default_factory=dict)
    figures_without_replica: dict[int, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """Who is at work, and on what."""

    servers: site.Servers
    nodes: list[Node]
    replica: Replica
    mailbox: Mailbox
    network: Network | None
    clerks: list[Clerk] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    silent: float = 0.0

    def wait(self, until: float) -> None:
        """Let them work, and look at replica and clock meanwhile."""
        from common import clock, heartbeat

        while time.monotonic() < until:
            self.replica.look()
            seen = heartbeat.last()
            self.silent = max(self.silent, (clock.now() - seen).total_seconds() if seen else 0.0)
            time.sleep(0.3)


def drill(
    folder: Path, servers: site.Servers, seconds: float, clients: int, mails: int, network: Network | None
) -> Outcome:
    """Do it on servers that are up and a database that is filled."""
    from bench import world
    from bench.entering import Bench

    _forget_the_last_time()
    made = world.build(200)
    tokens = {"seller": made.seller_token, "head": made.head_token, "desk": made.desk_token, "floor": story.floor()}
    plan, before, first = Bench(1), _broken(), counted.newest()
    ship = {"ship_recipient": "王工", "ship_phone": "13800001234", "payment_term": "COD"}
    bodies = _Locked(
        {**plan.head(n), **ship, "lines": [{"product": code, "quantity": "2"} for code in plan.codes(1)]}
        for n in itertools.count()
    )
    with stand(folder, network) as (nodes, replica, mailbox):
        scene = Scene(servers, nodes, replica, mailbox, network, keys=_queue(mails // 2))
        began = time.monotonic()
        scene.clerks = [Clerk(n, nodes, tokens, bodies, began + seconds) for n in range(clients)]
        follower = Follower(nodes, tokens["floor"], first)
        looker = Looker(nodes, tokens["head"], "figures/", lambda: any(one.is_alive() for one in scene.clerks))
        for one in (*scene.clerks, follower, looker):
            one.start()
        out = Outcome(namespaces=network is not None)
        gone = _trouble(scene, out, looker, began, seconds, mails)
        for one in scene.clerks:
            one.join(150)
        _afterwards(scene, out, gone)
        follower.end()
        out.seconds, out.figures = time.monotonic() - began, dict(looker.answers)
        out.broken += sorted(_broken() - before) + [fault for one in scene.clerks for fault in one.faults]
        out.broken += [f"node {node.name} does not answer" for node in nodes if node is not gone and not node.answers()]
        out.broken += follower.faults
        counted.count(out, scene.clerks, follower, tokens["floor"], first)
        out.repeats += follower.voice.repeats
        out.replica_caught_up = replica.has("orders_order", counted.orders())
    return out


def _trouble(scene: Scene, out: Outcome, looker: Looker, began: float, seconds: float, mails: int) -> Node | None:
    """Take away one thing after another while they work; the node that does not come back."""
    scene.wait(began + seconds * 0.15)
    scene.servers.redis.stop()
    time.sleep(1)
    scene.servers.redis.start()
    if scene.network:
        let_in(scene.servers, scene.network)  # it has forgotten where it listened
    scene.wait(began + seconds * 0.3)
    seen = looker.answers.copy()
    scene.replica.kill()
    scene.wait(began + seconds * 0.45)
    out.figures_without_replica = dict(looker.answers - seen)
    scene.replica.again()
    leader = next((node for node in scene.nodes if node.leads()), scene.nodes[-1])
    if scene.network:
        scene.network.pull(leader.name)
        scene.wait(time.monotonic() + CUT)
        scene.network.plug(leader.name)
    else:
        leader.kill()
    scene.wait(began + seconds * 0.75)
    _kill_in_a_batch(scene, next(node for node in scene.nodes if node is not leader), mails - mails // 2)
    scene.wait(began + seconds)
    return None if scene.network else leader


def _kill_in_a_batch(scene: Scene, node: Node, mails: int) -> None:
    """End a node's worker while it sends mails; it is started again, as systemd does it."""
    seen = len(scene.mailbox.taken)
    scene.keys += _queue(mails)
    wait_for(lambda: len(scene.mailbox.taken) > seen + 2, 20)
    node.kill("worker")
    node.start_worker()


def _afterwards(scene: Scene, out: Outcome, gone: Node | None) -> None:
    """Wait until what was left undone is done, and count clocks and mails."""
    from common import heartbeat
    from common.models import Event

    rest = [node for node in scene.nodes if node is not gone]
    out.clock_handed_over = wait_for(lambda: any(node.leads() for node in rest if node is not gone), 60)
    wait_for(lambda: not _waiting(scene.keys), 120)
    wait_for(lambda: not Event.objects.filter(position=None).exists(), 60)
    wait_for(lambda: _age() < heartbeat.EVERY.seconds + 5, 90)
    out.leaders = counted.leaders()
    out.clock_silent, out.replica_behind = scene.silent, scene.replica.behind
    counted.count_mails(out, scene.keys, scene.mailbox)


def _age() -> float:
    from common import clock, heartbeat

    seen = heartbeat.last()
    return (clock.now() - seen).total_seconds() if seen else 0.0


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


def _forget_the_last_time() -> None:
    """Mails that a worker of another drill had in its hands are old by now."""
    from common.models import OutboxMessage

    OutboxMessage.objects.filter(dedupe_key__startswith="drill:").delete()


def _queue(count: int) -> list[str]:
    """So many mails that wait to go; their keys."""
    from accounts.people import queries as people
    from common import clock, operation
    from common.mailing import handing

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


def _broken() -> set[str]:
    """What must hold and does not, row by row: the bench's own history was written past the application."""
    from django.db import transaction

    from common import invariants

    found = set()
    for key, one in invariants.invariants.items():
        try:
            with transaction.atomic():
                found |= {f"{key} {_off(row)}" for row in invariants.offenders(one, 100_000)}
        except Exception as error:
            found.add(f"{key} {type(error).__name__}")
    return found


def _off(row: Any) -> Any:
    """A row by what it is off: that of the bench's history stays the same when the drill adds to it."""
    if not isinstance(row, dict) or not any(name.startswith("computed_") for name in row):
        return row
    pairs = {name: row[f"computed_{name}"] - row[name] for name in row if f"computed_{name}" in row}
    rest = {name: row[name] for name in row if not name.startswith("computed_") and name not in pairs}
    return rest | {name: f"{value:.2f}" for name, value in pairs.items()}


def main() -> None:
    """Parse, build, drill, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=Path("var/scale-out"))
    parser.add_argument("--cut", action="store_true", help="nodes in network namespaces; the leader's cable is pulled")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ORDERS_SECRET_KEY", secrets.token_urlsafe(60))  # one for all nodes
    network = Network() if chosen.cut else None
    if network:
        network.start()
    try:
        with site.servers(folder, network.HOME if network else "") as servers:
            if network:
                let_in(servers, network)
            os.environ["DJANGO_SETTINGS_MODULE"] = "orders_site.settings"
            import django
            from django.core.management import call_command

            django.setup()
            call_command("prepare")
            out = drill(folder, servers, chosen.seconds, chosen.clients, chosen.mails, network)
    finally:
        if network:
            network.stop()
    print(json.dumps(asdict(out), indent=1, default=str))


if __name__ == "__main__":
    main()
