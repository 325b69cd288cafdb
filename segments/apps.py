from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SegmentsConfig(AppConfig):
    """The field registry: what a set of orders can be filtered, sorted, shown and exported by."""

    name = "segments"
    verbose_name = _("Conditions")
