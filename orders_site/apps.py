from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_noop

from orders_site import celery

BETTER_THAN_DJANGO = (gettext_noop("Null characters are not allowed."),)  # its Chinese says something else


class OrdersSiteConfig(AppConfig):
    """The roof: commands, system checks, jobs and the house tests."""

    name = "orders_site"

    def ready(self):
        from orders_site import checks, mailbox, standing, timetable  # noqa: F401
        from orders_site.backup import noting

        mailbox.register()
        standing.register()
        noting.register()
        timetable.fill(celery.load_jobs(settings.OWN_APPS))
        timetable.listen()
        post_migrate.connect(_complete_database, sender=apps.get_app_config(settings.OWN_APPS[-1]))


def _complete_database(using: str, **_: Any) -> None:
    """After a migration or a flush: audit triggers first, so that the reference rows are in the trail too."""
    from accounts.trail import install
    from common import clock, reference

    if install.tables_exist(connections[using]):
        install.install(connections[using])
        reference.seed_reference(at=clock.now())
