"""What this room declares: the company's own table of required fields."""

from django.utils.translation import gettext_lazy as _

from common import settings
from orders.completeness import rules


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        rules.REQUIRED_FIELDS,
        settings.Definition(
            {},
            _("Required fields of an order: field and the step it blocks; an empty step lifts it"),
            "orders",
            rules.fault_of_table,
        ),
    )
