"""The roof: settings, addresses, servers. Imports anyone; nobody imports it."""

from orders_site.celery import app as celery_app

__all__ = ["celery_app"]
