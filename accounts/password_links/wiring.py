"""What this room declares: its links, its mails, how long they last."""

from django.utils.translation import gettext_lazy as _

from accounts.password_links import letters, link_page, operations
from accounts.people.link_kinds import INVITATION, RESET
from common import mailing, outbox, settings
from common.links.purposes import Purpose, purposes
from common.sends import Send, sends

_SETTINGS = {
    "password_link_minutes": settings.Definition(
        30,
        _("For how many minutes a link for a new password works"),
        group="security",
        bounds=settings.Bounds(5, 1440),
    ),
    "invitation_days": settings.Definition(
        7, _("For how many days an invitation works"), group="security", bounds=settings.Bounds(1, 60)
    ),
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    purposes.register(RESET, Purpose(_("New password"), link_page.reset))
    purposes.register(INVITATION, Purpose(_("Invitation"), link_page.join))
    mailing.carry(operations.RESET_TOPIC, letters.send_reset, outbox.Patience.URGENT)
    mailing.carry(operations.INVITATION_TOPIC, letters.send_invitation, outbox.Patience.URGENT)
    sends.register(operations.RESET_TOPIC, Send(_("Link for a new password")))
    sends.register(operations.INVITATION_TOPIC, Send(_("Invitation")))
    for key, definition in _SETTINGS.items():
        settings.definitions.register(key, definition)
