"""What the period close declares: verbs, words of its events, its place in the menu."""

from django.utils.translation import gettext_lazy as _

from accounts.periods import examples, rights
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    rights.register()
    examples.register()
    event_labels.register("period.closed", _("Month closed"))
    event_labels.register("period.reopened", _("Month reopened"))
    navigation.register(
        "periods",
        NavEntry(
            group="money",
            label=_("Period close"),
            icon="lock",
            url_name="accounts:periods",
            verb=rights.VIEW,
            order=68,
            shelf="company",
            about=_("Months in which nothing is changed any more"),
        ),
    )
