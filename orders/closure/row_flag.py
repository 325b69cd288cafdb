"""Whether what a customer sends back takes the company's row-close flag with it (SEMANTICS 3, R024): by default not."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import settings

SETTING = "orders.row_flag_after_return"
KEEP, CLEAR = "KEEP", "CLEAR"


def register() -> None:
    """Declare the setting; called once when the app is ready."""
    settings.definitions.register(
        SETTING,
        settings.Definition(
            KEEP,
            gettext_lazy("The row-close flag of a line of which goods came back, from the next return on"),
            "orders",
            choices=lambda: [(KEEP, _("Stays Y")), (CLEAR, _("Goes back to N"))],
        ),
    )


def falls_with_returns() -> bool:
    """Whether pieces that came back count as not delivered for the flag; closures never ask this."""
    return settings.get(SETTING) == CLEAR
