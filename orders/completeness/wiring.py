"""What this room declares: the company's own table of required fields, its page, and what orders are said to lack."""

from django.utils.translation import gettext_lazy as _

from accounts.console.site import ConsolePage, console_pages
from common import settings
from orders.completeness import queries, rules, views
from orders.order.advice import advices


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        rules.REQUIRED_FIELDS,
        settings.Definition(
            {},
            _("Required fields of an order: field and the step it blocks; an empty step lifts it"),
            "orders",
            rules.fault_of_table,
            page="required_fields",
        ),
    )
    page = ConsolePage(
        _("Required fields of orders"),
        "required-fields/",
        views.show_table,
        "setting.manage",
        _("Which step asks for which field"),
        "orders",
    )
    console_pages.register("required_fields", page)
    advices.register("gaps", queries.said)
