"""What the mailbox declares: how large a mail may be."""

from django.utils.translation import gettext_lazy as _

from common import settings
from orders.intake.mailbox import polling


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        polling.LARGEST,
        settings.Definition(
            25, _("Megabytes that a mail to the intake mailbox may have"), "orders", bounds=settings.Bounds(1, 100)
        ),
    )
