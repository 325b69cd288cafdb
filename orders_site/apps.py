from django.apps import AppConfig
from django.conf import settings

from orders_site import celery


class OrdersSiteConfig(AppConfig):
    """The roof: commands, system checks, jobs and the house tests."""

    name = "orders_site"

    def ready(self):
        from orders_site import checks  # noqa: F401

        celery.load_jobs(settings.OWN_APPS)
