"""What this room declares: its place in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reports.boards import examples, operations
from reports.figures import policies


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    event_labels.register(operations.ARRANGED, _("Board arranged for a role"))
    examples.register()
    navigation.register(
        "dashboard",
        NavEntry("work", _("Dashboard"), "speedometer2", "reports:dashboard", verb=policies.VIEW, order=1, keys="g d"),
    )
    navigation.register(
        "key-figures",
        NavEntry(
            "analysis",
            _("Key figures"),
            "percent",
            "reports:key-figures",
            verb=policies.VIEW,
            order=15,
            under=("reports",),
            tab=_("Key figures"),
        ),
    )
