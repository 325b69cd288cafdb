"""What this room declares: words of events, its place in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reports.builder import examples, policies

_WORDS = {
    "report.saved": _("Report kept"),
    "report.dropped": _("Report dropped"),
    "report.exported": _("Report taken away as a file"),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    navigation.register(
        "statistics",
        NavEntry(
            group="analysis",
            label=_("Statistics"),
            tab=_("Statistics"),
            icon="table",
            url_name="reports:builder",
            verb=policies.VIEW,
            order=12,
            under=("reports",),
        ),
    )
    examples.register()
