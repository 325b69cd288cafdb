"""A network of this machine: a switch, and a namespace with a cable to it for each node (``ip netns``; needs root)."""

import os
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.site import Servers

NAMES = ("A", "B")


class Network:
    """The switch, the namespaces, the cables."""

    SWITCH, HOME, RANGE = "so-switch", "10.77.0.1", "10.77.0.0/24"

    def __init__(self) -> None:
        self.places = {name: (f"so-{name}", f"10.77.0.{number}") for number, name in enumerate(NAMES, start=2)}

    def start(self) -> None:
        """Lay it. Raises CalledProcessError with the words of ``ip``."""
        self.stop()
        _ip("link", "add", self.SWITCH, "type", "bridge")
        _ip("address", "add", f"{self.HOME}/24", "dev", self.SWITCH)
        _ip("link", "set", self.SWITCH, "up")
        for name, (space, address) in self.places.items():
            cable, end = f"so-c{name}", f"so-e{name}"
            _ip("netns", "add", space)
            _ip("link", "add", cable, "type", "veth", "peer", "name", end)
            _ip("link", "set", cable, "master", self.SWITCH, "up")
            _ip("link", "set", end, "netns", space)
            _ip("-n", space, "address", "add", f"{address}/24", "dev", end)
            _ip("-n", space, "link", "set", end, "up")
            _ip("-n", space, "link", "set", "lo", "up")

    def stop(self) -> None:
        """Take it away, also what a run before left."""
        for name, (space, _address) in self.places.items():
            for command in (("link", "delete", f"so-c{name}"), ("netns", "delete", space)):
                with suppress(subprocess.CalledProcessError):
                    _ip(*command)
        with suppress(subprocess.CalledProcessError):
            _ip("link", "delete", self.SWITCH)

    def pull(self, name: str) -> None:
        """Nothing goes to the node or comes from it any more; nobody is told."""
        _ip("link", "set", f"so-c{name}", "down")

    def plug(self, name: str) -> None:
        """The cable is in again."""
        _ip("link", "set", f"so-c{name}", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def let_in(servers: "Servers", network: Network) -> None:
    """Let the nodes in by the network, as if the database and Redis stood on other machines."""
    import redis

    from orders_site.supervisor.postgres import APP, DATABASE

    rules = servers.postgres.place.data / "pg_hba.conf"
    if network.RANGE not in rules.read_text(encoding="utf-8"):
        with rules.open("a", encoding="utf-8") as file:
            file.write(f"host all all {network.RANGE} trust\n")
    with servers.postgres._connect(DATABASE) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_reload_conf()")
    client = redis.Redis(port=servers.redis.port, password=servers.redis.password)
    client.config_set("bind", f"127.0.0.1 {network.HOME}")
    client.close()
    os.environ["DRILL_DATABASE_URL"] = f"postgresql://{APP}@{network.HOME}:5432/{DATABASE}"
    os.environ["DRILL_REDIS_URL"] = servers.redis.url.replace("127.0.0.1", network.HOME)
