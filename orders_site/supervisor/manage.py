"""`python3 run.py manage CMD …`: a management command with the servers up.

It uses those of a running site; where none runs it starts the embedded ones for as long as the command takes,
and makes the tables where there are none yet.
"""

import os
import subprocess
import sys
import time
from typing import Any

from manage import OWNER_COMMANDS
from orders_site import environment as env
from orders_site.supervisor.embedded import Embedded, environment_for
from orders_site.supervisor.places import Places
from orders_site.supervisor.process import StartError

_SIGNATURE = "a management command"


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit code. Exits with words where the servers cannot start."""
    usual = "owner" if arguments and arguments[0] in OWNER_COMMANDS else "command"
    role = os.environ.get("ORDERS_PROCESS") or usual
    places = Places(env.data_dir())
    try:
        places.make()
        lock = _wait_while_commands_run(places)
        if lock is None:  # a site runs: its notes lead to its servers
            return _manage(arguments, environment_for({}, role) | _noted_owner(role))
        places.sign(lock, f"{_SIGNATURE} (process {os.getpid()})")
        embedded = Embedded(places)
        try:
            embedded.start()
            if embedded.postgres and embedded.postgres.is_empty() and arguments[:1] != ["prepare"]:
                _manage(["prepare"], environment_for(embedded.urls(), "owner"))
            return _manage(arguments, environment_for(embedded.urls(), role))
        finally:
            embedded.stop()
    except StartError as error:
        sys.exit(str(error))


def _wait_while_commands_run(places: Places) -> Any:
    """The lock, once no other command has servers up: they would go down under this one when that one ends. None
    where a whole site runs, whose servers stay."""
    told = False
    while (lock := places.lock()) is None and places.holder().startswith(_SIGNATURE):
        if not told:
            print(f"waiting for {places.holder()} to end", file=sys.stderr, flush=True)
        told = True
        time.sleep(0.5)
    return lock


def _noted_owner(role: str) -> dict[str, str]:
    url = env.note("database_owner_url")
    return {"DATABASE_OWNER_URL": url} if role == "owner" and url and not env.given("DATABASE_OWNER_URL") else {}


def _manage(arguments: list[str], environment: dict[str, str]) -> int:
    try:
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=env.BASE_DIR, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
