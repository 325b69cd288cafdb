"""The project's settings; each answer says how many statements it took."""

from orders_site.settings import *  # noqa: F403
from orders_site.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["bench.counting.CountStatements", *_MIDDLEWARE]
