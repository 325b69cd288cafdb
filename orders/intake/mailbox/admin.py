"""How the mailbox of intake stands, in the console."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.operation_admin import ReadOnlyAdmin
from orders.intake.mailbox.models import MailboxState


@admin.register(MailboxState)
class MailboxStateAdmin(ReadOnlyAdmin):
    """How far each mailbox was read, and why it cannot be."""

    shelf, about = "systems", _("How far each mailbox was read")

    list_display = ("key", "polled_at", "fault", "failing_since", "last_uid")
    fields = ("key", "polled_at", "fault", "failing_since", "uidvalidity", "last_uid", "marked_uid")
    ordering = ("key",)
