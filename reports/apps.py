from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, settings, answers
WIRING = (
    "reports.rights",
    "reports.facts.wiring",
    "reports.figures.wiring",
    "reports.builder.wiring",
    "reports.boards.wiring",
    "reports.outlook.wiring",
    "reports.standard.wiring",
    "reports.targets.wiring",
    "reports.commissions.wiring",
    "reports.orderbook.wiring",
    "reports.clientele.wiring",
    "reports.process.wiring",
    "reports.deliveries.wiring",
    "reports.reviews.wiring",
    "reports.personal_data",
)


class ReportsConfig(AppConfig):
    """Statistics, key figures, pivots, targets, forecasts, dashboards and their files."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
