"""The project's settings with nothing between the server and the plain views."""

from orders_site.settings import *  # noqa: F403

MIDDLEWARE: list[str] = ["bench.counting.CountStatements"]
ROOT_URLCONF = "bench.plain"
