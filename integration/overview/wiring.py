"""Where the change feed stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation
from integration.rights import FEED


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    entry = NavEntry(
        group="admin",
        label=_("Change feed"),
        icon="list-ol",
        url_name="integration:feed",
        verb=FEED,
        order=37,
        under=("webhooks",),
        shelf="systems",
        about=_("What other systems ask for, kind by kind"),
    )
    navigation.register("change-feed", entry)
