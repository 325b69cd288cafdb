"""Who may open which address: pages and operations of the API together."""

from orders_site.tests.role_api import API
from orders_site.tests.role_pages import PAGES
from orders_site.tests.role_words import PUBLIC, SCOPED, SIGNED_IN

__all__ = ["PUBLIC", "SCOPED", "SIGNED_IN", "TABLE"]

TABLE: dict[str, str] = PAGES | API
