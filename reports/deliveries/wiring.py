"""What this room declares: the mail, the link to unsubscribe, words of what happened, its page, what is handed over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.links.purposes import Purpose, purposes
from common.navigation import NavEntry, navigation
from common.sends import Send, sends
from reports.deliveries import again, examples, exporting, linking, policies, sending, sweeping
from reports.deliveries.models import ReportSchedule
from reports.deliveries.operations import TOPIC

_WORDS = {
    "report.schedule_saved": _("Report set to be sent by mail"),
    "report.schedule_paused": _("Mails of a report paused"),
    "report.schedule_resumed": _("Mails of a report resumed"),
    "report.schedule_removed": _("Report sent by mail no more"),
    "report.schedule_left": _("Report by mail unsubscribed"),
    "report.delivered": _("Report sent by mail"),
    "report.delivery_skipped": _("Report by mail left out"),
    "report.delivery_failed": _("Report by mail failed"),
}


def _count(user: User) -> int:
    return ReportSchedule.objects.filter(created_by=user).count()


def _move(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    return ReportSchedule.objects.filter(created_by=from_user).update(created_by=to_user)


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    settings.definitions.register(
        sweeping.SETTING,
        settings.Definition(
            90,
            _("Days that a report sent by mail is listed; the last one to each recipient stays"),
            "reports",
            bounds=settings.Bounds(1, 3_660),
        ),
    )
    sending.register()
    exporting.register()
    again.register()
    sends.register(TOPIC, Send(_("Report by mail"), "reports.reportdelivery", "delivery", arrived=again.has_arrived))
    purposes.register(
        linking.PURPOSE, Purpose(_("Unsubscribing from reports"), linking.unsubscribe, takes_one_click=True)
    )
    handover.register("report-schedules", Duty(_("Reports sent by mail"), _count, _move, order=95))
    navigation.register(
        "report-mails",
        NavEntry(
            group="analysis",
            label=_("Reports by mail"),
            tab=_("By mail"),
            icon="envelope",
            url_name="reports:schedules",
            verb=policies.VIEW,
            order=80,
        ),
    )
    examples.register()
