"""Where data of people at customers stands in what was sent to other systems (R309), and how long it is kept."""

from django.utils.translation import gettext_lazy as _

from customers.privacy.places import Table, exempt, tables
from customers.retention.rules import Kept, kept
from integration.webhooks.sweeping import SETTING


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    tables.register("integration_webhookattempt", Table(is_copy=True))
    exempt.register("integration_webhookendpoint", "other systems; nobody at a customer")
    kept.register(
        "webhooks", Kept(_("Calls of webhooks"), _("What was sent to other systems, and their answers"), SETTING)
    )
