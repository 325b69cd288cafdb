"""What this room declares: its place in the navigation."""

from django.utils.translation import pgettext_lazy

from common.navigation import NavEntry, navigation
from reports.builder import policies


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
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
