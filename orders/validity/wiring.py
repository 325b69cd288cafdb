"""What this room declares: the company's table of checks and its page in the console."""

from django.utils.translation import gettext_lazy as _

from accounts.console.site import ConsolePage, console_pages
from common import settings
from orders.order.advice import advices
from orders.validity import queries, views
from orders.validity.table import SETTING, fault_of_table


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        SETTING,
        settings.Definition(
            {}, _("Checks of entry that are not as they are shipped"), "orders", fault_of_table, page="validity"
        ),
    )
    advices.register("findings", queries.said)
    page = ConsolePage(
        _("Checks of entry"),
        "validity/",
        views.show_table,
        "setting.manage",
        _("What warns and what refuses"),
        "orders",
    )
    console_pages.register("validity", page)
