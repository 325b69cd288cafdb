"""What webhooks declare: settings, words of events, their place in the navigation, what is handed over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from accounts.trail.redacting import followers
from common import settings
from common.navigation import NavEntry, navigation
from integration.rights import WEBHOOKS
from integration.webhooks import examples, redacting, sweeping, targets
from integration.webhooks.models import WebhookEndpoint

_WORDS = {
    "webhook.saved": _("Webhook saved"),
    "webhook.secret_rotated": _("Webhook given a new secret"),
    "webhook.paused": _("Webhook paused"),
    "webhook.looked_through": _("Webhook looked through"),
    "webhook.resumed": _("Webhook resumed"),
    "webhook.moved": _("Webhook set to another place of the feed"),
    "webhook.stopped": _("Webhook stopped"),
    "webhook.removed": _("Webhook removed"),
    "webhook.tested": _("Test of a webhook asked for"),
    "webhook.resent": _("Event sent to a webhook again"),
}


def _count(user: User) -> int:
    return WebhookEndpoint.objects.filter(owner=user).count()


def _move(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    return WebhookEndpoint.objects.filter(owner=from_user).update(owner=to_user)


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    exempt_tables.register("integration_webhookattempt", "what was sent to other systems, kept for some time")
    followers.register("webhooks", redacting.follow)
    hosts = _("Hosts that webhooks may be sent to, by commas: hooks.example.com, *.example.com. Empty: none")
    settings.definitions.register(
        targets.SETTING, settings.Definition("", hosts, "integration", fault=targets.fault_of)
    )
    days = _("Days that the log of webhooks is kept")
    settings.definitions.register(
        sweeping.SETTING, settings.Definition(30, days, "integration", bounds=settings.Bounds(1, 366))
    )
    handover.register("webhooks", Duty(_("Webhooks"), _count, _move, order=96))
    examples.register()
    navigation.register(
        "webhooks",
        NavEntry(
            group="admin",
            label=_("Webhooks"),
            icon="plug",
            url_name="integration:webhooks",
            verb=WEBHOOKS,
            order=36,
            shelf="systems",
            about=_("Servers that are told what happens"),
        ),
    )
