"""The help pages in the navigation and among what the palette finds."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    navigation.register(
        "help",
        NavEntry(group="work", label=_("Help"), icon="question-circle", url_name="accounts:help", order=95),
    )
