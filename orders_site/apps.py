from django.apps import AppConfig

from orders_site import celery  # noqa: F401  makes this the app that every job is sent through


class OrdersSiteConfig(AppConfig):
    """The roof: commands, system checks and the house tests."""

    name = "orders_site"

    def ready(self):
        from orders_site import checks  # noqa: F401
