"""The embedded servers of one installation, and the notes by which others find them."""

import os
import secrets
from pathlib import Path

from orders_site import environment as env
from orders_site.supervisor.places import Places
from orders_site.supervisor.postgres import APP, OWNER, Postgres
from orders_site.supervisor.redis import Redis

_NOTES = ("database_url", "database_owner_url", "redis_url")


class Embedded:
    """PostgreSQL and Redis for what the environment does not name; nothing where it names both."""

    def __init__(self, places: Places):
        self.places = places
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        if not env.given("DATABASE_URL"):
            archive = env.given("ORDERS_WAL_ARCHIVE")
            self.postgres = Postgres(
                places.data / "pg",
                places.short / "s",
                places.logs / "postgres.log",
                archive=Path(archive).expanduser().resolve() if archive else None,
            )
        if not env.given("REDIS_URL"):
            self.redis = Redis(places.data / "redis", places.logs / "redis.log")

    @property
    def servers(self) -> list[Postgres | Redis]:
        return [server for server in (self.postgres, self.redis) if server is not None]

    def start(self) -> None:
        """Start what is needed and write its addresses down. Raises StartError."""
        if not env.given("ORDERS_SECRET_KEY") and not (self.places.run / "secret_key").exists():
            self.places.write_down("secret_key", secrets.token_urlsafe(50))
        for server in self.servers:
            server.start()
        for name, url in self.urls().items():
            self.places.write_down(name.lower(), url)

    def urls(self) -> dict[str, str]:
        """Addresses of the servers that run here, by the name of their variable."""
        urls = {}
        if self.postgres:
            urls["DATABASE_URL"] = self.postgres.url(APP)
            urls["DATABASE_OWNER_URL"] = self.postgres.url(OWNER)
        if self.redis:
            urls["REDIS_URL"] = self.redis.url
        return urls

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()
        for name in _NOTES:
            self.places.forget(name)


def environment_for(urls: dict[str, str], process: str) -> dict[str, str]:
    """The environment of a child: only `owner` learns the owner's address."""
    merged = {**os.environ, **urls, "ORDERS_PROCESS": process, "PYTHONUNBUFFERED": "1"}
    if process != "owner":
        merged.pop("DATABASE_OWNER_URL", None)
        merged.pop("DATABASE_OWNER_URL_FILE", None)
    return merged
