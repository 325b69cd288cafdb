"""The demo company: loaded into an empty database, its logins shown at each start."""

from collections.abc import Callable

import psycopg2

from orders_site import environment as env
from orders_site.supervisor.places import Places
from orders_site.supervisor.process import StartError

_NOTE = "demo"  # left in the run folder where the demo company was loaded
# nobody's customers yet, or a filling that was interrupted (the marks are those of orders_site.demo.load)
_HAS_ROOM = """
    SELECT NOT EXISTS (SELECT 1 FROM customers_customer)
        OR EXISTS (SELECT 1 FROM common_event WHERE kind = 'demo.begun')
        AND NOT EXISTS (SELECT 1 FROM common_event WHERE kind = 'demo.filled')
"""


class Demo:
    """What the supervisor knows of the demo: whether there is room for it, and whether this is it."""

    def __init__(self, places: Places, urls: dict[str, str], manage: Callable[..., bool]):
        self._places = places
        self._url = urls.get("DATABASE_URL") or env.given("DATABASE_URL")
        self._manage = manage

    def load(self, say: Callable[[str], None]) -> None:
        """Fill the database when nobody has put a customer into it, and finish what was interrupted. What cannot
        be filled is said and left out: the application starts all the same."""
        if self._ask(_HAS_ROOM):
            say("filling the demo company, this takes two to three minutes")
            try:
                self._manage("command", "demo")
            except StartError as error:
                say(f"the demo company is not whole: {error}")
            self._places.write_down(_NOTE, "loaded")

    def show_logins(self, say: Callable[[str], None]) -> None:
        """Who can sign in: the demo people, or how to make the first person where there is nobody."""
        if (self._places.run / _NOTE).exists():
            self._manage("command", "demo", "--print-logins")
        elif self._ask("SELECT NOT EXISTS (SELECT 1 FROM accounts_user WHERE is_active AND NOT is_system)"):
            say("nobody can sign in yet: python3 run.py manage create_administrator NAME")

    def _ask(self, question: str) -> bool:
        connection = psycopg2.connect(self._url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return bool(cursor.fetchone()[0])
        finally:
            connection.close()
