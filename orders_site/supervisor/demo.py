"""The demo company: loaded into an empty database, its logins shown at each start."""

from collections.abc import Callable

import psycopg2

from orders_site import environment as env

_COMMAND = env.BASE_DIR / "orders_site" / "management" / "commands" / "demo.py"


class Demo:
    """What the supervisor knows of the demo: whether there is room for it, and how to call it."""

    def __init__(self, urls: dict[str, str], manage: Callable[..., bool]):
        self._url = urls.get("DATABASE_URL") or env.given("DATABASE_URL")
        self._manage = manage

    def load(self, say: Callable[[str], None]) -> None:
        """Fill the database when nobody has put a customer into it. Raises StartError when that fails."""
        if _COMMAND.exists() and not self._has_rows("customers_customer"):
            say("filling the demo company, this takes a minute")
            self._manage("command", "demo")

    def show_logins(self) -> None:
        if _COMMAND.exists():
            self._manage("command", "demo", "--print-logins")

    def _has_rows(self, table: str) -> bool:
        connection = psycopg2.connect(self._url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()
