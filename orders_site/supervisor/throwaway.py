"""Throw-away servers for tests. `python -m orders_site.supervisor.throwaway DIR` keeps a pair up until Ctrl-C."""

import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from orders_site.supervisor.postgres import OWNER, Postgres
from orders_site.supervisor.redis import Redis

_NOTE = "urls.json"


class Servers:
    """A PostgreSQL that forgets on power loss, and a Redis, in a folder of their own."""

    def __init__(self, folder: Path):
        self.sockets = Path(tempfile.mkdtemp(prefix="orders-pg-"))
        self.sockets.chmod(0o711)
        self.postgres = Postgres(folder / "pg", self.sockets / "s", folder / "postgres.log", durable=False)
        self.redis = Redis(folder / "redis", folder / "redis.log", durable=False)

    def start(self) -> None:
        self.postgres.start()
        self.redis.start()

    def urls(self) -> dict[str, str]:
        """What to put into the environment: the suite works as the owner, who may create databases."""
        return {"DATABASE_URL": self.postgres.url(OWNER), "REDIS_URL": self.redis.url}

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)


def read_urls(folder: Path) -> dict[str, str]:
    """Addresses of servers that were started over `folder`. Raises SystemExit with words where there are none."""
    try:
        return json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    except OSError:
        raise SystemExit(f"no test servers in {folder}: python -m orders_site.supervisor.throwaway {folder}") from None


def main(folder: Path) -> None:
    """Serve until SIGINT or SIGTERM."""
    folder.mkdir(parents=True, exist_ok=True)
    servers = Servers(folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        servers.start()
        (folder / _NOTE).write_text(json.dumps(servers.urls()), encoding="utf-8")
        print(f"test servers up: ORDERS_TEST_SERVERS={folder}", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        (folder / _NOTE).unlink(missing_ok=True)
        servers.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
