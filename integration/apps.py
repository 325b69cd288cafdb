from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors ask for: verbs, pages, examples
WIRING = (
    "integration.gauges",
    "integration.standing",
    "integration.rights",
    "integration.feed.wiring",
    "integration.webhooks.wiring",
    "integration.overview.wiring",
    "integration.personal_data",
)


class IntegrationConfig(AppConfig):
    """What other systems rely on: the change feed, the catalogue of its events, webhooks."""

    name = "integration"
    verbose_name = _("Integration")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
