"""Where the change feed stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation
from integration.rights import FEED


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    entry = NavEntry("admin", _("Change feed"), "list-ol", "integration:feed", verb=FEED, order=37, under=("webhooks",))
    navigation.register("change-feed", entry)
