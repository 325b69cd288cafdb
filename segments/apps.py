from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors ask for
WIRING = (
    *("segments.rights", "segments.examples", "segments.invariants", "segments.wiring", "segments.classification"),
    "segments.custom_fields.wiring",
)


class SegmentsConfig(AppConfig):
    """Fields and conditions: what a set of orders can be filtered, sorted, shown and exported by."""

    name = "segments"
    verbose_name = _("Conditions")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
