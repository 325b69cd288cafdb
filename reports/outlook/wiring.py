"""What this room declares: its place in the navigation, words of events."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reports.builder import policies
from reports.outlook import examples


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    event_labels.register("forecast.kept", gettext_lazy("Forecast kept"))
    event_labels.register("forecast.dropped", gettext_lazy("Kept forecast dropped"))
    examples.register()
    navigation.register(
        "forecast",
        NavEntry(
            group="analysis",
            label=pgettext_lazy("report", "Forecast"),
            tab=pgettext_lazy("report", "Forecast"),
            icon="graph-up",
            url_name="reports:forecast",
            verb=policies.VIEW,
            order=20,
            under=("reports",),
        ),
    )
