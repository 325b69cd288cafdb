"""What this room adds to the shell and to the API's document."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation
from orders.lines import examples, exporting, fields, questions, sensor_files
from orders.order import policies
from segments.doors import lists
from segments.fields import Level


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    exporting.register()
    fields.register_fields()
    questions.register()
    sensor_files.register()
    lists.register(Level.LINE, "orders:line-list")
    navigation.register(
        "order-lines",
        NavEntry(
            group="orders",
            label=_("Order lines"),
            icon="list-ol",
            url_name="orders:line-list",
            verb=policies.VIEW,
            order=20,
            keys="g l",
        ),
    )
    navigation.register(
        "sensor-demand",
        NavEntry(
            group="stock",
            label=_("Sensor demand"),
            icon="puzzle",
            url_name="orders:sensor-demand",
            verb="stock.view",
            order=24,
        ),
    )
